//! Guarded functions that call each other recover, whatever their shape (rule S14). The rule's
//! boundaries are in `rules`.

#![expect(clippy::unwrap_used, reason = "a failed test")]

mod deep;
mod functions;
mod futures;
mod layers;
mod spawned;
mod threads;

use breaker_runtime::testing::{Isolation, isolate};
use breaker_runtime::{CircuitBreaker, CircuitOpen, State, TimedOut};

#[derive(Clone, Copy, Debug, PartialEq)]
enum Error {
    Down,
    Rejected,
    Late,
}

impl std::error::Error for Error {}

impl core::fmt::Display for Error {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{self:?}")
    }
}

impl From<CircuitOpen> for Error {
    fn from(_: CircuitOpen) -> Self {
        Self::Rejected
    }
}

impl From<TimedOut> for Error {
    fn from(_: TimedOut) -> Self {
        Self::Late
    }
}

type Answer<T = u32> = Result<T, Error>;

const fn ask(works: bool) -> Answer {
    if works { Ok(1) } else { Err(Error::Down) }
}

async fn ask_later(works: bool) -> Answer {
    tokio::task::yield_now().await;
    ask(works)
}

/// A test's own circuit of this name, which admits one trial call.
fn recovering(name: &str) -> (Isolation, &'static CircuitBreaker) {
    let test = isolate();
    let circuit = test.circuit(name).unwrap();
    circuit.set_state(State::HalfOpen);
    (test, circuit)
}

/// Asserts that a call which works closes the circuit, as one trial call, and that one which fails
/// reopens it.
#[track_caller]
fn assert_recovers(name: &str, call: impl Fn(bool) -> Answer) {
    let (_test, circuit) = recovering(name);
    assert!(call(true).is_ok(), "a healthy callee");
    assert_eq!(circuit.state(), State::Closed);
    let calls = circuit.snapshot().calls;
    assert_eq!(calls.rejected, 0);
    assert!(call(true).is_ok(), "the next call");

    circuit.set_state(State::HalfOpen);
    assert_eq!(call(false), Err(Error::Down));
    assert_eq!(circuit.state(), State::Open);
    assert_eq!(call(true), Err(Error::Rejected));
}
