//! S9: for `ramp_up` after the trial calls, the share of admitted calls grows linearly from a tenth
//! to all.

use core::time::Duration;

use breaker_runtime::{EventKind, Policy, State};
use tests::{TICK, TestCircuit, just_before};

use crate::SECOND;

const RAMP_UP: Duration = Duration::from_secs(9);
const POLICY: Policy = Policy::new().threshold(3).open_for(SECOND).ramp_up(RAMP_UP);

/// A circuit whose trial call has just succeeded.
fn recovering(policy: Policy) -> TestCircuit {
    let circuit = TestCircuit::new(policy);
    circuit.set_seed(1);
    circuit.trip_and_wait().succeed().is(State::RampUp);
    circuit
}

/// How many of ten thousand calls pass.
fn passing(circuit: &TestCircuit) -> usize {
    (0..10_000)
        .filter(|_| {
            circuit.try_acquire().is_ok_and(|permit| {
                permit.success();
                true
            })
        })
        .count()
}

#[test]
fn it_begins_with_a_tenth_and_grows_with_the_time() {
    let circuit = recovering(POLICY);
    for (seconds, expected) in [(0, 1000), (3, 4000), (3, 7000)] {
        let passed = circuit.after(seconds * SECOND);
        let passed = passing(passed);
        assert!(passed.abs_diff(expected) < 300, "{passed} of 10000, not about {expected}");
        circuit.is(State::RampUp);
    }
}

#[test]
fn the_others_are_rejected_and_may_try_again_at_once() {
    let circuit = recovering(POLICY);
    let open = (0..100).find_map(|_| circuit.try_acquire().err()).unwrap();
    assert_eq!((open.state(), open.retry_after()), (State::RampUp, Some(Duration::ZERO)));
}

#[test]
fn it_ends_at_its_time_with_the_next_call() {
    let circuit = recovering(POLICY);
    circuit.after(just_before(RAMP_UP));
    passing(&circuit);
    circuit.is(State::RampUp).after(TICK).succeed().is(State::Closed);
    assert_eq!(passing(&circuit), 10_000);
}

#[test]
fn failures_during_it_open_the_circuit_as_usual() {
    let circuit = recovering(POLICY);
    circuit.after(8 * SECOND);
    let mut failures = 0;
    while circuit.state() == State::RampUp {
        if let Ok(permit) = circuit.try_acquire() {
            permit.failure();
            failures += 1;
        }
    }
    circuit.is(State::Open);
    assert_eq!(failures, 3);
}

#[test]
fn failures_during_it_count_after_it() {
    let circuit = recovering(POLICY);
    circuit.after(just_before(RAMP_UP));
    let admitted = (0..100).filter_map(|_| circuit.try_acquire().ok()).take(2);
    admitted.for_each(breaker_runtime::Permit::failure);
    circuit.after(TICK).succeed().is(State::Closed).fail().is(State::Open);
}

#[test]
fn successes_during_it_break_a_run_after_it() {
    let circuit = recovering(Policy::new().consecutive(2).open_for(SECOND).ramp_up(RAMP_UP));
    circuit.after(just_before(RAMP_UP));
    let mut permits = (0..100).filter_map(|_| circuit.try_acquire().ok());
    permits.next().unwrap().failure();
    permits.next().unwrap().success();
    circuit.after(TICK).fail().is(State::Closed).fail().is(State::Open);
}

#[test]
fn it_ends_at_its_time_with_the_next_success_too() {
    let circuit = recovering(POLICY);
    circuit.after(just_before(RAMP_UP));
    let admitted = (0..100).find_map(|_| circuit.try_acquire().ok()).unwrap();
    circuit.after(TICK);
    admitted.success();
    circuit.is(State::Closed);
    let kinds: Vec<_> = circuit.history().into_iter().map(|event| event.kind).collect();
    assert_eq!(kinds.last(), Some(&EventKind::Closed));
}

#[test]
fn results_of_its_calls_change_nothing_after_it() {
    let circuit = recovering(POLICY);
    circuit.after(just_before(RAMP_UP));
    let late: Vec<_> = (0..100).filter_map(|_| circuit.try_acquire().ok()).take(5).collect();
    circuit.after(TICK).succeed().is(State::Closed);
    late.into_iter().for_each(breaker_runtime::Permit::failure);
    circuit.is(State::Closed);
    assert_eq!(circuit.failures_in_window(), 0);
}

#[test]
fn open_times_go_on_growing_until_it_has_ended() {
    let circuit = recovering(POLICY.max_open_for(4 * SECOND));
    circuit.after(8 * SECOND);
    while circuit.state() == State::RampUp {
        if let Ok(permit) = circuit.try_acquire() {
            permit.failure();
        }
    }
    assert_eq!(circuit.rejected().retry_after(), Some(2 * SECOND));
}

#[test]
fn results_from_before_it_change_nothing() {
    let circuit = TestCircuit::new(POLICY);
    let late: Vec<_> = (0..5).map(|_| circuit.admitted()).collect();
    circuit.trip_and_wait().succeed().is(State::RampUp);
    late.into_iter().for_each(breaker_runtime::Permit::failure);
    circuit.is(State::RampUp);
}

#[test]
fn open_times_start_over_when_it_has_ended_for_as_long_as_the_circuit_was_open() {
    for (after, open_for) in [(Duration::ZERO, 2 * SECOND), (SECOND, SECOND)] {
        let circuit = recovering(POLICY.max_open_for(4 * SECOND));
        circuit.after(RAMP_UP + after).is(State::Closed).fail_times(3).is(State::Open);
        assert_eq!(circuit.rejected().retry_after(), Some(open_for));
    }
}

#[test]
fn a_share_is_exact_to_the_millionth() {
    // Of a million numbers, the last that a tenth admits and the first that it does not.
    for (seed, passes) in [(252_164, true), (2_211_214, false)] {
        let circuit = recovering(POLICY);
        circuit.set_seed(seed);
        assert_eq!(circuit.try_acquire().is_ok(), passes);
    }
}

#[test]
fn it_is_over_at_its_time_for_the_results_of_its_calls_too() {
    let circuit = recovering(POLICY.max_open_for(4 * SECOND));
    circuit.after(just_before(RAMP_UP));
    let admitted: Vec<_> = (0..100).filter_map(|_| circuit.try_acquire().ok()).take(3).collect();
    circuit.after(TICK + SECOND).is(State::Closed);
    admitted.into_iter().for_each(breaker_runtime::Permit::failure);
    assert_eq!(circuit.is(State::Open).rejected().retry_after(), Some(SECOND), "closed since");
    let kinds: Vec<_> = circuit.history().into_iter().rev().map(|event| event.kind).collect();
    assert!(matches!(kinds[0], EventKind::Opened { .. }), "{kinds:?}");
    assert_eq!(kinds[1], EventKind::Closed);
}
