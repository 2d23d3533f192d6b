//! Failures in a row (rule S4).

use super::{InWindow, Moment};
use crate::base::time::Time;

/// The run of failures since the last success.
#[derive(Debug)]
pub(crate) struct Consecutive {
    run: u64,
    /// Successes counted when the run last grew: more of them mean that it is broken.
    successes: u64,
    failed_at: Time,
    /// Failures since this is there: what came after one is told by their number.
    failures: u64,
}

impl Consecutive {
    pub(super) const fn new() -> Self {
        Self { run: 0, successes: 0, failed_at: Time::ZERO, failures: 0 }
    }

    /// None so far; so many successes and failures are of before.
    pub(super) const fn from(successes: u64, failures: u64) -> Self {
        Self { successes, failures, ..Self::new() }
    }

    /// None from here on, as far as anybody knows.
    pub(super) const fn begin_anew(&mut self, successes: u64) {
        (self.run, self.successes) = (0, successes);
    }

    #[expect(clippy::inline_always, reason = "each failure comes here, beside a run or without")]
    #[inline(always)]
    pub(super) fn fail(&mut self, at: Moment) -> InWindow {
        self.run = self.held(at.successes).failures + 1;
        (self.successes, self.failed_at) = (at.successes, at.now);
        self.failures += 1;
        self.held(at.successes)
    }

    /// How many failures it was told of, ever.
    pub(super) const fn failures(&self) -> u64 {
        self.failures
    }

    /// A success that came when there had been so many failures was none. Whether successes are
    /// `one_less` by that, or it is left to this to remember: what counts is their difference.
    pub(super) const fn take_back(&mut self, successes: u64, failures: u64, one_less: bool) {
        // One from before the run last grew has not broken the run as it is now.
        let has_broken = failures >= self.failures && successes != self.successes;
        self.successes = match (has_broken, one_less) {
            (true, false) => self.successes.wrapping_add(1),
            (false, true) => self.successes.wrapping_sub(1),
            _ => self.successes,
        };
    }

    /// When the run last grew.
    pub(super) const fn failed_at(&self) -> Time {
        self.failed_at
    }

    pub(super) const fn held(&self, successes: u64) -> InWindow {
        let run = if successes == self.successes { self.run } else { 0 };
        InWindow { failures: run, calls: run }
    }

    /// The run as it last grew, and the successes since then, which have ended it if there are any.
    pub(super) const fn ended_by(&self, successes: u64) -> (u64, u64) {
        (self.run, successes.wrapping_sub(self.successes))
    }

    /// Successes are counted from here on: so many of them are of before.
    pub(super) const fn count_from(&mut self, successes: u64) {
        // Wrapping: what the run has seen may be fewer.
        self.successes = self.successes.wrapping_sub(successes);
    }

    pub(super) fn clear(&mut self) {
        *self = Self { failures: self.failures, ..Self::new() };
    }
}
