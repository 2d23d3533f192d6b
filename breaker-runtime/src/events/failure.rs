//! The ways in which calls fail.

use core::fmt;
use std::sync::Arc;

use crate::events::wish::Wish;

/// How a call failed.
///
/// An error or a panic that took longer than `slow_call` stays an error or a panic: a slow call is
/// one that would have been a success if it had been quicker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FailureKind {
    /// The call returned a failure, or [`Permit::failure`](crate::Permit::failure) said so.
    Error,
    /// The call ran into its `timeout`.
    Timeout,
    /// The call took longer than `slow_call` and would have been a success otherwise, or was
    /// abandoned after that time.
    SlowCall,
    /// The call panicked.
    Panic,
}

impl FailureKind {
    /// All kinds of failures.
    pub const ALL: [Self; 4] = [Self::Error, Self::Timeout, Self::SlowCall, Self::Panic];

    /// The kind in lower case with underscores, as in logs and metrics: `error`, `timeout`,
    /// `slow_call`, `panic`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Timeout => "timeout",
            Self::SlowCall => "slow_call",
            Self::Panic => "panic",
        }
    }

    /// What such a call did, as a verb.
    pub(crate) const fn as_verb(self) -> &'static str {
        match self {
            Self::Error => "failed",
            Self::Timeout => "timed out",
            Self::SlowCall => "was too slow",
            Self::Panic => "panicked",
        }
    }

    const fn in_words(self) -> &'static str {
        match self {
            Self::SlowCall => "slow call",
            Self::Error | Self::Timeout | Self::Panic => self.as_str(),
        }
    }
}

/// `error`, `timeout`, `slow call`, `panic`.
impl fmt::Display for FailureKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.in_words())
    }
}

/// A failure: how the call failed, and what else is known of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Failure<'d> {
    pub(crate) kind: FailureKind,
    /// By reference: most have none, and travel in registers.
    pub(crate) detail: Option<&'d Detail>,
}

/// What is known of few failures.
#[derive(Clone, Debug, Default)]
pub(crate) struct Detail {
    /// The text of the error, where that is remembered.
    pub(crate) error: Option<Arc<str>>,
    pub(crate) wish: Option<Wish>,
}

impl<'d> Failure<'d> {
    /// A failure of which nobody knows more than the kind.
    pub(crate) const fn of(kind: FailureKind) -> Self {
        Self { kind, detail: None }
    }

    pub(crate) fn error(&self) -> Option<&'d Arc<str>> {
        self.detail?.error.as_ref()
    }

    pub(crate) fn wish(&self) -> Option<Wish> {
        self.detail?.wish
    }
}

/// Counts of failures by kind.
///
/// ```
/// use breaker_runtime::{CircuitBreaker, CircuitOpen, FailureKind, Policy};
///
/// static DB: CircuitBreaker = CircuitBreaker::new("db", Policy::new());
/// DB.try_acquire()?.failure();
/// let kinds = DB.snapshot().calls.failure_kinds;
/// assert_eq!((kinds.error, kinds.of(FailureKind::Timeout), kinds.total()), (1, 0, 1));
/// assert_eq!(kinds.to_string(), "1 error");
/// # Ok::<(), CircuitOpen>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct FailureKinds {
    /// [Errors](FailureKind::Error).
    pub error: u64,
    /// [Time-outs](FailureKind::Timeout).
    pub timeout: u64,
    /// [Slow calls](FailureKind::SlowCall).
    pub slow_call: u64,
    /// [Panics](FailureKind::Panic).
    pub panic: u64,
}

impl FailureKinds {
    /// The failures of one kind.
    #[must_use]
    pub const fn of(&self, kind: FailureKind) -> u64 {
        match kind {
            FailureKind::Error => self.error,
            FailureKind::Timeout => self.timeout,
            FailureKind::SlowCall => self.slow_call,
            FailureKind::Panic => self.panic,
        }
    }

    /// Each kind with its count of failures.
    #[must_use]
    pub fn each(&self) -> [(FailureKind, u64); 4] {
        FailureKind::ALL.map(|kind| (kind, self.of(kind)))
    }

    /// All failures, of any kind.
    #[must_use]
    pub const fn total(&self) -> u64 {
        self.error.wrapping_add(self.timeout).wrapping_add(self.slow_call).wrapping_add(self.panic)
    }

    pub(crate) const fn add(&mut self, kind: FailureKind, failures: u64) {
        let count = match kind {
            FailureKind::Error => &mut self.error,
            FailureKind::Timeout => &mut self.timeout,
            FailureKind::SlowCall => &mut self.slow_call,
            FailureKind::Panic => &mut self.panic,
        };
        *count = count.wrapping_add(failures);
    }

    /// Combines two counts, kind by kind.
    pub(crate) fn combine(self, other: Self, combine: impl Fn(u64, u64) -> u64) -> Self {
        Self {
            error: combine(self.error, other.error),
            timeout: combine(self.timeout, other.timeout),
            slow_call: combine(self.slow_call, other.slow_call),
            panic: combine(self.panic, other.panic),
        }
    }
}

/// `12 slow calls`, `3 errors, 1 timeout`: the kinds that occurred.
impl fmt::Display for FailureKinds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = "";
        for (kind, failures) in self.each().into_iter().filter(|&(_, failures)| failures > 0) {
            let plural = if failures == 1 { "" } else { "s" };
            write!(f, "{separator}{failures} {kind}{plural}")?;
            separator = ", ";
        }
        Ok(())
    }
}
