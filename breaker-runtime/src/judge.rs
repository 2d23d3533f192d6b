//! How a return value becomes a verdict.

use crate::{FailureKind, Outcome, Verdict};

/// Says how a call that returned an `R` counts.
pub trait Judge<R> {
    /// The verdict over `returned`.
    fn verdict(&self, returned: &R) -> Verdict;

    /// How the call failed, if it did.
    #[inline]
    fn failure_kind(&self, _returned: &R) -> FailureKind {
        FailureKind::Error
    }
}

impl<R, F: Fn(&R) -> Verdict> Judge<R> for F {
    #[inline]
    fn verdict(&self, returned: &R) -> Verdict {
        self(returned)
    }
}

/// By the return value's own account.
///
/// Made where the return type is an [`Outcome`], and a judge of that type without another bound: the compiler checks a bound wherever it
/// meets it, and a return type that is no outcome is to be one error.
#[derive(Debug)]
pub struct ByOutcome<R>(fn(&R) -> Verdict);

impl<R: Outcome> ByOutcome<R> {
    #[inline]
    pub(crate) const fn new() -> Self {
        Self(R::verdict)
    }
}

impl<R> Judge<R> for ByOutcome<R> {
    #[inline]
    fn verdict(&self, returned: &R) -> Verdict {
        self.0(returned)
    }
}
