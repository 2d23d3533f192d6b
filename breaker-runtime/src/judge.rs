//! How a return value becomes a verdict.

use crate::{Outcome, Verdict};

/// Says how a call that returned an `R` counts.
pub trait Judge<R> {
    /// The verdict over `returned`.
    fn verdict(&self, returned: &R) -> Verdict;
}

impl<R, F: Fn(&R) -> Verdict> Judge<R> for F {
    #[inline]
    fn verdict(&self, returned: &R) -> Verdict {
        self(returned)
    }
}

/// By its own account.
///
/// Opaque, so that what uses the judge has no bound of its own to fail: a return type without an [`Outcome`] is one error.
#[inline]
pub(crate) fn by_outcome<R: Outcome>() -> impl Judge<R> {
    |returned: &R| returned.verdict()
}
