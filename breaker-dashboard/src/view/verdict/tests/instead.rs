//! Who is said to answer instead.

use std::sync::Arc;

use breaker_runtime::{Policy, State};

use super::{NOW, answered, gateway, line, of, ramps_up, way, with_policy};
use crate::record::counts::Counts;
use crate::record::keys::Keys;
use crate::record::standing::Standing;
use crate::record::within::{By, Within};
use crate::view::line::Line;

#[test]
fn who_is_down_itself_is_not_said_to_answer() {
    let a = || gateway(State::Open, answered);
    let down =
        "gateway A has been down for 2 min 10 s (5 failures within 10 s: connection refused)";
    let b = |state| line(1, "gateway B", state);
    let mut waiting = b(State::HalfOpen);
    waiting.standing = Standing::Waits;
    let mut ramping = b(State::RampUp);
    ramps_up(&mut ramping);
    let mut dry = b(State::Open);
    with_policy(&mut dry, Policy::new().dry_run(true));
    let mut tried = b(State::HalfOpen);
    tried.standing = Standing::Up;
    let of_keys = |in_state: [u32; 7]| {
        let mut b = b(State::Closed);
        let down = in_state[1];
        b.facts.keys = Some(Box::new(Keys { in_state, down, ..Keys::default() }));
        b
    };
    for (b, who) in [
        (b(State::Closed), "are answered by gateway B, then by enqueue"),
        (
            ramping.clone(),
            "are answered by gateway B, which passes 40 % of its calls, then by enqueue",
        ),
        (waiting, "are answered by gateway B, which passes trial calls alone, then by enqueue"),
        (dry, "are answered by gateway B, then by enqueue"),
        (b(State::Open), "are answered by enqueue (gateway B is down, too)"),
        (b(State::HalfOpen), "are answered by enqueue (gateway B is down, too)"),
        (b(State::ForcedOpen), "are answered by enqueue (gateway B is forced open)"),
        (tried, "are answered by enqueue (gateway B is being tried)"),
        (
            of_keys([1, 1, 0, 0, 0, 0, 0]),
            "are answered by gateway B, which passes those of some of its keys, then by enqueue",
        ),
        (of_keys([0, 1, 0, 0, 0, 0, 0]), "are answered by enqueue (gateway B is down, too)"),
    ] {
        assert_eq!(sentence_of_a(&[a(), b]), format!("{down}; its calls {who}"));
    }
    let mut only_b = a();
    only_b.ways[0].steps.truncate(1);
    let by_part =
        "are answered by gateway B, which passes 40 % of its calls and rejects the others";
    for (b, who) in [
        (b(State::Open), "are rejected, for gateway B is down, too"),
        (b(State::ForcedOpen), "are rejected, for gateway B is forced open"),
        (ramping, by_part),
    ] {
        let lines = [only_b.clone(), b];
        assert_eq!(sentence_of_a(&lines), format!("{down}; its calls {who}"));
    }
}

#[test]
fn who_answers_is_said_to_fail_where_its_calls_do() {
    for (success, failure, who) in [
        (0, 20, "by gateway B, where 20 of 20 calls failed of late, then by enqueue"),
        (9, 1, "by gateway B, where 1 of 10 calls failed of late, then by enqueue"),
        (0, 1, "by gateway B, where 1 of 1 call failed of late, then by enqueue"),
        (10, 1, "by gateway B, then by enqueue"),
        (0, 0, "by gateway B, then by enqueue"),
    ] {
        let mut b = line(1, "gateway B", State::Closed);
        b.minute = Counts([success, failure, 0, 0, 0, 0]);
        let said = sentence_of_a(&[gateway(State::Open, answered), b]);
        assert!(said.ends_with(&format!("; its calls are answered {who}")), "{said}");
    }
}

