//! Where the counters of a circuit begin anew: its key has another circuit, or was not looked at
//! for a while.

use std::collections::VecDeque;
use std::time::Duration;

use super::counts::Counts;
use super::moments::{SAME, millis};
use super::over;

/// Times of which each call is known, one after another; the last one is the present. Most circuits
/// have no other.
#[derive(Debug, Default)]
#[expect(clippy::box_collection, reason = "of most circuits: eight bytes, not four times as many")]
pub(super) struct Lives(Option<Box<VecDeque<End>>>);

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
        over::push(self.0.get_or_insert_default(), end);
    }

    /// How the time of this tick ended, if it has.
    pub(super) fn end_after(&self, tick: u64) -> Option<End> {
        let ends = self.0.as_ref()?;
        ends.get(ends.partition_point(|end| end.tick <= tick)).copied()
    }

    /// Forgets those that were over before this tick.
    pub(super) fn forget_before(&mut self, tick: u64) {
        let Some(ends) = &mut self.0 else { return };
        while ends.front().is_some_and(|end| end.tick <= tick) {
            ends.pop_front();
        }
        over::shrink(ends);
        self.0.take_if(|ends| ends.is_empty());
    }

    /// The bytes that this takes on the heap.
    pub(super) fn bytes(&self) -> usize {
        let of = |ends: &VecDeque<End>| size_of_val(ends) + ends.capacity() * size_of::<End>();
        self.0.as_deref().map_or(0, of)
    }
}

/// How old a circuit was when it was seen.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Aged {
    /// When that was, in milliseconds since recording began.
    at: i64,
    /// In milliseconds.
    age: i64,
}

impl Aged {
    pub(super) fn at(at: i64, age: Duration) -> Self {
        Self { at, age: millis(age) }
    }

    /// Whether one that is of this age now is another circuit: it is younger than this one was, or
    /// was made since. Whose age has grown by the time that went by is the same, however late
    /// either was read; so is one whose clock stands still.
    pub(super) fn is_over(self, now: i64, age: Duration) -> bool {
        let (age, since) = (millis(age), now - self.at);
        let grown = age - self.age;
        grown < 0 || age < since && grown != 0 && grown + SAME < since
    }
}
