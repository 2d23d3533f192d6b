//! Why a probe says nothing of the callee.

use core::fmt;

/// Why a probe says nothing of the callee, in an
/// [`EventKind::ProbeSilent`](crate::EventKind::ProbeSilent) (rule
/// [S18](crate::_guide::rules#s18-a-probe)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NoVerdict {
    /// It panicked.
    Panicked,
    /// Its task was dropped before it ended: its runtime has ended, or the task was aborted.
    Dropped,
    /// It could not be started: 16 probes run already on threads, there is no thread for it, or
    /// only a part of the key's text is known.
    NotStarted,
    /// It has not ended within the open time: this one, or the one of an earlier outage, which runs
    /// still.
    Late,
    /// What it returned is ignored: see [`Verdict::Ignored`](crate::Verdict::Ignored).
    Ignored,
}

impl NoVerdict {
    /// The reason in lower case with underscores, as in logs and data: `panicked`, `dropped`,
    /// `not_started`, `late`, `ignored`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Panicked => "panicked",
            Self::Dropped => "dropped",
            Self::NotStarted => "not_started",
            Self::Late => "late",
            Self::Ignored => "ignored",
        }
    }
}

/// `it panicked`, `it was dropped`, `it could not be started`, `it is late`, `its result is
/// ignored`.
impl fmt::Display for NoVerdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Panicked => "it panicked",
            Self::Dropped => "it was dropped",
            Self::NotStarted => "it could not be started",
            Self::Late => "it is late",
            Self::Ignored => "its result is ignored",
        })
    }
}
