//! Calls that are told to wait when the circuit has opened, or closed again, without them.

use core::time::Duration;

use breaker_runtime::{Policy, State};
use tests::{TICK, TestCircuit, crowd, panic_quietly};

use crate::SECOND;

const OPEN_FOR: Duration = Duration::from_secs(30);
const POLICY: Policy = Policy::new().threshold(2).open_for(OPEN_FOR);

#[test]
fn five_hundred_calls_in_flight_make_one_opening_that_ends_last() {
    let circuit = TestCircuit::new(POLICY);
    let calls: Vec<_> = (0..500).map(|_| circuit.admitted()).collect();
    for call in calls {
        circuit.after(TICK);
        call.open_for(7 * SECOND);
    }
    let now = circuit.is(State::Open).snapshot();
    assert_eq!((now.opened, now.retry_after), (1, Some(7 * SECOND)), "by the last wish");
    assert_eq!((circuit.history().len(), now.calls.failure), (1, 500));
    circuit.admits_exactly_after(7 * SECOND).success();
    circuit.is(State::Closed);
}

#[test]
fn so_do_many_at_once() {
    let circuit = TestCircuit::new(POLICY);
    let calls: Vec<_> = (1..=32_u32).map(|time| (circuit.admitted(), time)).collect();
    crowd(calls, |(call, time)| call.open_for(time * SECOND));
    assert_eq!(circuit.snapshot().opened, 1);
    circuit.admits_exactly_after(32 * SECOND).success();
}

#[test]
fn a_shorter_wish_never_shortens_what_others_opened() {
    let circuit = TestCircuit::new(POLICY);
    let calls = [(); 3].map(|()| circuit.admitted());
    circuit.trip();
    let [short, long, endless] = calls;
    short.open_for(SECOND);
    assert_eq!(circuit.rejected().retry_after(), Some(OPEN_FOR));
    circuit.after(10 * SECOND);
    long.open_for(60 * SECOND);
    assert_eq!(circuit.rejected().retry_after(), Some(60 * SECOND));
    endless.open_for(Duration::MAX);
    assert_eq!(circuit.rejected().retry_after(), Some(300 * SECOND), "up to the longest");
    assert_eq!(circuit.history().len(), 1, "one opening, told once");
}

#[test]
fn one_without_a_time_has_nothing_to_lengthen_it_by() {
    let circuit = TestCircuit::new(POLICY.max_open_for(3600 * SECOND));
    let late = circuit.admitted();
    circuit.trip();
    circuit.after(SECOND);
    late.open_for(None);
    assert_eq!(circuit.rejected().retry_after(), Some(29 * SECOND));
    circuit.admits_exactly_after(29 * SECOND).failure();
    assert_eq!(circuit.rejected().retry_after(), Some(60 * SECOND), "nor does it count in the row");
}

#[test]
fn in_every_other_state_it_does_nothing_but_count() {
    let circuit = TestCircuit::new(POLICY.ramp_up(10 * SECOND).half_open_calls(2));
    let calls = [(); 5].map(|()| circuit.admitted());
    let [half_open, ramp_up, closed, over, forced] = calls;
    circuit.trip();
    circuit.after(OPEN_FOR);
    over.open_for(60 * SECOND);
    let trial = circuit.admitted();
    half_open.open_for(60 * SECOND);
    trial.success();
    circuit.is(State::HalfOpen).succeed().is(State::RampUp);
    ramp_up.open_for(60 * SECOND);
    circuit.is(State::RampUp).after(10 * SECOND).succeed().is(State::Closed);
    closed.open_for(60 * SECOND);
    let now = circuit.is(State::Closed).snapshot();
    assert_eq!((now.opened, now.failures_in_window), (1, 0));
    circuit.force_open();
    forced.open_for(60 * SECOND);
    assert_eq!(circuit.is(State::ForcedOpen).rejected().retry_after(), None);
    assert_eq!(circuit.snapshot().calls.failure, 7);
}

#[test]
fn trial_calls_of_a_round_that_is_over_count_too() {
    let circuit = TestCircuit::new(POLICY.half_open_calls(3));
    circuit.trip_and_wait();
    let [first, second, third] = [(); 3].map(|()| circuit.admitted());
    first.failure();
    circuit.after(SECOND);
    second.open_for(100 * SECOND);
    assert_eq!(circuit.rejected().retry_after(), Some(100 * SECOND));
    third.open_for(SECOND);
    let now = circuit.snapshot();
    assert_eq!((now.retry_after, now.opened), (Some(100 * SECOND), 2));
}

#[test]
fn one_that_was_admitted_while_the_circuit_was_forced_closed_counts_too() {
    let circuit = TestCircuit::new(POLICY);
    circuit.force_closed();
    let late = circuit.admitted();
    circuit.reset();
    circuit.trip();
    late.open_for(60 * SECOND);
    assert_eq!(circuit.rejected().retry_after(), Some(60 * SECOND));
}

#[test]
fn what_a_dry_run_would_have_rejected_says_nothing_later_either() {
    let circuit = TestCircuit::new(POLICY.dry_run(true));
    circuit.trip();
    let would_be_rejected = circuit.is(State::Open).admitted();
    circuit.after(OPEN_FOR).fail().is(State::Open);
    would_be_rejected.open_for(100 * SECOND);
    assert_eq!(circuit.snapshot().retry_after, Some(OPEN_FOR));
}

#[test]
fn a_panic_before_it_is_told_is_a_panic() {
    let circuit = TestCircuit::new(POLICY);
    panic_quietly(circuit.admitted());
    assert_eq!(circuit.is(State::Closed).snapshot().calls.failure_kinds.panic, 1);
}
