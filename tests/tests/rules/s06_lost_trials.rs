//! S6, the trial calls that never report, or late: they lose their places to the next callers, not
//! their results.

use core::time::Duration;
use std::mem;

use breaker_runtime::{Permit, Policy, State};
use tests::{TICK, TestCircuit, just_before};

const OPEN_FOR: Duration = Duration::from_secs(30);

fn half_open(trial_calls: u32) -> TestCircuit {
    let policy = Policy::new().threshold(1).open_for(OPEN_FOR).half_open_calls(trial_calls);
    let circuit = TestCircuit::new(policy);
    circuit.trip_and_wait();
    circuit
}

#[test]
fn a_silent_trial_holds_its_place_until_one_nanosecond_before_the_open_time() {
    let circuit = half_open(1);
    let silent = circuit.admitted();
    circuit.admits_exactly_after(OPEN_FOR).success();
    circuit.is(State::Closed);
    drop(silent);
}

#[test]
fn a_leaked_trial_blocks_the_circuit_for_the_open_time_only() {
    let circuit = half_open(1);
    for _ in 0..10 {
        mem::forget(circuit.admitted());
        circuit.after(just_before(OPEN_FOR)).rejected();
        circuit.after(TICK);
    }
    circuit.succeed().is(State::Closed);
}

#[test]
fn the_place_of_a_silent_trial_goes_to_one_caller_only() {
    let circuit = half_open(1);
    let _silent = circuit.admitted();
    let _next = circuit.admits_exactly_after(OPEN_FOR);
    circuit.rejected();
    circuit.after(just_before(OPEN_FOR)).rejected();
}

#[test]
fn the_oldest_trial_loses_its_place_first() {
    let circuit = half_open(2);
    let _first = circuit.admitted();
    let second = circuit.after(OPEN_FOR / 2).admitted();
    let _third = circuit.admits_exactly_after(OPEN_FOR / 2);
    circuit.rejected();
    second.ignore();
    circuit.admitted().ignore();
}

#[test]
fn the_late_success_of_a_trial_that_lost_its_place_closes_all_the_same() {
    let circuit = half_open(1);
    let late = circuit.admitted();
    let next = circuit.admits_exactly_after(OPEN_FOR);
    late.success();
    circuit.is(State::Closed);
    next.failure();
    circuit.is(State::Closed);
}

#[test]
fn calls_longer_than_the_open_time_can_close_the_circuit() {
    let circuit = half_open(2);
    let slow = [circuit.admitted(), circuit.admitted()];
    circuit.after(3 * OPEN_FOR);
    slow.into_iter().for_each(Permit::success);
    circuit.is(State::Closed);
}

#[test]
fn the_late_failure_of_a_trial_that_lost_its_place_reopens() {
    let circuit = half_open(1);
    let late = circuit.admitted();
    let next = circuit.admits_exactly_after(OPEN_FOR);
    late.failure();
    circuit.is(State::Open);
    next.success();
    circuit.is(State::Open).admits_exactly_after(OPEN_FOR).success();
}

#[test]
fn a_late_trial_without_a_result_takes_no_place_from_its_successor() {
    let circuit = half_open(1);
    let late = circuit.admitted();
    let next = circuit.admits_exactly_after(OPEN_FOR);
    drop(late);
    circuit.rejected();
    next.success();
    circuit.is(State::Closed);
}

#[test]
fn after_a_late_success_no_more_trials_run_than_are_needed() {
    let circuit = half_open(2);
    let late = circuit.admitted();
    mem::forget(circuit.admitted());
    circuit.after(OPEN_FOR);
    let (third, fourth) = (circuit.admitted(), circuit.admitted());
    late.success();
    drop(third);
    circuit.rejected();
    drop(fourth);
    circuit.admitted().success();
    circuit.is(State::Closed);
}

#[test]
fn a_result_of_an_earlier_half_open_generation_changes_nothing() {
    let circuit = half_open(1);
    let stale = circuit.admitted();
    circuit.admits_exactly_after(OPEN_FOR).failure();
    let trial = circuit.admits_exactly_after(OPEN_FOR);
    stale.success();
    circuit.is(State::HalfOpen).rejected();
    trial.success();
    circuit.is(State::Closed);
}

#[test]
fn an_open_time_without_end_keeps_a_leaked_place_but_not_the_arithmetic() {
    let policy = Policy::new().threshold(1).open_for(Duration::MAX);
    let circuit = TestCircuit::new(policy);
    circuit.after(TICK).trip();
    circuit.after(tests::TEN_YEARS).rejected();
    circuit.after(Duration::MAX);
    mem::forget(circuit.admitted());
    circuit.is(State::HalfOpen);
}
