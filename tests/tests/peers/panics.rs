//! Calls that panic are failures: a hundred of them never leave a circuit closed.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use breaker_runtime::{Policy, State};
use tests::{TestCircuit, panic_quietly, poll_once};

fn panic_at_once() -> io::Result<()> {
    resume_unwind(Box::new("a call panicked"))
}

/// Runs `call`, which panics, until it does not: says how often it did.
fn panics_until_rejected(circuit: &TestCircuit, call: impl Fn()) -> usize {
    let panics = || catch_unwind(AssertUnwindSafe(&call)).is_err();
    let panicked = (0..100).take_while(|_| panics()).count();
    circuit.is(State::Open);
    panicked
}

fn calls_until_open(policy: Policy) -> usize {
    let circuit = TestCircuit::new(policy);
    panics_until_rejected(&circuit, || _ = circuit.call(panic_at_once))
}

#[test]
fn f2_three_panicking_calls_open() {
    assert_eq!(calls_until_open(Policy::new().threshold(3)), 3);
}

#[test]
fn r5_a_window_of_calls_counts_panics() {
    assert_eq!(calls_until_open(Policy::new().threshold_percent(50.0).window_calls(10)), 10);
}

#[test]
fn b5_three_panicking_calls_open() {
    assert_eq!(calls_until_open(Policy::new().threshold(3).window_calls(10)), 3);
}

#[test]
fn c6_three_panicking_calls_in_a_row_open() {
    assert_eq!(calls_until_open(Policy::new().consecutive(3)), 3);
}

#[test]
fn y3_three_panicking_futures_open() {
    let circuit = TestCircuit::new(Policy::new().threshold(3));
    let panicked = panics_until_rejected(&circuit, || {
        let _rejected = poll_once(circuit.call_async(async { panic_at_once() }));
    });
    assert_eq!(panicked, 3);
}

#[test]
fn h3_three_permits_dropped_by_panics_open() {
    let circuit = TestCircuit::new(Policy::new().threshold(3));
    for _ in 0..3 {
        panic_quietly(circuit.admitted());
    }
    circuit.is(State::Open);
}

#[test]
fn z2_a_share_counts_panics() {
    assert_eq!(calls_until_open(Policy::new().threshold_percent(10.0)), 20);
}