/// Trial calls, and those of an outage that has ended, say nothing of calls that come now.
#[test]
fn who_answers_is_not_said_to_fail_for_what_failed_before_it_passed_all_calls() {
    let b = |state, since| {
        let mut b = line(1, "gateway B", state);
        b.minute = Counts([1, 2, 0, 0, 0, 0]);
        (b.facts.opened, b.facts.since) = (1, NOW - since);
        b
    };
    let mut ramping = b(State::RampUp, 0);
    ramps_up(&mut ramping);
    let mut dry = b(State::Open, 0);
    with_policy(&mut dry, Policy::new().dry_run(true));
    for (b, says_so) in [
        (b(State::Closed, 59_999), false),
        (b(State::Closed, 60_000), true),
        (b(State::HalfOpen, 60_000), false),
        (ramping, false),
        (dry, true),
    ] {
        let said = sentence_of_a(&[gateway(State::Open, answered), b]);
        assert_eq!(said.contains("2 of 3 calls failed of late"), says_so, "{said}");
    }
}

/// They are no steps of one way, and a closure may give back an error.
#[test]
fn what_different_functions_fall_back_to_is_told_apart() {
    let (closure, cached) = (("a closure", None), ("cached", None));
    let b = ("charge_b", Some(1));
    for (ways, who) in [
        (vec![way(4, &[closure]), way(1, &[cached])], "are answered by a closure or by cached"),
        (
            vec![way(2, &[b, closure]), way(1, &[cached])],
            "are answered by a closure or by cached (gateway B is down, too)",
        ),
        (
            vec![way(4, &[closure]), way(1, &[cached]), way(1, &[("other", None)])],
            "are answered by what each of its 6 functions falls back to",
        ),
        (
            vec![way(7, &[closure]), way(5, &[])],
            "5 of its 12 functions are rejected, those of the others answered by a closure",
        ),
        (
            vec![way(3, &[b]), way(2, &[]), way(1, &[cached])],
            "5 of its 6 functions are rejected, those of the others answered by cached \
             (gateway B is down, too)",
        ),
        (vec![way(3, &[b]), way(2, &[])], "are rejected (gateway B is down, too)"),
    ] {
        let a = gateway(State::Open, |line| line.ways = ways);
        let said = sentence_of_a(&[a, line(1, "gateway B", State::Open)]);
        let calls = if who.starts_with("are") { "; its calls " } else { "; the calls of " };
        assert!(said.ends_with(&format!("{calls}{who}")), "{said}");
    }
}

fn sentence_of_a(lines: &[Line]) -> String {
    let more = of(lines).more.into_iter();
    more.filter(|said| said.circuit == Some(0)).map(|said| said.text).collect()
}

/// They stay closed: nobody would look for them.
#[test]
fn who_is_hit_further_out_is_said_with_who_answers() {
    let hit = |id, name, answered, ago| {
        let mut line = line(id, name, State::Closed);
        let by = By { name: "gateway A", key: None };
        let within = Within { calls: 40, in_step: 12, at: NOW - ago, by, answered };
        line.facts.within = Some(Arc::new(within));
        line.ways = vec![way(1, &[("sorry", None)])];
        line
    };
    let said = |hit: &[Line]| {
        let lines = [&[gateway(State::Open, |_| ())], hit].concat();
        let text = of(&lines).text;
        let rest = text.split_once("of its own").expect("who answers").1;
        rest.to_owned()
    };
    let checkout = || hit(1, "checkout", Some(true), 900);
    assert_eq!(said(&[checkout()]), "; calls of checkout that run into it are answered by sorry");
    assert_eq!(
        said(&[checkout(), hit(2, "cart", Some(false), 0)]),
        "; calls of checkout that run into it are answered by sorry; calls of cart that run into \
         it get its rejection"
    );
    let other = || hit(2, "cart", Some(true), 0);
    let both = "; calls of checkout and cart that run into it are answered by sorry";
    assert_eq!(said(&[checkout(), other()]), both);
    assert_eq!(said(&[other(), checkout()]), both, "in whatever order they are listed");
    let mut falls_back_to_a = checkout();
    falls_back_to_a.ways = vec![way(1, &[("charge_a", Some(0))])];
    assert_eq!(
        said(&[falls_back_to_a]),
        "; calls of checkout that run into it are rejected, for gateway A is down, too"
    );
    let many = [1, 2, 3].map(|id| hit(id, "checkout", None, 0));
    assert_eq!(said(&many), "; calls of 3 other circuits run into it");
    assert_eq!(said(&[hit(1, "checkout", Some(true), 60_000)]), "", "that is over");
}
