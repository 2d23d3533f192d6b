//! What is said of forced circuits.

use breaker_runtime::{Policy, State};

use super::{NOW, answered, force, gateway, key, line, of, says, slow, with_policy};
use crate::document::{Level, Spark};
use crate::record::counts::Counts;
use crate::record::facts::Force;
use crate::record::keys::Keys;
use crate::view::line::Line;
use crate::view::order;

#[test]
fn what_is_forced_or_switched_off_is_said_so_and_until_when() {
    let forced = |state, change: fn(&mut Line)| {
        let mut line = line(0, "gateway A", state);
        change(&mut line);
        line
    };
    let off = |line: &mut Line| with_policy(line, Policy::new().enabled(false));
    let failing = |line: &mut Line| line.minute = Counts([8, 12, 3, 0, 0, 0]);
    for (line, text) in [
        (
            forced(State::ForcedOpen, |_| ()),
            "gateway A has been forced open for 2 min 10 s; its calls are rejected, and it has no \
             fallback of its own; this lasts \
             until somebody resets it",
        ),
        (
            forced(State::ForcedOpen, |line| {
                answered(line);
                let (who, why) = (Some("anna".into()), Some("new certificates".into()));
                force(line, Force { until: Some(NOW + 470_000), who, why });
            }),
            "gateway A has been forced open for 2 min 10 s by anna (new certificates); its calls \
             are answered by gateway B, then by enqueue; this ends in 7 min 50 s",
        ),
        (
            forced(State::ForcedClosed, |line| {
                force(line, Force { until: Some(NOW + 1), who: None, why: Some("a test".into()) });
            }),
            "gateway A has been forced closed for 2 min 10 s (a test): its calls pass, however \
             many fail; this ends in 1 s",
        ),
        (
            forced(State::ForcedClosed, |_| ()),
            "gateway A has been forced closed for 2 min 10 s: its calls pass, however many fail; \
             this lasts until somebody resets it",
        ),
        (
            forced(State::ForcedClosed, failing),
            "gateway A has been forced closed for 2 min 10 s: its calls pass, however many fail; \
             12 of 20 calls failed of late; this lasts until somebody resets it",
        ),
        (
            forced(State::ForcedClosed, off),
            "gateway A is switched off: its calls pass, however many fail",
        ),
    ] {
        assert_eq!(says(line), (Level::Forced, text.to_owned()));
    }
}

/// The force began a second ago, within an outage of 2 min 10 s.
#[test]
fn a_force_says_for_how_long_it_is_one_and_what_was_before() {
    let forced = |state| {
        gateway(state, |line| {
            line.facts.since = NOW - 1_000;
            let (who, why) = (Some("ops".into()), Some("moving shards".into()));
            force(line, Force { until: Some(NOW + 7_000), who, why });
        })
    };
    let open = "gateway A has been forced open for 1 s by ops (moving shards), 2 min 9 s after an \
                outage began (5 failures within 10 s: connection refused); its calls are \
                rejected, and it has no fallback of its own; \
                this ends in 7 s";
    let mut order = forced(State::ForcedOpen);
    slow(&mut order, |slow| slow.order = slow.forced.clone());
    let order_text = "gateway A has been forced open for 1 s by ops (moving shards), by order for \
                      2 min 10 s in all; its calls are rejected, and it has no fallback of its \
                      own; this ends in 7 s";
    let closed = "gateway A has been forced closed for 1 s by ops (moving shards): its calls pass, \
                  however many fail; this ends in 7 s";
    let mut dry = forced(State::ForcedOpen);
    with_policy(&mut dry, Policy::new().dry_run(true));
    let dry_text = "dry run: gateway A has been forced open for 1 s by ops (moving shards), and \
                    would reject all calls; they pass; this ends in 7 s";
    for (line, text) in [
        (forced(State::ForcedOpen), open),
        (order, order_text),
        (forced(State::ForcedClosed), closed),
        (dry, dry_text),
    ] {
        assert_eq!(says(line), (Level::Forced, text.to_owned()));
    }
}

