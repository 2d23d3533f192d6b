//! Results of calls that were admitted before the trip.

use breaker_runtime::{Permit, Policy, State};
use tests::TestCircuit;

const SUCCESS: fn(Permit<'_>) = |permit| permit.success();
const FAILURE: fn(Permit<'_>) = |permit| permit.failure();

/// Half-open with room for trials, and calls of the closed time still under way; they end by
/// `report`.
fn assert_that_half_open_stays(report: fn(Permit<'_>)) {
    let circuit = TestCircuit::new(Policy::new().threshold(3).half_open_calls(2));
    let early: Vec<_> = (0..10).map(|_| circuit.admitted()).collect();
    circuit.trip_and_wait();
    let trial = circuit.admitted();
    circuit.is(State::HalfOpen);
    early.into_iter().for_each(report);
    circuit.is(State::HalfOpen);
    trial.success();
    circuit.is(State::HalfOpen).succeed().is(State::Closed);
}

#[test]
fn f3_a_success_admitted_before_the_trip_does_not_close() {
    assert_that_half_open_stays(SUCCESS);
}

#[test]
fn r8_successes_admitted_before_the_trip_do_not_close() {
    assert_that_half_open_stays(SUCCESS);
}

#[test]
fn b2_a_success_admitted_before_the_trip_does_not_close_while_no_trial_ran() {
    let circuit = TestCircuit::new(Policy::new().threshold(3));
    let early = circuit.admitted();
    circuit.trip_and_wait().admitted().ignore();
    early.success();
    circuit.is(State::HalfOpen);
}

#[test]
fn b3_a_failure_admitted_before_the_trip_does_not_reopen() {
    assert_that_half_open_stays(FAILURE);
}

#[test]
fn n2_a_late_failure_does_not_restart_the_open_time() {
    let circuit = TestCircuit::new(Policy::new().threshold(3));
    let late = circuit.admitted();
    circuit.trip();
    let open_for = circuit.policy().settings().open_for;
    circuit.after(open_for / 2);
    late.failure();
    circuit.admits_exactly_after(open_for / 2).success();
    circuit.is(State::Closed);
}

#[test]
fn h4_a_stale_success_while_half_open_is_no_trial_success() {
    assert_that_half_open_stays(SUCCESS);
}

#[test]
fn w5_a_success_admitted_before_the_trip_does_not_close() {
    assert_that_half_open_stays(SUCCESS);
}

#[test]
fn v2_a_success_admitted_before_the_trip_does_not_close() {
    assert_that_half_open_stays(SUCCESS);
}
