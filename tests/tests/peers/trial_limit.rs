//! How many trial calls run at once.

use breaker_runtime::{CircuitOpen, Permit, Policy, State};
use tests::{TestCircuit, crowd};

use crate::recovering;

const CALLERS: usize = 64;

fn trials(calls: u32) -> Policy {
    Policy::new().threshold(3).half_open_calls(calls)
}

/// Trial calls in flight after so many callers asked at the same moment. None of them ends before
/// all have asked.
fn admitted_at_once(circuit: &TestCircuit, callers: usize) -> Vec<Permit<'_>> {
    crowd(0..callers, |_| circuit.try_acquire()).into_iter().flatten().collect()
}

fn assert_limit(calls: u32) {
    let circuit = recovering(trials(calls));
    let in_flight = admitted_at_once(&circuit, CALLERS);
    assert_eq!(in_flight.len(), calls as usize);
    circuit.is(State::HalfOpen);
    in_flight.into_iter().for_each(Permit::success);
    circuit.is(State::Closed);
}

#[test]
fn f1_one_of_64_callers_at_once_is_the_trial() {
    assert_limit(1);
}

#[test]
fn r2_one_of_64_callers_at_once_is_the_trial() {
    assert_limit(1);
}

#[test]
fn b1_two_of_64_callers_at_once_are_the_trials() {
    assert_limit(2);
}

#[test]
fn m1_two_of_64_callers_at_once_are_the_trials() {
    assert_limit(2);
}

#[test]
fn n1_two_of_64_callers_at_once_are_the_trials() {
    assert_limit(2);
}

#[test]
fn x4_one_of_64_callers_at_once_is_the_trial() {
    assert_limit(1);
}

#[test]
fn l4_one_of_64_callers_at_once_is_the_trial() {
    assert_limit(1);
}

#[test]
fn w4_two_of_64_callers_at_once_are_the_trials() {
    assert_limit(2);
}

#[test]
fn y1_callers_that_come_after_the_trial_succeeded_run_closed() {
    let circuit = recovering(trials(1));
    let mut in_flight = admitted_at_once(&circuit, CALLERS);
    assert_eq!(in_flight.len(), 1);
    in_flight.remove(0).success();
    assert_eq!(admitted_at_once(&circuit, CALLERS).len(), CALLERS);
}

#[test]
fn h1_of_64_callers_that_would_fail_one_runs_and_reopens() {
    let circuit = recovering(trials(1));
    let ran = crowd(0..CALLERS, |_| circuit.try_acquire().map(Permit::failure).is_ok());
    assert_eq!(ran.into_iter().filter(|&ran| ran).count(), 1);
    circuit.is(State::Open);
    assert_eq!(circuit.snapshot().opened, 2);
}

#[test]
fn c3_two_threads_of_200_calls_that_race_for_the_last_place_get_one_between_them() {
    for _ in 0..200 {
        let circuit = recovering(trials(2));
        circuit.succeed();
        let asking = |_| (0..200).filter_map(|_| circuit.try_acquire().ok()).collect::<Vec<_>>();
        let in_flight: usize = crowd(0..2, asking).iter().map(Vec::len).sum();
        assert_eq!(in_flight, 1);
    }
}

#[test]
fn v3_more_trials_than_sixteen_bits_can_count_are_counted() {
    let circuit = recovering(trials(70_000));
    circuit.succeed_times(5).is(State::HalfOpen);
    let rest: Result<Vec<_>, CircuitOpen> = (5..70_000).map(|_| circuit.try_acquire()).collect();
    let rest = rest.unwrap();
    circuit.rejected();
    rest.into_iter().for_each(Permit::success);
    circuit.is(State::Closed);
}
