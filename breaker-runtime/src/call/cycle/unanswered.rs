//! Calls that a fallback is to answer.

use crate::base::identity::Named;
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
    /// By the only circuit of the function.
    #[inline]
    pub(crate) const fn by_the_one(open: CircuitOpen) -> Self {
        Self { open, key: 0 }
    }

    /// By that of the key of this fingerprint.
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
    /// Asked where the cause has no name.
    circuit: Option<&'static dyn Named>,
}

impl<R> Unanswered<R> {
    /// One that was made, and failed with this.
    #[inline]
    pub(crate) fn failed(returned: R, circuit: Option<&'static impl Named>) -> Self {
        let circuit = circuit.map(|circuit| -> &dyn Named { circuit });
        Self { cause: Cause::Failed(returned), circuit }
    }

    /// One that was made, and was too late.
    #[cfg(feature = "tokio")]
    #[inline]
    pub(crate) const fn late(timed_out: TimedOut) -> Self {
        Self { cause: Cause::TimedOut(timed_out), circuit: None }
    }

    /// One that was rejected.
    #[inline]
    #[must_use]
    pub const fn rejected(rejected: Rejected) -> Self {
        Self { cause: Cause::Open(rejected.open), circuit: None }
    }

    /// Why the fallback is asked.
    #[inline]
    #[must_use]
    pub fn cause(self) -> Cause<R> {
        self.cause
    }

    /// The circuit's name.
    pub(super) fn name(&self) -> &'static str {
        match (&self.cause, self.circuit) {
            (Cause::Open(open), _) => open.name(),
            (Cause::TimedOut(timed_out), _) => timed_out.name(),
            (Cause::Failed(_), circuit) => circuit.map_or("?", Named::name),
        }
    }
}
