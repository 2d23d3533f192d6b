//! Every run of a body has a number, which it sends to the server: what became of each, on both
//! sides.

use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};

/// Not zero, so that the memory is written to, and resident, from the start.
const FREE: u8 = 128;
const RUN: u8 = 1;
const SEEN: u8 = 2;
const ANSWERED: u8 = 4;
const SEEN_AGAIN: u8 = 8;

/// In memory that is taken at the start, so that it is no growth.
#[derive(Debug)]
pub(crate) struct Ids {
    marks: Box<[AtomicU8]>,
    next: AtomicUsize,
    /// Numbers that the server was sent and that nobody has.
    unknown: AtomicUsize,
}

/// Bodies by what both sides know of them.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sums {
    /// Bodies that ran.
    pub(crate) run: u64,
    /// Those that the server saw.
    pub(crate) seen: u64,
    /// Those that got an answer, or a part of one.
    pub(crate) answered: u64,
    /// Those that were cut off without an answer, before the server saw them.
    pub(crate) lost: u64,
    /// Must be none: seen without having run, seen twice, or answered without being seen.
    pub(crate) contradictions: u64,
}

impl Ids {
    pub(crate) fn new(most: usize) -> Self {
        Self {
            marks: (0..most).map(|_| AtomicU8::new(FREE)).collect(),
            next: AtomicUsize::new(0),
            unknown: AtomicUsize::new(0),
        }
    }

    /// Whether there are enough for everybody who may be about to take one.
    pub(crate) fn are_left(&self) -> bool {
        self.next.load(Ordering::Relaxed) + 1000 < self.marks.len()
    }

    pub(crate) fn run(&self) -> usize {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        self.mark(id, RUN);
        id
    }

    pub(crate) fn seen(&self, id: usize) {
        if self.mark(id, SEEN) & SEEN != 0 {
            self.mark(id, SEEN_AGAIN);
        }
    }

    pub(crate) fn answered(&self, id: usize) {
        self.mark(id, ANSWERED);
    }

    pub(crate) fn sums(&self) -> Sums {
        let mut sums =
            Sums { contradictions: self.unknown.load(Ordering::Relaxed) as u64, ..Sums::default() };
        for mark in &self.marks {
            let mark = mark.load(Ordering::Acquire) & !FREE;
            let is = |bit| u64::from(mark & bit != 0);
            sums.run += is(RUN);
            sums.seen += is(SEEN);
            sums.answered += is(ANSWERED);
            sums.lost += u64::from(mark == RUN);
            let is_possible =
                matches!(mark & !SEEN_AGAIN, 0 | RUN) || mark & (RUN | SEEN) == RUN | SEEN;
            sums.contradictions += u64::from(!is_possible) + is(SEEN_AGAIN);
        }
        sums
    }

    /// What was known of it before.
    fn mark(&self, id: usize, bit: u8) -> u8 {
        let Some(mark) = self.marks.get(id) else {
            self.unknown.fetch_add(1, Ordering::Relaxed);
            return 0;
        };
        mark.fetch_or(bit, Ordering::AcqRel)
    }
}
