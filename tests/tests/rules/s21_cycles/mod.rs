//! S21: a fallback that comes round to the function whose rejection it answers returns that
//! rejection, or panics.

mod failures;
mod functions;
mod futures;
mod keys;
mod methods;
mod no_circle;

use std::panic::{AssertUnwindSafe, catch_unwind};

use breaker_runtime::{CircuitBreaker, CircuitOpen, Policy, registry};

type Answer = Result<&'static str, CircuitOpen>;

fn circuit(name: &str) -> &'static CircuitBreaker {
    registry().get(name).expect("a circuit of the name")
}

/// Forces these open while `test` runs.
fn while_open<T>(names: &[&str], test: impl FnOnce() -> T) -> T {
    for name in names {
        circuit(name).force_open();
    }
    let result = test();
    for name in names {
        circuit(name).reset();
    }
    result
}

#[track_caller]
fn assert_rejected_by(name: &str, answer: Answer) {
    assert_eq!(answer.expect_err("a rejection").name(), name);
}

/// What it panics with.
fn panic_of<T>(call: impl FnOnce() -> T) -> String {
    let payload = catch_unwind(AssertUnwindSafe(call)).map(drop).expect_err("a panic");
    payload.downcast_ref::<String>().expect("a message").clone()
}

fn nowhere() -> &'static str {
    "nowhere"
}

/// A rejection.
fn open() -> CircuitOpen {
    static SHUT: CircuitBreaker = CircuitBreaker::new("shut", Policy::new());
    SHUT.force_open();
    SHUT.try_acquire().expect_err("it is open")
}
