//! What is going to happen, in the order of time; at one time, in the order in which it was noted.

use core::cmp::Ordering;
use core::time::Duration;
use std::collections::BinaryHeap;

#[derive(Debug)]
pub(crate) struct Agenda<T> {
    entries: BinaryHeap<Entry<T>>,
    noted: u64,
}

#[derive(Debug)]
struct Entry<T> {
    at: Duration,
    number: u64,
    what: T,
}

impl<T> Agenda<T> {
    pub(crate) const fn new() -> Self {
        Self { entries: BinaryHeap::new(), noted: 0 }
    }

    pub(crate) fn note(&mut self, at: Duration, what: T) {
        self.entries.push(Entry { at, number: self.noted, what });
        self.noted += 1;
    }

    /// The next entry, if it is due by `until`.
    pub(crate) fn next(&mut self, until: Duration) -> Option<(Duration, T)> {
        if self.entries.peek()?.at > until {
            return None;
        }
        self.entries.pop().map(|entry| (entry.at, entry.what))
    }
}

impl<T> Entry<T> {
    const fn rank(&self) -> (Duration, u64) {
        (self.at, self.number)
    }
}

impl<T> Ord for Entry<T> {
    /// The earliest is the greatest: the heap gives out the greatest first.
    fn cmp(&self, other: &Self) -> Ordering {
        other.rank().cmp(&self.rank())
    }
}

impl<T> PartialOrd for Entry<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> PartialEq for Entry<T> {
    fn eq(&self, other: &Self) -> bool {
        self.rank() == other.rank()
    }
}

impl<T> Eq for Entry<T> {}
