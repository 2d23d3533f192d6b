//! Failures and successes within a trailing time, by sub-windows (rule S2).

use core::time::Duration;
use std::collections::VecDeque;

use super::{InWindow, Moment};
use crate::base::time::{Time, nanos};

/// Sub-windows of a window, the current one included. Together they cover between 15/16 of its time
/// and all of it, never more.
pub(crate) const SUB_WINDOWS: u64 = 16;

/// Past sub-windows that are remembered at most. One window has fewer; windows of different widths
/// that take turns add theirs.
const MOST_PAST: usize = 64;

/// The sub-windows that still count. They are the multiples of their width on the circuit's clock.
#[derive(Debug)]
pub(crate) struct ShareInTime {
    width: u64,
    /// How many of them a window is made of: all but fewer than [`SUB_WINDOWS`] only where it is
    /// shorter than that in nanoseconds.
    count: u64,
    /// The oldest one first.
    past: VecDeque<SubWindow>,
    current: SubWindow,
    /// When the current one ends.
    ends: Time,
    /// Successes counted when the current sub-window began.
    successes: u64,
}

#[derive(Clone, Copy, Debug)]
struct SubWindow {
    /// When the first of its calls may have ended: in this sub-window, and not before its window
    /// was last divided anew.
    since: Time,
    held: InWindow,
}

impl SubWindow {
    const fn empty(since: Time) -> Self {
        Self { since, held: InWindow { failures: 0, calls: 0 } }
    }
}

impl ShareInTime {
    pub(super) const fn new(span: Duration) -> Self {
        let nanos = nanos(span);
        let width = if nanos < SUB_WINDOWS { 1 } else { nanos / SUB_WINDOWS };
        let count = if nanos < SUB_WINDOWS { nanos } else { SUB_WINDOWS };
        let (current, ends) = (SubWindow::empty(Time::ZERO), Time::from_nanos(width));
        Self { width, count, past: VecDeque::new(), current, ends, successes: 0 }
    }

    #[expect(clippy::inline_always, reason = "each failure comes here, beside a run or without")]
    #[inline(always)]
    pub(super) fn fail(&mut self, at: Moment) -> InWindow {
        self.advance(at);
        self.current.held.failures += 1;
        self.current.held.calls += 1;
        self.held(at)
    }

    /// Starts the sub-window of this moment if it is another one: what was counted until now
    /// belongs to the one before.
    pub(super) fn advance(&mut self, at: Moment) {
        if at.now >= self.ends {
            self.begin(at);
            self.forget(at.now);
        }
    }

    /// A success was none: the latest one that counts is taken out. False if there is none.
    pub(super) fn take_back(&mut self, at: Moment) -> bool {
        self.advance(at);
        let first = self.first(at.now);
        if at.successes > self.successes && self.current.since >= first {
            return true;
        }
        let mut past = self.past.iter_mut().rev().take_while(|past| past.since >= first);
        let Some(latest) = past.find(|past| past.held.calls > past.held.failures) else {
            return false;
        };
        latest.held.calls -= 1;
        // Of these, as the current one was told of them.
        self.successes = self.successes.saturating_sub(1);
        true
    }

    fn begin(&mut self, at: Moment) {
        let finished = self.current(at.successes);
        if finished.held.calls > 0 {
            self.past.push_back(finished);
        }
        self.begin_empty(at.now);
        self.successes = at.successes;
    }

    fn begin_empty(&mut self, now: Time) {
        let next = (now.as_nanos() / self.width).saturating_add(1);
        (self.current, self.ends) =
            (SubWindow::empty(now), Time::from_nanos(next.saturating_mul(self.width)));
    }

    /// Forgets what no longer counts.
    fn forget(&mut self, now: Time) {
        let first = self.first(now);
        let left = self.past.partition_point(|past| past.since < first);
        self.past.drain(..left);
    }

    /// The start of the first sub-window that counts at this time.
    const fn first(&self, now: Time) -> Time {
        let index = now.as_nanos() / self.width;
        Time::from_nanos(index.saturating_sub(self.count - 1) * self.width)
    }

    pub(super) const fn stale_at(&self) -> Time {
        self.ends
    }

    pub(super) fn held(&self, at: Moment) -> InWindow {
        let first = self.first(at.now);
        let counts = |sub_window: &SubWindow| sub_window.since >= first;
        let current = Some(self.current(at.successes)).filter(counts);
        let past = self.past.iter().filter(|past| counts(past));
        past.fold(current.map_or(InWindow::default(), |current| current.held), |sum, past| {
            sum.and(past.held)
        })
    }

    /// From when on no failure counts, if there is none until then.
    pub(super) fn without_failures_from(&self) -> Time {
        let all = self.past.iter().chain([&self.current]);
        let failed = all.filter(|sub_window| sub_window.held.failures > 0);
        let last = failed.map(|sub_window| sub_window.since.as_nanos() / self.width).max();
        let index = last.map_or(0, |last| last.saturating_add(self.count));
        Time::from_nanos(index.saturating_mul(self.width)).min(Time::LAST)
    }

    /// Divides time anew. What was counted keeps its time, so that windows may take turns as often
    /// as they like.
    pub(super) fn retune(&mut self, new: &Self, at: Moment) {
        self.advance(at);
        self.forget(at.now);
        (self.width, self.count) = (new.width, new.count);
        self.divide_current(at);
        if self.past.len() > MOST_PAST {
            self.merge_past();
        }
    }

    /// Goes on with the current sub-window as far as it is one of the new width too.
    fn divide_current(&mut self, at: Moment) {
        let (now, since) = (at.now.as_nanos(), self.current.since.as_nanos());
        if now / self.width == since / self.width {
            let current = self.current;
            self.begin_empty(at.now);
            self.current = current;
        } else {
            self.begin(at);
        }
    }

    /// Merges past sub-windows that are less than a width apart.
    ///
    /// By a power of two: multiples of the larger are multiples of the smaller one, so that
    /// whatever the widths that take turns here, none makes anything older by more than the largest
    /// of them.
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
        self.begin_empty(now);
        self.successes = 0;
    }

    /// The current sub-window, with the successes counted in it so far.
    const fn current(&self, successes: u64) -> SubWindow {
        let mut current = self.current;
        current.held.calls += successes.saturating_sub(self.successes);
        current
    }
}
