//! Calls that a fallback is to answer.

use crate::call::cause::Cause;
#[cfg(feature = "tokio")]
use crate::call::cause::TimedOut;
use crate::call::rejection::CircuitOpen;

/// A rejected call of a guarded function.
#[derive(Clone, Copy, Debug)]
pub struct Rejected {
    pub(super) open: CircuitOpen,
    /// What tells the circuits of the function apart.
    pub(super) key: u64,
}

impl Rejected {
    /// Rejected by the only circuit of the function.
    #[inline]
    pub(crate) const fn by_the_one(open: CircuitOpen) -> Self {
        Self { open, key: 0 }
    }

    /// Rejected by the circuit of the key with this fingerprint.
    #[inline]
    pub(crate) const fn by_the_one_of(open: CircuitOpen, key: u64) -> Self {
        Self { open, key }
    }

    /// The rejection, for the fallback.
    #[inline]
    #[must_use]
    pub const fn open(self) -> CircuitOpen {
        self.open
    }
}

/// A call, rejected or made, that goes to a fallback for failures or time-outs.
#[derive(Debug)]
pub struct Unanswered<R> {
    pub(super) cause: Cause<R>,
}

impl<R> Unanswered<R> {
    /// A call that was made, and failed with this value.
    #[inline]
    pub(crate) const fn failed(returned: R) -> Self {
        Self { cause: Cause::Failed(returned) }
    }

    /// A call that was made, and was too late.
    #[cfg(feature = "tokio")]
    #[inline]
    pub(crate) const fn late(timed_out: TimedOut) -> Self {
        Self { cause: Cause::TimedOut(timed_out) }
    }

    /// A call that was rejected.
    #[inline]
    #[must_use]
    pub const fn rejected(rejected: Rejected) -> Self {
        Self { cause: Cause::Open(rejected.open) }
    }

    /// Why the fallback is asked.
    #[inline]
    #[must_use]
    pub fn cause(self) -> Cause<R> {
        self.cause
    }
}
