//! The right to make one call.

use core::fmt;
use core::mem;

use crate::judge::Judgement;
use crate::machine::Report;
use crate::time::Time;
use crate::word::Word;
use crate::{CircuitBreaker, FailureKind, Outcome};

/// The right to make one call, and the duty to say how it ended.
///
/// It carries the generation that it was issued in: a result of an older one changes nothing (rule S7). Dropped without a word, it
/// counts as abandoned, or as a failure if a panic drops it. Leaked, it costs a closed circuit nothing, and a half-open one the place
/// of a trial call for as long as a trial call may take (S6).
///
/// Made by [`CircuitBreaker::try_acquire`].
#[must_use = "a permit that is dropped at once counts as an abandoned call"]
pub struct Permit<'b> {
    breaker: &'b CircuitBreaker,
    issued: Word,
    /// [`Time::NEVER`] if it doesn't matter.
    admitted: Time,
}

impl<'b> Permit<'b> {
    #[inline]
    pub(crate) const fn new(breaker: &'b CircuitBreaker, issued: Word, admitted: Time) -> Self {
        Self { breaker, issued, admitted }
    }

    /// The call worked.
    #[inline]
    pub fn success(self) {
        if self.issued.count_success() {
            mem::forget(self);
        } else {
            let (breaker, issued, admitted) = self.into_parts();
            breaker.succeed(issued, admitted);
        }
    }

    /// The call failed.
    #[inline]
    pub fn failure(self) {
        let (breaker, issued, admitted) = self.into_parts();
        breaker.fail(issued, admitted);
    }

    /// The call says nothing about the callee: neither a success nor a failure.
    #[inline]
    pub fn ignore(self) {
        self.settle(Report::Ignored);
    }

    /// The call ended with `outcome`, which knows what that means.
    ///
    /// ```
    /// use breaker_runtime::{CircuitBreaker, CircuitOpen, Policy};
    ///
    /// static DISK: CircuitBreaker = CircuitBreaker::new("disk", Policy::new());
    /// let permit = DISK.try_acquire()?;
    /// let text = std::fs::read("no such file");
    /// permit.record(&text);
    /// assert_eq!(DISK.snapshot().calls.failure, 1);
    /// # Ok::<(), CircuitOpen>(())
    /// ```
    #[inline]
    pub fn record(self, outcome: &(impl Outcome + ?Sized)) {
        self.obey(outcome.verdict().into());
    }

    #[cfg(feature = "tokio")]
    pub(crate) fn name(&self) -> &'static str {
        self.breaker.name()
    }

    #[inline]
    pub(crate) fn obey(self, judgement: Judgement) {
        match judgement {
            Judgement::Success => self.success(),
            Judgement::Failure(FailureKind::Error) => self.failure(),
            Judgement::Failure(kind) => self.settle(Report::Failure(kind)),
            Judgement::Ignored | Judgement::RejectedWithin(_) => self.ignore(),
        }
    }

    pub(crate) fn abandon(self) {
        self.settle(Report::Abandoned);
    }

    #[inline]
    fn settle(self, report: Report) {
        let (breaker, issued, admitted) = self.into_parts();
        breaker.settle(issued, admitted, report);
    }

    #[inline]
    pub(crate) const fn into_parts(self) -> (&'b CircuitBreaker, Word, Time) {
        let parts = (self.breaker, self.issued, self.admitted);
        mem::forget(self);
        parts
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        let report = if std::thread::panicking() {
            Report::Failure(FailureKind::Panic)
        } else {
            Report::Abandoned
        };
        self.breaker.settle(self.issued, self.admitted, report);
    }
}

impl fmt::Debug for Permit<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Permit")
            .field("name", &self.breaker.name())
            .field("state", &self.issued.state())
            .finish_non_exhaustive()
    }
}
