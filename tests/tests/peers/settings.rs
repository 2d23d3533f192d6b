//! The shortest settings, the longest, and none.

use core::time::Duration;

use breaker_runtime::{CircuitBreaker, Policy, PolicyError, State};
use tests::{TICK, TestCircuit};

/// Refused when it is built, with a reason; never accepted and then stuck.
fn refusal(policy: Policy) -> PolicyError {
    CircuitBreaker::try_new("refused", policy).unwrap_err()
}

#[test]
fn f8_an_open_time_without_end_does_not_panic_when_it_starts() {
    let circuit = TestCircuit::new(Policy::new().threshold(1).open_for(Duration::MAX));
    circuit.after(TICK).fail().is(State::Open).rejected();
}

#[test]
fn r6_nor_does_it_for_a_share_or_calls_in_a_row() {
    for policy in [Policy::new().threshold_percent(50.0).min_calls(1), Policy::new().consecutive(1)]
    {
        let circuit = TestCircuit::new(policy.open_for(Duration::MAX));
        circuit.after(TICK).fail().is(State::Open).rejected();
    }
}

#[test]
fn r4_a_window_of_nothing_is_refused() {
    assert_eq!(refusal(Policy::new().window_calls(0)), PolicyError::EmptyWindow);
    assert_eq!(refusal(Policy::new().window(Duration::ZERO)), PolicyError::EmptyWindow);
}

#[test]
fn w6_no_trial_calls_are_refused() {
    assert_eq!(refusal(Policy::new().half_open_calls(0)), PolicyError::ZeroHalfOpenCalls);
}

#[test]
fn z3_no_open_time_is_an_error_and_no_panic() {
    assert_eq!(refusal(Policy::new().open_for(Duration::ZERO)), PolicyError::ZeroOpenFor);
}
