//! The work that every case guards: about a nanosecond, and opaque to the optimizer.

use std::fmt;
use std::hint::black_box;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use breaker_runtime::CircuitOpen;

/// An input with which [`body`] succeeds.
pub const GOOD: u64 = 1;

/// The input with which it fails.
pub const BAD: u64 = u64::MAX;

/// Why there is no result. As large as the result, so that both are returned in registers: nothing
/// hides what a guard adds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u64)]
pub enum CallError {
    /// The body said so.
    Failed,
    /// The body was not asked.
    Rejected,
}

impl From<CircuitOpen> for CallError {
    fn from(_: CircuitOpen) -> Self {
        Self::Rejected
    }
}

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Failed => "failed",
            Self::Rejected => "rejected",
        })
    }
}

impl std::error::Error for CallError {}

/// What the body returns.
pub type CallResult = Result<u64, CallError>;

/// The work. Its input goes through a black box, so that no caller knows its result beforehand.
///
/// # Errors
///
/// With [`BAD`].
#[inline(never)]
pub fn body(input: u64) -> CallResult {
    match black_box(input) {
        BAD => Err(CallError::Failed),
        good => Ok(good + 1),
    }
}

/// The same as a future that is ready at once.
///
/// # Errors
///
/// With [`BAD`].
#[expect(clippy::unused_async, reason = "what the guarded ones are compared with")]
pub async fn body_async(input: u64) -> CallResult {
    body(input)
}

/// A result that is returned in memory, as most are.
pub type LargeResult = Result<[u64; 4], CallError>;

/// The same work with a larger result.
///
/// # Errors
///
/// With [`BAD`].
#[inline(never)]
pub fn large_body(input: u64) -> LargeResult {
    match black_box(input) {
        BAD => Err(CallError::Failed),
        good => Ok([good + 1; 4]),
    }
}

/// The larger result as a future that is ready at once.
///
/// # Errors
///
/// With [`BAD`].
#[expect(clippy::unused_async, reason = "what the guarded ones are compared with")]
pub async fn large_body_async(input: u64) -> LargeResult {
    large_body(input)
}

/// Makes one call after the other, `iterations` times. The guard is inlined around the call where
/// the compiler likes to, as in any function that has more to do than to call.
pub fn repeat<R>(iterations: u64, input: u64, call: impl Fn(u64) -> R) {
    for _ in 0..iterations {
        black_box(call(black_box(input)));
    }
}

/// The same for futures, each polled once by a waker that does nothing.
pub fn repeat_async<F: Future>(iterations: u64, input: u64, call: impl Fn(u64) -> F) {
    repeat(iterations, input, |input| poll_once(call(input)));
}

/// One poll. All futures here are ready by then.
#[inline]
pub fn poll_once<F: Future>(future: F) -> Poll<F::Output> {
    pin!(future).poll(&mut Context::from_waker(Waker::noop()))
}
