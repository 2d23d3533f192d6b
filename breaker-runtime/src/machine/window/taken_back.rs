//! Successes that turn out to be none: streams that fail after their first item (rule S16).
//!
//! A success is a count, and nobody knows which one it was. Its failure comes now, so the latest
//! success that the window still counts is taken out for it: the calls stay as many as they were.
//! Only a run of failures has to know more: a success from before the run last grew has not broken
//! it, and one from after that has.

use super::{FailureWindow, Kept, Moment};

impl FailureWindow {
    /// How many failures a run was told of, if one is followed: what tells a success from before
    /// the run last grew from one that has broken it.
    pub(crate) const fn failures_in_runs(&self) -> u64 {
        match &self.kept {
            Kept::Consecutive(window) => window.failures(),
            Kept::Followed(window) => window.failures(),
            Kept::CountInTime(_) | Kept::ShareInTime(_) | Kept::LastCalls(_) => 0,
        }
    }

    /// A success was none, that came when there were so many [`failures_in_runs`]: takes out the
    /// latest one that counts, for the failure that is recorded next. Whether successes are one
    /// less from now on.
    ///
    /// [`failures_in_runs`]: Self::failures_in_runs
    #[cold]
    pub(crate) fn take_back(&mut self, at: Moment, failures: u64) -> bool {
        match &mut self.kept {
            Kept::CountInTime(_) => false,
            Kept::ShareInTime(window) => window.take_back(at),
            Kept::LastCalls(window) => window.take_back(at.successes),
            Kept::Consecutive(window) => {
                window.take_back(at.successes, failures, false);
                false
            }
            Kept::Followed(window) => window.take_back(at, failures),
        }
    }
}
