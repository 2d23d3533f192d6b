//! S6: a limited number of trial calls; the first failure reopens, as many successes close.

use core::time::Duration;

use breaker_runtime::{Policy, State};
use tests::{TICK, TestCircuit};

const OPEN_FOR: Duration = Duration::from_secs(30);

fn half_open(trial_calls: u32) -> TestCircuit {
    let policy = Policy::new().threshold(3).open_for(OPEN_FOR).half_open_calls(trial_calls);
    let circuit = TestCircuit::new(policy);
    circuit.trip_and_wait();
    circuit
}

#[test]
fn no_more_calls_than_trials_are_in_flight_at_once() {
    for trial_calls in [1, 2, 7] {
        let circuit = half_open(trial_calls);
        let trials: Vec<_> = (0..trial_calls).map(|_| circuit.admitted()).collect();
        assert_eq!(circuit.rejected().state(), State::HalfOpen);
        drop(trials);
    }
}

#[test]
fn a_success_leaves_no_place_for_another_trial() {
    let circuit = half_open(3);
    let (first, second) = (circuit.admitted(), circuit.admitted());
    first.success();
    let third = circuit.admitted();
    circuit.rejected();
    second.success();
    circuit.rejected();
    circuit.is(State::HalfOpen);
    third.success();
    circuit.is(State::Closed);
}

#[test]
fn as_many_successes_as_trials_close_and_not_one_fewer() {
    for trial_calls in [1, 2, 7] {
        let circuit = half_open(trial_calls);
        circuit.succeed_times(trial_calls - 1).is_not(State::Closed);
        circuit.succeed().is(State::Closed);
    }
}

#[test]
fn the_first_failure_reopens_whatever_succeeded_before() {
    let circuit = half_open(3);
    circuit.succeed_times(2).fail().is(State::Open);
    assert_eq!(circuit.snapshot().opened, 2);
    assert_eq!(circuit.rejected().retry_after(), Some(OPEN_FOR));
}

#[test]
fn successes_before_a_reopening_count_for_nothing_after_it() {
    let circuit = half_open(3);
    circuit.succeed_times(2).fail().after_open_time();
    circuit.succeed_times(2).is(State::HalfOpen);
    circuit.succeed().is(State::Closed);
}

#[test]
fn closing_empties_the_window() {
    let circuit = half_open(1);
    circuit.succeed().is(State::Closed);
    assert_eq!(circuit.failures_in_window(), 0);
    circuit.fail_times(2).is(State::Closed).fail().is(State::Open);
}

#[test]
fn trial_calls_fill_no_window() {
    let policy =
        Policy::new().threshold_percent(50.0).window(Duration::MAX).min_calls(2).half_open_calls(5);
    let circuit = TestCircuit::new(policy);
    circuit.trip_and_wait().succeed_times(5).is(State::Closed);
    circuit.fail().is(State::Closed).fail().is(State::Open);
}

#[test]
fn an_ignored_trial_gives_its_place_back() {
    let circuit = half_open(1);
    for _ in 0..100 {
        circuit.admitted().ignore();
        circuit.is(State::HalfOpen);
    }
    circuit.succeed().is(State::Closed);
}

#[test]
fn an_abandoned_trial_gives_its_place_back() {
    let circuit = half_open(1);
    for _ in 0..100 {
        drop(circuit.admitted());
        circuit.is(State::HalfOpen);
    }
    circuit.succeed().is(State::Closed);
}

#[test]
fn a_panicking_trial_reopens() {
    let circuit = half_open(1);
    tests::panic_quietly(circuit.admitted());
    circuit.is(State::Open).admits_exactly_after(OPEN_FOR).success();
    circuit.is(State::Closed);
}

#[test]
fn places_are_given_back_one_by_one() {
    let circuit = half_open(2);
    let (first, second) = (circuit.admitted(), circuit.admitted());
    drop(first);
    let third = circuit.admitted();
    circuit.rejected();
    second.ignore();
    let fourth = circuit.admitted();
    circuit.rejected();
    third.success();
    fourth.success();
    circuit.is(State::Closed);
}

#[test]
fn a_full_half_open_circuit_says_when_the_oldest_trial_is_given_up() {
    let circuit = half_open(2);
    let _first = circuit.admitted();
    circuit.after(Duration::from_secs(5));
    let _second = circuit.admitted();
    circuit.after(Duration::from_secs(1));
    assert_eq!(circuit.rejected().retry_after(), Some(Duration::from_secs(24)));
    assert_eq!(circuit.snapshot().retry_after, Some(Duration::from_secs(24)));
}

#[test]
fn a_half_open_circuit_with_places_has_nothing_to_wait_for() {
    let circuit = half_open(2);
    let _trial = circuit.admitted();
    assert_eq!((circuit.state(), circuit.snapshot().retry_after), (State::HalfOpen, None));
}

#[test]
fn seventy_thousand_trials_are_counted_as_exactly_as_three() {
    let circuit = half_open(70_000);
    let trials: Vec<_> = (0..70_000).map(|_| circuit.admitted()).collect();
    circuit.rejected();
    let last = trials.into_iter().reduce(|before, after| {
        before.success();
        after
    });
    circuit.is(State::HalfOpen).rejected();
    last.unwrap().success();
    circuit.is(State::Closed);
}

#[test]
fn a_healthy_callee_closes_it_however_slowly_the_trials_come() {
    let circuit = half_open(5);
    for _ in 0..5 {
        circuit.is_not(State::Closed).after(3 * OPEN_FOR + TICK).succeed();
    }
    circuit.is(State::Closed);
}
