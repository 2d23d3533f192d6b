//! What a call may cost, as far as it can be asserted: bytes, allocations, and writes to what
//! threads share. Instructions are counted by `ci/instructions`.

#![expect(clippy::unwrap_used, reason = "a failed test")]

mod allocations;
mod sizes;
#[cfg(unix)]
mod writes;

use breaker_runtime::CircuitOpen;

#[derive(Debug, PartialEq, Eq)]
enum CallError {
    Failed,
    Rejected,
}

impl From<CircuitOpen> for CallError {
    fn from(_: CircuitOpen) -> Self {
        Self::Rejected
    }
}
