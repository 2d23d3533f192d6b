//! Failures are counted by kind, and an opening says which kinds opened it.

use core::time::Duration;

use breaker_runtime::{
    EventKind, FailureKind, FailureKinds, KeyedCircuitBreaker, OpenReason, Policy, State,
};
use tests::{TICK, TestCircuit, panic_quietly};

use crate::{SECOND, WINDOW};

const LIMIT: Duration = Duration::from_secs(2);
const POLICY: Policy = Policy::new().threshold(100).slow_call(LIMIT);

fn slow(circuit: &TestCircuit) {
    let permit = circuit.admitted();
    circuit.after(LIMIT + TICK);
    permit.success();
}

fn panic(circuit: &TestCircuit) {
    panic_quietly(circuit.admitted());
}

fn failures(circuit: &TestCircuit) -> FailureKinds {
    let calls = circuit.snapshot().calls;
    assert_eq!(calls.failure_kinds.total(), calls.failure, "the kinds add up");
    calls.failure_kinds
}

/// Why the circuit opened last.
#[track_caller]
fn reason(circuit: &TestCircuit) -> OpenReason {
    let opened = circuit.history().into_iter().rev().find_map(|event| match event.kind {
        EventKind::Opened { reason, .. } => Some(reason),
        _ => None,
    });
    opened.expect("it has opened")
}

#[test]
fn each_failure_is_of_one_kind() {
    let circuit = TestCircuit::new(POLICY);
    circuit.succeed().fail().fail();
    panic(&circuit);
    slow(&circuit);
    let given_up = circuit.admitted();
    circuit.after(LIMIT + TICK);
    drop(given_up);
    assert_eq!(failures(&circuit).to_string(), "2 errors, 2 slow calls, 1 panic");
}

#[test]
fn what_failed_and_was_slow_as_well_failed_by_its_result() {
    let circuit = TestCircuit::new(POLICY);
    let (error, panics) = (circuit.admitted(), circuit.admitted());
    circuit.after(LIMIT + TICK);
    error.failure();
    panic_quietly(panics);
    assert_eq!(failures(&circuit).to_string(), "1 error, 1 panic");
}

#[test]
fn they_are_counted_whatever_the_state() {
    let circuit = TestCircuit::new(POLICY);
    let late = circuit.admitted();
    circuit.force_closed();
    panic(&circuit);
    slow(&circuit);
    circuit.reset();
    late.success();
    assert_eq!(failures(&circuit).to_string(), "2 slow calls, 1 panic");
}

#[test]
fn a_circuit_that_slow_calls_opened_says_so() {
    for (rule, said) in [
        (Policy::new().threshold(4), "4 failures within 10s (3 slow calls, 1 panic)"),
        (Policy::new().consecutive(4), "4 failures in a row (3 slow calls, 1 panic)"),
        (
            Policy::new().threshold_percent(80.0).min_calls(5),
            "4 of 5 calls failed within 10s (3 slow calls, 1 panic)",
        ),
        (
            Policy::new().threshold(4).window_calls(5),
            "4 failures within 5 calls (3 slow calls, 1 panic)",
        ),
    ] {
        let circuit = TestCircuit::new(rule.slow_call(LIMIT));
        circuit.succeed();
        panic(&circuit);
        (0..3).for_each(|_| slow(&circuit));
        assert_eq!(circuit.is(State::Open).history().len(), 1);
        assert_eq!(reason(&circuit).to_string(), said);
        assert_eq!(reason(&circuit).last_failure(), Some(FailureKind::SlowCall));
    }
}

#[test]
fn what_has_left_the_window_opened_nothing() {
    let circuit = TestCircuit::new(Policy::new().threshold(2));
    panic(&circuit);
    circuit.after(WINDOW).fail();
    panic(&circuit);
    assert_eq!(reason(&circuit).to_string(), "2 failures within 10s (1 error, 1 panic)");
}

#[test]
fn what_was_before_the_circuit_closed_did_not_open_it_again() {
    let circuit = TestCircuit::new(Policy::new().threshold(2));
    panic(&circuit);
    panic(&circuit);
    circuit.after_open_time().succeed().is(State::Closed);
    circuit.fail().fail();
    assert_eq!(reason(&circuit).to_string(), "2 failures within 10s");
}

#[test]
fn a_trial_call_says_how_it_failed() {
    let circuit = TestCircuit::new(Policy::new().threshold(1).open_for(SECOND).slow_call(LIMIT));
    circuit.trip_and_wait();
    slow(&circuit);
    assert_eq!(reason(&circuit).to_string(), "a trial call was too slow");
    circuit.after_open_time();
    panic(&circuit);
    assert_eq!(reason(&circuit).to_string(), "a trial call panicked");
    assert_eq!(reason(&circuit).last_failure(), Some(FailureKind::Panic));
    circuit.open_for(SECOND);
    assert_eq!(reason(&circuit).last_failure(), Some(FailureKind::Panic), "it is open already");
    circuit.reset();
    circuit.open_for(SECOND);
    assert_eq!(reason(&circuit).last_failure(), None);
}

#[test]
fn a_key_has_those_that_came_since_it_got_its_circuit() {
    let fetch = KeyedCircuitBreaker::new("fetch", Policy::new(), 1);
    let clock = breaker_runtime::testing::ManualClock::new();
    fetch.set_clock(clock.clone());
    panic_quietly(fetch.try_acquire("a").expect("closed"));
    clock.advance(WINDOW);
    fetch.try_acquire("b").expect("closed").failure();
    let of_b = fetch.get("b").expect("it got the circuit").snapshot().calls;
    assert_eq!(of_b.failure_kinds.to_string(), "1 error");
    assert_eq!(fetch.calls().failure_kinds.to_string(), "1 error, 1 panic");
}
