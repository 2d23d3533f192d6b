//! Failures among the last calls, exactly (rule S3).

use std::collections::VecDeque;

use super::{InWindow, Moment, forget_first, give_back};
use crate::base::time::Time;

/// Where the failures stand in the sequence of counted calls; successes are the gaps between them.
#[derive(Debug)]
pub(crate) struct LastCalls {
    size: u64,
    /// Positions of the failures among the last `size` calls, oldest first.
    failures: VecDeque<u64>,
    /// Failures recorded since the window was cleared.
    failed: u64,
    /// The position of the first call that is remembered.
    first: u64,
    failed_at: Time,
}

impl LastCalls {
    pub(super) const fn new(calls: u32) -> Self {
        let failures = VecDeque::new();
        Self { size: calls as u64, failures, failed: 0, first: 0, failed_at: Time::ZERO }
    }

    #[expect(clippy::inline_always, reason = "each failure comes here, beside a run or without")]
    #[inline(always)]
    pub(super) fn fail(&mut self, at: Moment) -> InWindow {
        let successes = at.successes;
        let position = self.calls(successes);
        self.failed_at = at.now;
        self.failed += 1;
        self.failures.push_back(position);
        forget_first(&mut self.failures, |&first| position - first >= self.size);
        self.held(successes)
    }

    /// A success was none: the next failure takes the place of the latest one that still counts.
    /// False if there is none: then that failure is one call more.
    pub(super) fn take_back(&mut self, successes: u64) -> bool {
        let calls = self.calls(successes);
        let oldest = self.first.max(calls.saturating_sub(self.size));
        // Failures without a success behind them: the latest success is right before these.
        let behind = |at: usize| (self.failures.len() - at) as u64;
        let mut from = self.failures.len();
        while from > 0 && self.failures[from - 1] + behind(from - 1) == calls {
            from -= 1;
        }
        let Some(place) = calls.checked_sub(behind(from) + 1) else { return false };
        if place < oldest {
            return false;
        }
        // They move up by one, as the calls are one less until the failure is recorded.
        self.failures.iter_mut().skip(from).for_each(|position| *position -= 1);
        true
    }

    /// When the last failure was recorded.
    pub(super) const fn failed_at(&self) -> Time {
        self.failed_at
    }

    pub(super) fn held(&self, successes: u64) -> InWindow {
        let calls = self.calls(successes);
        let outside = self.failures.partition_point(|&position| calls - position > self.size);
        InWindow {
            failures: (self.failures.len() - outside) as u64,
            calls: (calls - self.first).min(self.size),
        }
    }

    /// Looks at another number of calls from now on. What has left the old ones is forgotten.
    pub(super) fn retune(&mut self, new: &Self, successes: u64) {
        let calls = self.calls(successes);
        self.first = self.first.max(calls.saturating_sub(self.size));
        self.failures.retain(|&position| position >= self.first);
        self.size = new.size;
        give_back(&mut self.failures);
    }

    pub(super) fn clear(&mut self) {
        self.failures = VecDeque::new();
        (self.failed, self.first) = (0, 0);
    }

    /// Counted calls since the window was cleared.
    const fn calls(&self, successes: u64) -> u64 {
        successes + self.failed
    }
}
