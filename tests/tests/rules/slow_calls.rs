//! A call that takes strictly longer than `slow_call` counts as a failure, and so does one that is
//! given up after that.

use core::time::Duration;

use breaker_runtime::{Policy, State};
use tests::{TICK, TestCircuit};

use crate::SECOND;

const LIMIT: Duration = Duration::from_secs(2);

fn rules() -> [Policy; 4] {
    [
        Policy::new().threshold(1),
        Policy::new().consecutive(1),
        Policy::new().threshold(1).window_calls(10),
        Policy::new().threshold_percent(50.0).min_calls(1),
    ]
    .map(|rule| rule.slow_call(LIMIT).open_for(SECOND))
}

#[test]
fn a_call_may_take_its_time_and_not_a_nanosecond_longer() {
    for policy in rules() {
        let circuit = TestCircuit::new(policy);
        let permit = circuit.admitted();
        circuit.after(LIMIT);
        permit.success();
        circuit.is(State::Closed);

        let permit = circuit.admitted();
        circuit.after(LIMIT + TICK);
        permit.success();
        assert_ne!(circuit.snapshot().calls.failure, 0, "{policy}");
        let calls = circuit.snapshot().calls;
        assert_eq!((calls.success, calls.failure), (1, 1), "{policy}");
        circuit.is(State::Open);
    }
}

#[test]
fn a_slow_failure_is_one_failure() {
    let circuit = TestCircuit::new(Policy::new().threshold(2).slow_call(LIMIT));
    let permit = circuit.admitted();
    circuit.after(2 * LIMIT);
    permit.failure();
    circuit.is(State::Closed);
    assert_eq!(circuit.snapshot().calls.failure, 1);
}

#[test]
fn an_ignored_call_may_take_any_time() {
    let circuit = TestCircuit::new(rules()[0]);
    let permit = circuit.admitted();
    circuit.after(100 * LIMIT);
    permit.ignore();
    circuit.is(State::Closed);
    assert_eq!(circuit.snapshot().calls.ignored, 1);
}

#[test]
fn a_call_given_up_after_the_limit_is_a_failure_and_before_it_nothing() {
    let circuit = TestCircuit::new(rules()[0]);
    let permit = circuit.admitted();
    circuit.after(LIMIT);
    drop(permit);
    circuit.is(State::Closed);

    let permit = circuit.admitted();
    circuit.after(LIMIT + TICK);
    drop(permit);
    circuit.is(State::Open);
    let calls = circuit.snapshot().calls;
    assert_eq!((calls.abandoned, calls.failure), (1, 1));
}

#[test]
fn a_slow_trial_call_opens_the_circuit_again() {
    let circuit = TestCircuit::new(rules()[0].open_for(10 * SECOND));
    circuit.trip_and_wait();
    let trial = circuit.admitted();
    circuit.after(LIMIT + TICK);
    trial.success();
    circuit.is(State::Open);
}

#[test]
fn successes_in_time_count_for_the_window() {
    let circuit = TestCircuit::new(Policy::new().consecutive(2).slow_call(LIMIT));
    circuit.fail().succeed().fail().is(State::Closed).fail().is(State::Open);
    let share = Policy::new().threshold_percent(50.0).min_calls(3).slow_call(LIMIT);
    let circuit = TestCircuit::new(share);
    circuit
        .succeed_times(3)
        .fail()
        .is(State::Closed)
        .fail()
        .is(State::Closed)
        .fail()
        .is(State::Open);
}

#[test]
fn a_slow_call_is_a_failure_in_the_counts_of_a_circuit_that_is_forced_closed() {
    let circuit = TestCircuit::new(rules()[0]);
    circuit.force_closed();
    let permit = circuit.admitted();
    circuit.after(LIMIT + TICK);
    permit.success();
    let calls = circuit.is(State::ForcedClosed).snapshot().calls;
    assert_eq!((calls.success, calls.failure), (0, 1));
}
