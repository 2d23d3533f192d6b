//! As far as callers do it by hand: while the circuit is open the latest end wins, and it is
//! one opening.

use core::time::Duration;

use breaker_runtime::{EventKind, Policy, State};
use tests::{TEN_YEARS, TICK, TestCircuit, crowd};

use crate::SECOND;

const POLICY: Policy = Policy::new().threshold(2).open_for(Duration::from_secs(30));

fn circuit() -> TestCircuit {
    TestCircuit::new(POLICY)
}

#[test]
fn five_hundred_calls_that_are_told_to_wait_make_one_opening() {
    let circuit = circuit();
    circuit.fail();
    let under_way: Vec<_> = (0..500).map(|_| circuit.admitted()).collect();
    for call in under_way {
        circuit.after(TICK).open_for(7 * SECOND);
        call.failure();
    }
    let now = circuit.is(State::Open).snapshot();
    assert_eq!((now.opened, now.retry_after), (1, Some(7 * SECOND)), "by the last wish");
    assert_eq!(circuit.history().len(), 1);
    circuit.admits_exactly_after(7 * SECOND).success();
    circuit.is(State::Closed);
}

#[test]
fn so_do_many_at_once() {
    let circuit = circuit();
    crowd(0..32_u32, |index| circuit.open_for((1 + index) * SECOND));
    assert_eq!(circuit.snapshot().opened, 1);
    circuit.admits_exactly_after(32 * SECOND).success();
}

#[test]
fn a_shorter_time_never_shortens_an_opening() {
    let circuit = circuit();
    circuit.open_for(60 * SECOND);
    for time in [Duration::ZERO, TICK, 59 * SECOND, 60 * SECOND] {
        circuit.open_for(time);
        assert_eq!(circuit.rejected().retry_after(), Some(60 * SECOND));
    }
    circuit.reset();
    circuit.trip();
    circuit.open_for(SECOND);
    assert_eq!(circuit.rejected().retry_after(), Some(30 * SECOND), "nor one by failures");
}

#[test]
fn a_later_end_lengthens_an_opening_by_failures_and_one_by_a_trial() {
    let circuit = circuit();
    circuit.trip();
    circuit.after(10 * SECOND).open_for(60 * SECOND);
    circuit.admits_exactly_after(60 * SECOND).failure();
    circuit.is(State::Open).open_for(90 * SECOND);
    circuit.admits_exactly_after(90 * SECOND).success();
    assert_eq!(circuit.is(State::Closed).snapshot().opened, 2);
}

#[test]
fn there_is_no_longest_time() {
    let circuit = TestCircuit::new(POLICY.max_open_for(60 * SECOND).jitter_percent(50.0));
    circuit.open_for(TEN_YEARS);
    assert_eq!(circuit.rejected().retry_after(), Some(TEN_YEARS));
    circuit.open_for(Duration::MAX);
    assert!(circuit.rejected().retry_after() > Some(TEN_YEARS));
}

#[test]
fn no_time_at_all_opens_nothing() {
    let circuit = TestCircuit::new(POLICY.ramp_up(60 * SECOND));
    circuit.open_for(Duration::ZERO);
    assert!(circuit.is(State::Closed).history().is_empty());
    circuit.trip();
    circuit.after(30 * SECOND).open_for(Duration::ZERO);
    let trial = circuit.is(State::HalfOpen).admitted();
    circuit.open_for(Duration::ZERO);
    trial.success();
    circuit.is(State::RampUp).open_for(Duration::ZERO);
    assert_eq!(circuit.is(State::RampUp).snapshot().opened, 1);
}

#[test]
fn the_time_is_counted_anew_where_it_is_over_or_trials_are_under_way() {
    let circuit = circuit();
    circuit.trip();
    circuit.after(30 * SECOND).open_for(5 * SECOND);
    assert_eq!(circuit.rejected().retry_after(), Some(5 * SECOND));
    let trial = circuit.admits_exactly_after(5 * SECOND);
    circuit.is(State::HalfOpen).open_for(2 * SECOND);
    assert_eq!(circuit.is(State::Open).snapshot().opened, 3);
    trial.failure();
    assert_eq!(circuit.rejected().retry_after(), Some(2 * SECOND), "it was of an older generation");
}

#[test]
fn a_ramp_up_opens_as_a_closed_circuit_does() {
    let circuit = TestCircuit::new(POLICY.ramp_up(60 * SECOND));
    circuit.trip_and_wait().succeed().is(State::RampUp).open_for(SECOND);
    assert_eq!(circuit.rejected().retry_after(), Some(SECOND));
    let last = circuit.history().pop().map(|event| event.kind);
    assert!(matches!(last, Some(EventKind::Opened { open_for, .. }) if open_for == SECOND));
}

#[test]
fn what_a_server_wishes_leaves_the_back_off_as_it_is() {
    let circuit = TestCircuit::new(POLICY.max_open_for(300 * SECOND));
    circuit.trip();
    circuit.admits_exactly_after(30 * SECOND).failure();
    (0..10).for_each(|_| circuit.open_for(SECOND));
    circuit.admits_exactly_after(60 * SECOND).failure();
    circuit.admits_exactly_after(120 * SECOND).success();
}
