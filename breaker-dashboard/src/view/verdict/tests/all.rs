//! What is said first of several circuits, and what of all when they are calm.

use breaker_runtime::{Policy, State};

use super::{NOW, gateway, key, line, of, with_policy};
use crate::document::{CircuitCounts, Level, States};
use crate::record::keys::Keys;
use crate::record::standing::Standing;
use crate::view::order;

/// Two gateways are down, and are tried by turns: the one that is down for longer stays on top.
#[test]
fn a_trial_call_changes_nothing_of_who_is_the_worst() {
    let b = |state| {
        let mut line = line(1, "gateway B", state);
        line.facts.outage_since = Some(NOW - 60_000);
        line
    };
    for (of_a, of_b) in [
        (State::Open, State::Open),
        (State::HalfOpen, State::Open),
        (State::Open, State::HalfOpen),
        (State::HalfOpen, State::HalfOpen),
    ] {
        let lines = order::worst([b(of_b), gateway(of_a, |_| ())].into_iter());
        assert_eq!(of(&lines).circuit, Some(0), "{of_a:?} {of_b:?}");
    }
    let waits = gateway(State::HalfOpen, |line| line.standing = Standing::Waits);
    assert_eq!(of(&order::worst([waits, b(State::Open)].into_iter())).circuit, Some(1));
}

#[test]
fn of_several_in_trouble_the_worst_is_said_first() {
    let mut lines = vec![line(0, "a", State::ForcedClosed), line(1, "b", State::RampUp)];
    lines.extend((2..40).map(|id| line(id, "c", State::Open)));
    let verdict = of(&lines);
    assert_eq!((verdict.level, verdict.circuit, verdict.more.len()), (Level::Outage, Some(2), 20));
    assert_eq!(verdict.text, verdict.more[0].text);

    let few = of(&lines[..3]);
    let levels: Vec<_> = few.more.iter().map(|sentence| sentence.level).collect();
    assert_eq!(levels, [Level::Outage, Level::Forced, Level::Recovering]);
}

#[test]
fn a_calm_program_says_how_many_circuits_are_closed() {
    let closed = |id| line(id, "db", State::Closed);
    for (lines, text) in [
        (vec![], "no circuit is known yet"),
        (vec![closed(0)], "the only circuit is closed"),
        ((0..12).map(closed).collect(), "all 12 circuits are closed"),
    ] {
        let verdict = of(&lines);
        assert_eq!((verdict.level, &*verdict.text), (Level::Calm, text));
        assert!(verdict.more.is_empty());
    }
}

#[test]
fn a_calm_program_counts_keys_as_the_page_does() {
    let with_keys = |count| {
        let mut whole = line(0, "fetch", State::Closed);
        whole.facts.keys =
            Some(Box::new(Keys { in_state: [count, 0, 0, 0, 0, 0, 0], ..Keys::default() }));
        vec![whole, line(1, "db", State::Closed)]
    };
    for (keys, text) in [
        (0, "both circuits are closed"),
        (1, "both circuits are closed, that of a key among them"),
        (3, "all 4 circuits are closed, those of 3 keys among them"),
    ] {
        assert_eq!(of(&with_keys(keys)).text, text);
    }
}

/// Two circuits, a third in a dry run, one that waits, and a function with five keys, of which two
/// are shown.
#[test]
fn circuits_are_counted_once_and_those_in_a_dry_run_are_not_down() {
    let mut whole = line(0, "fetch", State::Closed);
    whole.facts.keys = Some(Box::new(Keys {
        in_state: [2, 1, 2, 0, 0, 0, 0],
        down: 2,
        waiting: 1,
        ..Keys::default()
    }));
    let key = |id| key(id, "a", State::Open);
    let mut dry = line(3, "dry", State::Open);
    with_policy(&mut dry, Policy::new().dry_run(true));
    let waits = gateway(State::HalfOpen, |line| line.standing = Standing::Waits);
    let forced = line(5, "forced", State::ForcedOpen);
    let counts =
        of(&[key(1), key(2), whole, dry, line(4, "db", State::Open), waits, forced]).counts;
    let in_state = States {
        closed: 2,
        open: 2,
        half_open: 3,
        forced_open: 1,
        dry_run: 1,
        ..States::default()
    };
    assert_eq!(counts, CircuitCounts { all: 9, of_keys: 5, down: 3, in_state });
}
