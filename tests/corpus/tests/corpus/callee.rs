//! What the functions call.

use core::fmt;
use core::future::Future;

use breaker_runtime::CircuitOpen;

/// Why a call has no answer.
#[derive(Debug, PartialEq)]
pub(crate) enum Error {
    /// The callee is down.
    Down,
    /// The circuit is open.
    Rejected(CircuitOpen),
}

impl From<CircuitOpen> for Error {
    fn from(open: CircuitOpen) -> Self {
        Self::Rejected(open)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

impl core::error::Error for Error {}

/// Runs a future to its end.
pub(crate) fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(future)
}
