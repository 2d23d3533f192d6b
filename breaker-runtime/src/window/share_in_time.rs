//! Failures and successes within a trailing time, by sub-windows (rule S2).

use core::time::Duration;
use std::collections::VecDeque;

use super::{Held, Moment};
use crate::time::{Time, nanos};

/// Sub-windows of a window, the current one included. Together they cover between 15/16 of its time and all of it, never more.
pub(crate) const SUB_WINDOWS: u64 = 16;

/// Past sub-windows that are remembered at most. One window has fewer; windows of different widths that take turns add theirs.
const MOST_PAST: usize = 64;

/// The sub-windows that still count. They are the multiples of their width on the circuit's clock.
#[derive(Debug)]
pub(crate) struct ShareInTime {
    width: u64,
    /// How many of them a window is made of: all but fewer than [`SUB_WINDOWS`] only where it is shorter than that in nanoseconds.
    count: u64,
    /// The oldest one first.
    past: VecDeque<SubWindow>,
    current: SubWindow,
    /// Successes counted when the current sub-window began.
    successes: u64,
}

#[derive(Clone, Copy, Debug)]
struct SubWindow {
    /// When the first of its calls may have ended: in this sub-window, and not before its window was last divided anew.
    since: Time,
    held: Held,
}

impl SubWindow {
    const fn empty(since: Time) -> Self {
        Self { since, held: Held { failures: 0, calls: 0 } }
    }
}

impl ShareInTime {
    pub(super) const fn new(span: Duration) -> Self {
        let nanos = nanos(span);
        let width = if nanos < SUB_WINDOWS { 1 } else { nanos / SUB_WINDOWS };
        let count = if nanos < SUB_WINDOWS { nanos } else { SUB_WINDOWS };
        Self {
            width,
            count,
            past: VecDeque::new(),
            current: SubWindow::empty(Time::ZERO),
            successes: 0,
        }
    }

    pub(super) fn fail(&mut self, at: Moment) -> Held {
        self.advance(at);
        self.current.held.failures += 1;
        self.current.held.calls += 1;
        self.held(at)
    }

    /// Starts the sub-window of this moment if it is another one: what was counted until now belongs to the one before.
    pub(super) fn advance(&mut self, at: Moment) {
        if self.index(at.now) > self.index(self.current.since) {
            self.begin(at);
            self.forget(at.now);
        }
    }

    fn begin(&mut self, at: Moment) {
        let finished = self.current(at.successes);
        if finished.held.calls > 0 {
            self.past.push_back(finished);
        }
        (self.current, self.successes) = (SubWindow::empty(at.now), at.successes);
    }

    /// Forgets what no longer counts.
    fn forget(&mut self, now: Time) {
        let left = self.past.partition_point(|past| !self.counts(*past, now));
        self.past.drain(..left);
    }

    fn counts(&self, sub_window: SubWindow, now: Time) -> bool {
        self.index(now).saturating_sub(self.index(sub_window.since)) < self.count
    }

    pub(super) fn stale_at(&self) -> Time {
        let next = self.index(self.current.since).saturating_add(1);
        Time::from_nanos(next.saturating_mul(self.width))
    }

    pub(super) fn held(&self, at: Moment) -> Held {
        let all = self.past.iter().copied().chain([self.current(at.successes)]);
        all.filter(|&sub_window| self.counts(sub_window, at.now))
            .fold(Held::default(), |sum, sub_window| sum.and(sub_window.held))
    }

    /// Divides time anew. What was counted keeps its time, so that windows may take turns as often as they like.
    pub(super) fn retune(&mut self, new: &Self, at: Moment) {
        self.advance(at);
        self.forget(at.now);
        (self.width, self.count) = (new.width, new.count);
        if self.index(at.now) > self.index(self.current.since) {
            self.begin(at);
        }
        if self.past.len() > MOST_PAST {
            self.merge_past();
        }
    }

    /// Merges past sub-windows that are less than a width apart.
    ///
    /// By a power of two: multiples of the larger are multiples of the smaller one, so that whatever the widths that take turns here, none
    /// makes anything older by more than the largest of them.
    fn merge_past(&mut self) {
        let step = self.width.ilog2();
        let mut merged: VecDeque<SubWindow> = VecDeque::new();
        for past in self.past.drain(..) {
            match merged.back_mut() {
                Some(last) if last.since.as_nanos() >> step == past.since.as_nanos() >> step => {
                    last.held = last.held.and(past.held);
                }
                _ => merged.push_back(past),
            }
        }
        self.past = merged;
    }

    pub(super) fn clear(&mut self, now: Time) {
        self.past = VecDeque::new();
        (self.current, self.successes) = (SubWindow::empty(now), 0);
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
