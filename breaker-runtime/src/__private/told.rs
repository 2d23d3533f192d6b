//! What stands behind `=>` in an arm of `open(..)`.

use core::time::Duration;

use crate::call::outcome::Verdict;

/// How long a callee asks callers to wait, if it says so.
#[diagnostic::on_unimplemented(
    message = "no time: `{Self}`",
    label = "neither a `Duration` nor an `Option` of one",
    note = "an arm of `open(..)` says how long the callee asks to wait: make it a `Duration`, as \
            in `Duration::from_secs(seconds)`, or an `Option<Duration>`, of which `None` opens the \
            circuit for as long as any opening"
)]
pub trait Time {
    /// The time.
    fn time(self) -> Option<Duration>;
}

impl Time for Duration {
    #[inline]
    fn time(self) -> Option<Duration> {
        Some(self)
    }
}

impl Time for Option<Duration> {
    #[inline]
    fn time(self) -> Option<Duration> {
        self
    }
}

/// What a pattern binds is a reference.
impl Time for &Duration {
    #[inline]
    fn time(self) -> Option<Duration> {
        Some(*self)
    }
}

impl Time for &Option<Duration> {
    #[inline]
    fn time(self) -> Option<Duration> {
        *self
    }
}

/// The verdict of an arm of `open(..)`.
#[inline]
pub fn told(time: impl Time) -> Verdict {
    Verdict::open_for(time.time())
}
