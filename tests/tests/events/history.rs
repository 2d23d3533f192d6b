//! The latest transitions of a circuit.

use core::time::Duration;

use breaker_runtime::testing::isolate;
use breaker_runtime::{
    CircuitBreaker, Event, EventKind, OpenReason, Overrides, Policy, Setting, State, register,
    registry,
};
use tests::TestCircuit;

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn a_circuit_that_never_opened_has_none() {
    let circuit = TestCircuit::new(Policy::new());
    circuit.succeed().fail();
    assert_eq!(circuit.history(), []);
}

#[test]
fn the_latest_sixteen_are_kept_oldest_first() {
    let circuit = TestCircuit::new(Policy::new());
    for _ in 0..20 {
        circuit.force_open();
        circuit.force_closed();
    }
    circuit.reset();
    let history = circuit.history();
    assert_eq!(history.len(), 16);
    assert_eq!(history[15].kind, EventKind::Reset);
    assert!(history.windows(2).all(|pair| pair[0].generation + 1 == pair[1].generation));
}

#[test]
fn rejections_are_no_transitions() {
    let circuit = TestCircuit::new(Policy::new().threshold(1));
    circuit.fail();
    circuit.rejected();
    circuit.reset();
    let history = circuit.history();
    assert_eq!(history.len(), 2);
    assert_eq!(history[1].kind, EventKind::Reset);
}

#[test]
fn the_snapshot_says_for_how_long_it_has_been_so() {
    let circuit = TestCircuit::new(Policy::new().threshold(1));
    circuit.after(Duration::from_secs(3)).fail();
    circuit.after(Duration::from_secs(4));
    assert_eq!(circuit.snapshot().in_state_for, Duration::from_secs(4));
}

/// What began the outage that the history is about.
#[track_caller]
#[expect(clippy::panic, reason = "a failed test")]
fn cause(history: &[Event]) -> &OpenReason {
    let EventKind::Opened { reason, .. } = &history[0].kind else { panic!("{:?}", history[0]) };
    reason
}

#[test]
fn the_cause_of_an_outage_is_kept_until_that_is_over() {
    let circuit = TestCircuit::new(Policy::new().threshold(2).open_for(SECOND).ramp_up(SECOND));
    circuit.after(SECOND).trip();
    let began = circuit.history()[0].clone();
    for _ in 0..60 {
        circuit.after_open_time().fail();
    }
    let history = circuit.history();
    assert_eq!(history.len(), 16);
    assert!(matches!(cause(&history), OpenReason::Failures { failures: 2, .. }));
    assert_eq!(history[0], began, "with the time at which it began");
    let others = &history[1..];
    assert!(others.windows(2).all(|pair| pair[0].generation + 1 == pair[1].generation));

    circuit.after_open_time().succeed().is(State::RampUp);
    assert_eq!(circuit.history()[0], began, "a ramp-up may fail");
    circuit.after(SECOND).succeed().is(State::Closed);
    assert_ne!(circuit.history()[0], began);
    circuit.trip();
    for _ in 0..60 {
        circuit.after_open_time().fail();
    }
    let history = circuit.history();
    assert!(matches!(cause(&history), OpenReason::Failures { .. }));
    assert!(history[0].generation > began.generation, "of the next outage");
}

#[test]
fn an_outage_by_hand_is_one_too() {
    let circuit = TestCircuit::new(Policy::new());
    circuit.force_open();
    (0..60).for_each(|_| circuit.force_open());
    circuit.after(SECOND);
    assert_eq!(circuit.snapshot().outage_for, Some(SECOND));
    assert_eq!(circuit.history()[0].from, State::Closed);
    circuit.force_closed();
    assert_eq!(circuit.snapshot().outage_for, None);
}

#[test]
fn the_snapshot_says_for_how_long_the_outage_has_lasted() {
    let policy = Policy::new().threshold(1).open_for(SECOND).ramp_up(SECOND);
    let circuit = TestCircuit::new(policy);
    circuit.after(SECOND);
    assert_eq!(circuit.snapshot().outage_for, None);
    circuit.fail();
    for _ in 0..60 {
        circuit.after_open_time().fail();
    }
    let now = circuit.snapshot();
    assert_eq!((now.in_state_for, now.outage_for), (Duration::ZERO, Some(60 * SECOND)));
    circuit.after_open_time().succeed().after(SECOND / 2);
    assert_eq!(circuit.snapshot().outage_for, Some(61 * SECOND + SECOND / 2));
    circuit.after(SECOND).succeed();
    assert_eq!(circuit.snapshot().outage_for, None);
    let closed = circuit.history().pop().expect("it has closed");
    assert_eq!((closed.kind, closed.outage_for), (EventKind::Closed, Some(62 * SECOND)));
}

#[test]
fn an_event_that_comes_with_a_call_says_how_long_the_outage_has_lasted_until_then() {
    let policy = Policy::new().threshold(1).open_for(SECOND).ramp_up(SECOND);
    let circuit = TestCircuit::new(policy);
    circuit.fail().after(60 * SECOND);
    assert_eq!(circuit.snapshot().outage_for, Some(60 * SECOND));
    circuit.succeed().after(60 * SECOND).succeed();
    circuit.force_open_for(SECOND, "a test");
    circuit.after(60 * SECOND).succeed();
    let outages: Vec<_> =
        circuit.history().into_iter().map(|event| (event.to, event.outage_for)).collect();
    assert_eq!(
        outages,
        [
            (State::Open, Some(Duration::ZERO)),
            (State::HalfOpen, Some(60 * SECOND)),
            (State::RampUp, Some(60 * SECOND)),
            (State::Closed, Some(61 * SECOND)),
            (State::ForcedOpen, Some(Duration::ZERO)),
            (State::HalfOpen, Some(60 * SECOND)),
            (State::RampUp, Some(60 * SECOND)),
        ]
    );
}

#[test]
fn changed_settings_push_no_transition_out() {
    static CIRCUIT: CircuitBreaker =
        CircuitBreaker::new("reconfigured often", Policy::new().threshold(1));
    register!(CIRCUIT);
    let _test = isolate();
    CIRCUIT.try_acquire().expect("closed").failure();
    for threshold in 2..40 {
        let overrides = Overrides::new().circuit(CIRCUIT.name(), Setting::Threshold(threshold));
        registry().configure(&overrides).expect("it exists");
    }
    CIRCUIT.reset();
    let history = CIRCUIT.history();
    assert!(matches!(cause(&history), OpenReason::Failures { .. }));
    assert_eq!(history.len(), 1 + 4 + 1, "the latest changes are there as well");
    assert_eq!(history[5].kind, EventKind::Reset);
}
