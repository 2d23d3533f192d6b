//! What is said of one circuit.

use breaker_runtime::{Policy, State};

use super::{
    NOW, answered, because, force, gateway, line as line_of, ramps_up, says, slow, with_policy,
};
use crate::document::Level;
use crate::record::facts::Force;
use crate::record::standing::Standing;
use crate::view::line;

#[test]
fn every_state_is_said_in_a_sentence() {
    for (line, level, text) in [
        (
            gateway(State::Open, |line| {
                answered(line);
                line.facts.retry_at = Some(NOW + 2_001);
            }),
            Level::Outage,
            "gateway A has been down for 2 min 10 s (5 failures within 10 s: connection refused); \
             its calls are answered by gateway B, then by enqueue; next trial in 3 s",
        ),
        (
            gateway(State::Open, |line| line.facts.retry_at = Some(NOW - 1)),
            Level::Outage,
            "gateway A has been down for 2 min 10 s (5 failures within 10 s: connection refused); \
             its calls are rejected, and it has no fallback of its own; next trial now",
        ),
        (
            gateway(State::HalfOpen, |line| line.facts.outage_since = Some(NOW - 5_400_000)),
            Level::Outage,
            "gateway A has been down for 1 h 30 min (5 failures within 10 s: connection refused); \
             it waits for a call to try it",
        ),
        (
            gateway(State::HalfOpen, |line| line.facts.retry_at = Some(NOW + 1_000)),
            Level::Outage,
            "gateway A has been down for 2 min 10 s (5 failures within 10 s: connection refused); \
             its calls are rejected, and it has no fallback of its own; a trial call is under way",
        ),
        (
            gateway(State::HalfOpen, |line| {
                line.facts.since = NOW - 60_000;
                line.standing = Standing::Waits;
            }),
            Level::Recovering,
            "gateway A was down for 1 min 10 s (5 failures within 10 s: connection refused), and \
             has waited for 1 min for a call to try it",
        ),
        (
            gateway(State::RampUp, |line| {
                because(line, "a trial call timed out");
                ramps_up(line);
            }),
            Level::Recovering,
            "gateway A is recovering from an outage of 2 min 10 s (a trial call timed out): 40 % \
             of its calls pass, all of them in 20 s",
        ),
        (
            line_of(0, "gateway A", State::Open),
            Level::Outage,
            "gateway A has been down for 2 min 10 s; its calls are rejected, and it has no \
             fallback of its own",
        ),
    ] {
        assert_eq!(says(line), (level, text.to_owned()));
    }
}

#[test]
fn a_half_open_circuit_waits_once_calls_that_keep_coming_would_have_tried_it() {
    let facts = |since: i64, retry_at| {
        let mut facts = line_of(0, "db", State::HalfOpen).facts;
        (facts.since, facts.retry_at) = (NOW - since, retry_at);
        facts
    };
    for (since, retry_at, waits) in [
        (4_999, None, false),
        (5_000, None, true),
        (5_000, Some(NOW), true),
        (5_000, Some(NOW + 1), false),
    ] {
        let standing = facts(since, retry_at).standing(NOW);
        assert_eq!(standing == Standing::Waits, waits, "{since} {retry_at:?}");
    }
    assert_eq!(line_of(0, "db", State::Open).facts.standing(NOW), Standing::Down);
}

#[test]
fn a_dry_run_says_what_would_be() {
    let dry = |state| {
        gateway(state, |line| {
            because(line, "5 failures within 10 s");
            with_policy(line, Policy::new().dry_run(true));
        })
    };
    let down = "dry run: gateway A would have been down for 2 min 10 s (5 failures within 10 s); \
                its calls pass";
    for (state, level, text) in [
        (State::Open, Level::DryRun, down),
        (State::HalfOpen, Level::DryRun, down),
        (
            State::RampUp,
            Level::DryRun,
            "dry run: gateway A would be recovering from an outage of 2 min 10 s (5 failures \
             within 10 s); its calls pass",
        ),
        (
            State::ForcedOpen,
            Level::Forced,
            "dry run: gateway A has been forced open for 2 min 10 s, and would reject all calls; \
             they pass; this lasts until somebody resets it",
        ),
    ] {
        assert_eq!(says(dry(state)), (level, text.to_owned()));
    }
    let mut waiting = dry(State::HalfOpen);
    (waiting.standing, waiting.facts.since) = (Standing::Waits, NOW - 60_000);
    let text = "dry run: gateway A would have been down for 1 min 10 s (5 failures within 10 s), \
                and has waited for 1 min for a call to try it; its calls pass";
    assert_eq!(says(waiting), (Level::DryRun, text.to_owned()));
    let mut forced = dry(State::ForcedOpen);
    let (who, why) = (Some("anna".into()), Some("a test".into()));
    force(&mut forced, Force { until: Some(NOW + 60_000), who, why });
    let text = "dry run: gateway A has been forced open for 2 min 10 s by anna (a test), and \
                would reject all calls; they pass; this ends in 1 min";
    assert_eq!(says(forced), (Level::Forced, text.to_owned()));
}

#[test]
fn what_is_rejected_in_the_first_minute_of_an_outage_is_a_share_of_that() {
    let facts = gateway(State::Open, |line| line.facts.followed_from = Some(0)).facts;
    let first = |at, seconds| line::minute(&facts, at, seconds);
    assert_eq!((first(470, 1), first(471, 1), first(500, 1), first(600, 1)), (470, 471, 471, 541));
    assert_eq!((first(47, 10), first(50, 10), first(60, 10)), (47, 48, 55));
}

/// Its dry run was switched off 10 s ago.
#[test]
fn what_a_dry_run_let_pass_is_no_time_of_an_outage() {
    let off = |state, since| {
        let mut line =
            gateway(state, |line| (line.facts.since, line.facts.followed_from) = (since, Some(0)));
        slow(&mut line, |slow| slow.rejects_since = Some(NOW - 10_000));
        line.standing = line.facts.standing(NOW);
        line
    };
    let open = off(State::Open, NOW - 130_000);
    assert_eq!(line::minute(&open.facts, 600, 1), 591);
    let down = "gateway A has been down for 10 s (5 failures within 10 s: connection refused); \
                its calls are rejected, and it has no fallback of its own";
    assert_eq!(says(open), (Level::Outage, down.to_owned()));
    let waits = "gateway A has waited for 1 min for a call to try it (5 failures within 10 s: \
                 connection refused)";
    let waiting = off(State::HalfOpen, NOW - 60_000);
    assert_eq!(says(waiting), (Level::Recovering, waits.to_owned()));
}

#[test]
fn what_is_rejected_is_a_share_of_the_calls_that_are_known() {
    let first = |followed_from, at, seconds| {
        let forced = gateway(State::ForcedOpen, |line| {
            (line.facts.outage_since, line.facts.followed_from) = (None, followed_from);
        });
        line::minute(&forced.facts, at, seconds)
    };
    for (from, seconds, of_minute) in
        [(0, 1, 541), (590, 1, 590), (600, 1, 600), (590, 10, 59), (591, 10, 60)]
    {
        assert_eq!(first(Some(from), 600 / seconds, seconds), of_minute, "{from} {seconds}");
    }
    assert_eq!((first(None, 600, 1), first(None, 60, 10)), (601, 61), "none of them");
}
