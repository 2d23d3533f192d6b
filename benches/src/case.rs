//! One way to make one call over and over.

use std::fmt;

/// What happens to the calls of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Path {
    /// The circuit is closed and the call succeeds.
    Success,
    /// The same for an `async fn`.
    AsyncSuccess,
    /// The circuit is closed and the call succeeds with a result that is returned in memory.
    LargeSuccess,
    /// The same for an `async fn`.
    AsyncLargeSuccess,
    /// The circuit is closed and the call succeeds; it is looked up by a key, which is the same for
    /// all threads.
    KeyedSuccess,
    /// The same with 32 keys for each thread, one after the other.
    ManyKeyedSuccess,
    /// The circuit is closed, the call fails, and the circuit stays closed.
    Failure,
    /// The same for an `async fn`.
    AsyncFailure,
    /// The circuit is open and rejects the call.
    Rejection,
    /// The same for an `async fn`.
    AsyncRejection,
    /// The circuit is half-open, the call is a trial that succeeds, and the circuit stays
    /// half-open.
    Trial,
    /// No call, but a clock reading: the yardstick of failures and rejections.
    Clock,
}

impl Path {
    /// All of them, in the order of the report.
    pub const ALL: [Self; 12] = [
        Self::Success,
        Self::AsyncSuccess,
        Self::LargeSuccess,
        Self::AsyncLargeSuccess,
        Self::KeyedSuccess,
        Self::ManyKeyedSuccess,
        Self::Failure,
        Self::AsyncFailure,
        Self::Rejection,
        Self::AsyncRejection,
        Self::Trial,
        Self::Clock,
    ];
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Success => "closed, success",
            Self::AsyncSuccess => "closed, success, async",
            Self::LargeSuccess => "closed, success of 32 bytes",
            Self::AsyncLargeSuccess => "closed, success of 32 bytes, async",
            Self::KeyedSuccess => "closed, success, one key",
            Self::ManyKeyedSuccess => "closed, success, 32 keys a thread",
            Self::Failure => "closed, failure",
            Self::AsyncFailure => "closed, failure, async",
            Self::Rejection => "open, rejected",
            Self::AsyncRejection => "open, rejected, async",
            Self::Trial => "half-open, trial call",
            Self::Clock => "clock",
        })
    }
}

/// A guard, or none, on a path.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    /// What happens to its calls.
    pub path: Path,
    /// Who guards them.
    pub subject: &'static str,
    run: fn(u64),
}

impl Case {
    /// A case whose calls are made by `run`, which is told how many. It may be run by several
    /// threads at once.
    pub(crate) const fn new(path: Path, subject: &'static str, run: fn(u64)) -> Self {
        Self { path, subject, run }
    }

    /// Makes that many calls.
    pub fn run(&self, iterations: u64) {
        (self.run)(iterations);
    }
}
