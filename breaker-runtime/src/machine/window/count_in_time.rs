//! Failures within a trailing time, exactly (rule S1).

use core::time::Duration;
use std::collections::VecDeque;

use super::{InWindow, forget_first, is_inside};
use crate::base::time::Time;

/// The times of the failures that still count, oldest first: never more than the threshold, for
/// that many open the circuit.
#[derive(Debug)]
pub(crate) struct CountInTime {
    span: Duration,
    failures: VecDeque<Time>,
}

impl CountInTime {
    pub(super) const fn new(span: Duration) -> Self {
        Self { span, failures: VecDeque::new() }
    }

    #[expect(clippy::inline_always, reason = "each failure comes here, beside a run or without")]
    #[inline(always)]
    pub(super) fn fail(&mut self, now: Time) -> InWindow {
        self.forget(now);
        self.failures.push_back(now);
        held(self.failures.len())
    }

    pub(super) fn held(&self, now: Time) -> InWindow {
        let outside = self.failures.partition_point(|&then| !is_inside(then, now, self.span));
        held(self.failures.len() - outside)
    }

    /// From when on no failure counts, if there is none until then.
    pub(super) fn empty_from(&self) -> Time {
        self.failures.back().map_or(Time::ZERO, |last| last.after(self.span))
    }

    /// Looks at another time from now on. What has left the old one is forgotten.
    pub(super) fn retune(&mut self, new: &Self, now: Time) {
        self.forget(now);
        self.span = new.span;
    }

    fn forget(&mut self, now: Time) {
        forget_first(&mut self.failures, |&then| !is_inside(then, now, self.span));
    }

    pub(super) fn clear(&mut self) {
        self.failures = VecDeque::new();
    }
}

/// A count threshold doesn't look at other calls than the failed ones.
fn held(failures: usize) -> InWindow {
    let failures = failures as u64;
    InWindow { failures, calls: failures }
}
