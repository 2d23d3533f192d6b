//! Where the counters of a circuit begin anew: its key has another circuit, or was not looked at
//! for a while.

use std::collections::VecDeque;
use std::time::Duration;

use super::counts::Counts;
use super::moments::{SAME, millis};
use super::over;

/// Times of which each call is known, one after another; the last one is the present.
#[derive(Debug, Default)]
pub(super) struct Lives(VecDeque<End>);

/// How such a time ended.
#[derive(Clone, Copy, Debug)]
pub(super) struct End {
    /// The tick that the next one begins with.
    pub(super) tick: u64,
    /// All calls so far.
    pub(super) totals: Counts,
    /// Those since the last step of ten seconds.
    pub(super) gathered: Counts,
}

impl Lives {
    pub(super) fn end(&mut self, end: End) {
        over::push(&mut self.0, end);
    }

    /// How the time of this tick ended, if it has.
    pub(super) fn end_after(&self, tick: u64) -> Option<End> {
        let next = self.0.partition_point(|end| end.tick <= tick);
        self.0.get(next).copied()
    }

    /// Forgets those that were over before this tick.
    pub(super) fn forget_before(&mut self, tick: u64) {
        while self.0.front().is_some_and(|end| end.tick <= tick) {
            self.0.pop_front();
        }
        over::shrink(&mut self.0);
    }

    /// The bytes that this takes on the heap.
    pub(super) fn bytes(&self) -> usize {
        self.0.capacity() * size_of::<End>()
    }
}

/// How old a circuit was when it was seen.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Aged {
    /// When that was, in milliseconds since recording began.
    pub(super) at: i64,
    pub(super) age: Duration,
}

impl Aged {
    /// Whether one that is of this age now is another circuit: it is younger than this one was, or
    /// was made since. Whose age has grown by the time that went by is the same, however late
    /// either was read; so is one whose clock stands still.
    pub(super) fn is_over(self, now: i64, age: Duration) -> bool {
        let (since, grown) = (now - self.at, millis(age) - millis(self.age));
        let is_made_since = millis(age) < since && grown != 0 && grown + SAME < since;
        age < self.age || is_made_since
    }
}