#[test]
fn what_is_forced_on_all_keys_is_said_once_and_of_the_whole() {
    let key = |id, state| {
        let mut line = key(id, "a", state);
        line.facts.outage_since = Some(NOW - 215_000);
        line
    };
    for state in [State::ForcedOpen, State::ForcedClosed] {
        let mut whole = line(0, "fetch", state);
        whole.facts.since = NOW - 1_000;
        let lines = order::worst([key(1, state), key(2, state), whole.clone()].into_iter());
        assert_eq!(lines.iter().map(|line| line.about.id).next(), Some(0));
        let said = of(&lines).more;
        assert_eq!(said.iter().map(|said| said.circuit).collect::<Vec<_>>(), [Some(0)]);
        assert!(said[0].text.starts_with("fetch has been forced "), "{said:?}");
    }
    let alone = of(&[line(0, "fetch", State::Closed), key(1, State::ForcedOpen)]);
    assert_eq!(alone.circuit, Some(1));
}

#[test]
fn what_is_forced_on_all_keys_excepts_those_that_do_otherwise() {
    let pass = "its calls pass";
    let rejected = "its calls are rejected, and it has no fallback of its own";
    for (state, in_state, said) in [
        (State::ForcedClosed, [0, 0, 0, 0, 1, 2, 0], format!("{pass}, but for 1 key, however")),
        (State::ForcedClosed, [1, 1, 1, 1, 1, 2, 1], format!("{pass}, but for 3 keys, however")),
        (State::ForcedClosed, [0, 0, 0, 0, 0, 2, 0], format!("{pass}, however")),
        (State::ForcedOpen, [0, 0, 0, 0, 2, 1, 1], format!("{rejected}, but for 2 keys; this")),
        (State::ForcedOpen, [0, 0, 0, 0, 2, 0, 0], format!("{rejected}; this")),
    ] {
        let mut whole = line(0, "fetch", state);
        whole.facts.keys =
            Some(Box::new(Keys { in_state, down: 0, waiting: 0, ..Keys::default() }));
        let (_, text) = says(whole);
        assert!(text.contains(&said), "{text}");
    }
}

/// It was forced open for 4 s, and nothing has failed.
#[test]
fn who_was_forced_open_is_in_no_outage_once_that_has_ended() {
    let after = |state, change: fn(&mut Line)| {
        let mut line = gateway(state, |line| {
            (line.facts.outage_since, line.facts.since) = (Some(NOW - 7_000), NOW - 3_000);
        });
        let (who, why) = (Some("anna".into()), Some("maintenance".into()));
        let order = Force { until: None, who, why };
        slow(&mut line, |slow| slow.order = Some(order));
        change(&mut line);
        line.standing = line.facts.standing(NOW);
        line
    };
    let dry = |line: &mut Line| with_policy(line, Policy::new().dry_run(true));
    for (line, level, text) in [
        (
            after(State::HalfOpen, |_| ()),
            Level::Recovering,
            "gateway A has waited for 3 s for a call to try it, after being forced open by anna \
             (maintenance)",
        ),
        (
            after(State::HalfOpen, |line| line.facts.retry_at = Some(NOW + 1_000)),
            Level::Recovering,
            "gateway A is tried after being forced open by anna (maintenance); its calls are \
             rejected, and it has no fallback of its own; a trial call is under way",
        ),
        (
            after(State::RampUp, |_| ()),
            Level::Recovering,
            "gateway A is recovering after being forced open by anna (maintenance)",
        ),
        (
            after(State::HalfOpen, dry),
            Level::DryRun,
            "dry run: gateway A would wait for a call to try it, after being forced open by anna \
             (maintenance); its calls pass",
        ),
        (
            after(State::RampUp, dry),
            Level::DryRun,
            "dry run: gateway A would be recovering after being forced open by anna \
             (maintenance); its calls pass",
        ),
    ] {
        let verdict = of(std::slice::from_ref(&line));
        assert_eq!(
            (verdict.counts.down, line.circuit(NOW, None, Spark::default()).outage_for_ms),
            (0, None)
        );
        assert_eq!((verdict.level, &*verdict.text), (level, text));
    }
}
