//! What an event says.

use core::time::Duration;

use breaker_runtime::{EventKind, OpenReason, Policy, State, Window};
use tests::TestCircuit;

use crate::Heard;

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn a_life_is_told_transition_by_transition() {
    let policy = Policy::new().threshold(2).open_for(SECOND).ramp_up(SECOND);
    let circuit = TestCircuit::new(policy);
    let heard = Heard::of(&circuit);
    circuit.fail().fail().after(SECOND).fail().after(SECOND).succeed();
    circuit.after(SECOND).succeed();
    let told: Vec<_> = heard.events().iter().map(|event| (event.from, event.to)).collect();
    assert_eq!(
        told,
        [
            (State::Closed, State::Open),
            (State::Open, State::HalfOpen),
            (State::HalfOpen, State::Open),
            (State::Open, State::HalfOpen),
            (State::HalfOpen, State::RampUp),
            (State::RampUp, State::Closed),
        ]
    );
}

#[test]
fn an_opening_says_why_and_for_how_long() {
    let policy = Policy::new().threshold_percent(50.0).min_calls(4).open_for(SECOND);
    let circuit = TestCircuit::new(policy.max_open_for(8 * SECOND));
    let heard = Heard::of(&circuit);
    circuit.succeed().fail().succeed().fail().after(SECOND).fail();
    circuit.reset();
    circuit.open_for(7 * SECOND);
    let openings: Vec<_> = heard.events().iter().map(ToString::to_string).collect();
    assert_eq!(
        openings,
        [
            "circuit `tested` opened for 1s: 2 of 4 calls failed within 10s",
            "circuit `tested` is half-open",
            "circuit `tested` opened for 2s: a trial call failed",
            "circuit `tested` was reset",
            "circuit `tested` opened for 7s: told to wait",
        ]
    );
}

#[test]
fn each_rule_gives_its_own_reason() {
    for (policy, reason) in [
        (Policy::new().threshold(2), "2 failures within 10s"),
        (Policy::new().threshold(2).over(Window::calls(3)), "2 failures within 3 calls"),
        (Policy::new().consecutive(2), "2 failures in a row"),
    ] {
        let circuit = TestCircuit::new(policy);
        circuit.fail().fail();
        let EventKind::Opened { reason: told, .. } = &circuit.history()[0].kind else {
            panic!("not opened")
        };
        assert_eq!(told.to_string(), reason);
        assert!(matches!(told, OpenReason::Failures { failures: 2, .. }));
    }
}

#[test]
fn rejections_are_told_together_before_the_next_transition() {
    let circuit = TestCircuit::new(Policy::new().threshold(1).open_for(SECOND));
    let heard = Heard::of(&circuit);
    circuit.fail();
    for _ in 0..7 {
        circuit.rejected();
    }
    assert_eq!(heard.events().len(), 1, "none of them is told on its own");
    circuit.after(SECOND).succeed();
    let told = heard.events();
    assert_eq!(told[1].kind, EventKind::Rejected { calls: 7 });
    assert_eq!((told[1].from, told[1].to), (State::Open, State::Open));
    assert_eq!(told[1].to_string(), "circuit `tested` rejected 7 calls");
    assert_eq!(told[2].kind, EventKind::HalfOpened);
    assert_eq!(told.len(), 4, "half-open, it rejected none");
}

#[test]
fn a_dry_run_would_have_opened() {
    let policy = Policy::new().threshold(1).open_for(SECOND).dry_run(true);
    let circuit = TestCircuit::new(policy);
    let heard = Heard::of(&circuit);
    circuit.fail().succeed().after(SECOND).succeed();
    let told = heard.events();
    assert!(told.iter().all(|event| event.dry_run));
    let texts: Vec<_> = told.iter().map(ToString::to_string).collect();
    assert_eq!(
        texts,
        [
            "circuit `tested` would have opened for 1s: 1 failure within 10s",
            "circuit `tested` would have rejected 1 call",
            "circuit `tested` is half-open",
            "circuit `tested` closed",
        ]
    );
}

#[test]
fn forced_states_are_told() {
    let circuit = TestCircuit::new(Policy::new());
    let heard = Heard::of(&circuit);
    circuit.force_open();
    circuit.force_closed();
    circuit.reset();
    let kinds = [EventKind::ForcedOpen, EventKind::ForcedClosed, EventKind::Reset];
    assert_eq!(heard.kinds(), kinds);
    let told = heard.events();
    assert!(told.windows(2).all(|pair| pair[0].generation + 1 == pair[1].generation));
}
