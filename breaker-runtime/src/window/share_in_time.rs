//! Failures and successes within a trailing time, by sub-windows (rule S2).

use core::time::Duration;
use std::collections::VecDeque;

use super::{Held, Moment};
use crate::time::{Time, nanos};

/// Sub-windows of a window, the current one included. Together they cover between 15/16 of its time and all of it, never more.
pub(crate) const SUB_WINDOWS: u64 = 16;

/// The sub-windows that still count. They start at multiples of their width on the circuit's clock.
#[derive(Debug)]
pub(crate) struct ShareInTime {
    width: u64,
    /// How many of them a window is made of: all but fewer than [`SUB_WINDOWS`] only where it is shorter than that in nanoseconds.
    count: u64,
    past: VecDeque<SubWindow>,
    current: SubWindow,
    /// Successes counted when the current sub-window began.
    successes: u64,
}

#[derive(Clone, Copy, Debug)]
struct SubWindow {
    /// Which one it is: its start divided by the width.
    index: u64,
    held: Held,
}

impl SubWindow {
    const fn empty(index: u64) -> Self {
        Self { index, held: Held { failures: 0, calls: 0 } }
    }
}

impl ShareInTime {
    pub(super) const fn new(span: Duration) -> Self {
        let nanos = nanos(span);
        let width = if nanos < SUB_WINDOWS { 1 } else { nanos / SUB_WINDOWS };
        let count = if nanos < SUB_WINDOWS { nanos } else { SUB_WINDOWS };
        Self { width, count, past: VecDeque::new(), current: SubWindow::empty(0), successes: 0 }
    }

    pub(super) fn fail(&mut self, at: Moment) -> Held {
        self.advance(at);
        self.current.held.failures += 1;
        self.current.held.calls += 1;
        self.held(at)
    }

    /// Starts the sub-window of this moment if it is another one: what was counted until now belongs to the one before.
    pub(super) fn advance(&mut self, at: Moment) {
        let index = self.index(at.now);
        if index <= self.current.index {
            return;
        }
        let finished = self.current(at.successes);
        if finished.held.calls > 0 {
            self.past.push_back(finished);
        }
        self.forget(index);
        (self.current, self.successes) = (SubWindow::empty(index), at.successes);
    }

    /// Forgets what no longer counts in sub-window `index`.
    fn forget(&mut self, index: u64) {
        let count = self.count;
        self.past.retain(|past| index.saturating_sub(past.index) < count);
    }

    pub(super) fn stale_at(&self) -> Time {
        Time::from_nanos((self.current.index + 1).saturating_mul(self.width))
    }

    pub(super) fn held(&self, at: Moment) -> Held {
        let now = self.index(at.now);
        let all = self.past.iter().copied().chain([self.current(at.successes)]);
        all.filter(|past| now.saturating_sub(past.index) < self.count).fold(
            Held::default(),
            |sum, sub_window| Held {
                failures: sum.failures + sub_window.held.failures,
                calls: sum.calls + sub_window.held.calls,
            },
        )
    }

    /// Divides time anew. What was counted belongs to the sub-windows that its old ones began in, so that it is never too old.
    pub(super) fn retune(&mut self, new: &Self, at: Moment) {
        self.advance(at);
        self.forget(self.index(at.now));
        self.past.push_back(self.current(at.successes));
        let old_width = self.width;
        (self.width, self.count) = (new.width, new.count);
        for past in &mut self.past {
            past.index = past.index.saturating_mul(old_width) / self.width;
        }
        (self.current, self.successes) = (SubWindow::empty(self.index(at.now)), at.successes);
    }

    pub(super) fn clear(&mut self, now: Time) {
        self.past.clear();
        (self.current, self.successes) = (SubWindow::empty(self.index(now)), 0);
    }

    const fn index(&self, time: Time) -> u64 {
        time.as_nanos() / self.width
    }

    /// The current sub-window, with the successes counted in it so far.
    const fn current(&self, successes: u64) -> SubWindow {
        let mut current = self.current;
        current.held.calls += successes.saturating_sub(self.successes);
        current
    }
}
