//! The arguments that say what counts, and when the fallback answers.

#![allow(
    clippy::needless_pass_by_value,
    clippy::unnecessary_wraps,
    clippy::unused_async,
    clippy::unused_self,
    clippy::unwrap_used,
    reason = "the guarded functions stand for larger ones"
)]

mod arms;
mod base;
mod fallback_on;
mod fallback_on_timeout;
mod judge;
mod key;
mod names;
mod open;
mod setters;
mod shared;
mod shared_keys;
mod timeout;

use breaker_runtime::{CircuitBreaker, CircuitOpen, State, TimedOut, registry};

/// What the guarded functions fail with.
#[derive(Clone, Debug, PartialEq)]
enum Error {
    NotFound,
    Cancelled,
    Broken,
    Open,
    Late,
}

impl From<CircuitOpen> for Error {
    fn from(_: CircuitOpen) -> Self {
        Self::Open
    }
}

impl From<TimedOut> for Error {
    fn from(_: TimedOut) -> Self {
        Self::Late
    }
}

fn circuit(name: &str) -> &'static CircuitBreaker {
    registry().get(name).unwrap()
}

fn is_open(name: &str) -> bool {
    circuit(name).state() == State::Open
}
