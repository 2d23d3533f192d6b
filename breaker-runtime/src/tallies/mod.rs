//! Tallies: counts that cost their writer one plain store, for every thread has its own. They hold
//! the successes of windows and the totals of all calls; the failures of a window are in
//! `machine/window`.
//!
//! Each breaker owns a *slot*, and each thread a *page* for every [`SLOTS`] neighbouring slots that
//! it counts in. A count is the sum of a slot's *lane* over the pages of all threads. A thread that
//! ends adds what its pages hold to what ended threads have counted and gives the pages back, so
//! that sums look at the threads that are alive and have called a neighbour, and memory follows the
//! calls.
//!
//! A lane has one writer at a time, its page's owner, so a load and a store can't lose a count. The
//! orderings are in the table of all atomics, in [`base::sync`](crate::base::sync).
//!
//! Successes of a closed circuit carry a tag of its generation: beside the lane with their number
//! stand the tag of the newest of them, and the number there was when that began. Tags of one
//! generation differ where the policy was changed meanwhile; what they count belongs together. So a
//! success that is late, however late, is never taken for one of a later window (rule S7).
//!
//! Windows are told of failures only: a rule that needs the number of successes sums the threads'
//! when a failure is recorded. Between two failures the order of successes matters to no rule, so
//! this is exact, and the success path has neither lock nor shared write.

use crate::base::sync::{AtomicU64, Ordering};

pub(crate) mod calls;
mod page;
mod pool;
mod tag;
mod threads;

pub(crate) use tag::{GENERATIONS, Generation, Tag};

/// Slots of a page, neighbours of each other. Every one is work for loom.
pub(crate) const SLOTS: usize = if cfg!(breaker_loom) { 2 } else { 32 };

/// Lanes of a slot: a cache line of them.
pub(crate) const LANES: usize = 8;

/// What a lane counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lane {
    /// Successes of a closed circuit. The two lanes behind it say which of them are of its present
    /// generation.
    Counted = 0,
    /// Other successes.
    Uncounted = 3,
    /// Failures.
    Failure = 4,
    /// Calls that count as neither.
    Ignored = 5,
    /// Calls that were given up before they had a result.
    Abandoned = 6,
    /// Calls that were not admitted.
    Rejected = 7,
}

/// Where the pages of all threads count for one breaker: the number of the pages, and in each of
/// them the first lane.
///
/// `[page, high: 8 | lane: 8 | page, low: 8]`, as it stands at the lower end of a state word. The
/// low byte of the page, by which a thread has the page at hand, and the lane are the two bytes
/// that one instruction each takes out of a register, with no test whether they are in bounds. In
/// the other order it would be one more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Slot(u32);

impl Slot {
    /// So many bits.
    pub(crate) const BITS: u32 = 24;

    /// No slot of any page: its counts go to the breaker's own [`Spill`].
    pub(crate) const NONE: Self = Self::from_bits(u32::MAX);

    pub(crate) const fn from_bits(bits: u32) -> Self {
        Self(bits & 0xFF_F8_FF)
    }

    /// The one that stands at the lower end of a word.
    #[expect(clippy::cast_possible_truncation, reason = "the lower end")]
    pub(crate) const fn in_word(word: u64) -> Self {
        Self::from_bits(word as u32)
    }

    pub(crate) const fn bits(self) -> u32 {
        self.0
    }

    const fn numbered(number: u32) -> Self {
        let (page, lane) = (number >> 5, number % 32 * 8);
        Self::from_bits(page >> 8 << 16 | lane << 8 | page & 0xFF)
    }

    const fn number(self) -> u32 {
        self.page() << 5 | self.0 >> 11 & 31
    }

    const fn page(self) -> u32 {
        self.0 >> 16 << 8 | self.0 & 0xFF
    }

    /// Whether its pages have the same number as those of the slot of these bits.
    #[inline]
    const fn is_neighbour_of(self, bits: u64) -> bool {
        (self.0 as u64 ^ bits) & 0xFF_00_FF == 0
    }

    /// The first of the slots of a page.
    const fn first_of(page: u32) -> Self {
        Self::numbered(page << 5)
    }

    pub(crate) fn claim() -> Self {
        pool::claim_slot()
    }

    /// Gives the slot back, its counts cleared.
    pub(crate) fn release(self) {
        if self != Self::NONE {
            pool::release_slot(self);
        }
    }
}

/// Counts one more success for `tag`, a state word or what stands for it, if that is what this
/// thread counts in its slot.
#[inline]
pub(crate) fn count_tagged_at_hand(tag: Tag) -> bool {
    threads::count_tagged(tag)
}

/// Counts one more success for `tag`, the circuit's present one; false if this thread can't have a
/// page for it.
pub(crate) fn count_newly_tagged(slot: Slot, tag: Tag) -> bool {
    threads::with_page(slot, |page| page.count_newly_tagged(slot, tag))
}

/// The successes that were counted for the generation of `tag`.
pub(crate) fn counted_for(slot: Slot, tag: Tag) -> u64 {
    if slot == Slot::NONE { 0 } else { pool::counted_for(slot, tag) }
}

/// Gives the counts of this generation another tag, before the circuit gets another word: a success
/// under the old word asks the circuit from now on. What was counted stays counted, and so does a
/// success that is being counted meanwhile.
pub(crate) fn retag(slot: Slot, tag: Tag) {
    if slot != Slot::NONE {
        pool::retag(slot, tag);
    }
}

/// Forgets which successes were of an older generation than that of `tag`: numbers of generations
/// start over.
pub(crate) fn forget_older(slot: Slot, tag: Tag) {
    if slot != Slot::NONE {
        pool::forget_older(slot, tag);
    }
}

/// A breaker's shared counts: those of threads that are ending, and of breakers without a slot.
#[derive(Debug)]
pub(crate) struct Spill([AtomicU64; LANES]);

impl Spill {
    crate::base::sync::const_outside_loom! {
        pub(crate) const fn new() -> Self {
            Self([
                AtomicU64::new(0), AtomicU64::new(0), AtomicU64::new(0), AtomicU64::new(0),
                AtomicU64::new(0), AtomicU64::new(0), AtomicU64::new(0), AtomicU64::new(0),
            ])
        }
    }

    /// Counts one more on `lane` of `slot`.
    #[inline]
    pub(crate) fn count(&self, slot: Slot, lane: Lane) {
        if !threads::count(slot, lane) {
            self.count_elsewhere(slot, lane);
        }
    }

    /// The thread has no page at hand, or never will.
    #[cold]
    #[inline(never)]
    fn count_elsewhere(&self, slot: Slot, lane: Lane) {
        if !threads::with_page(slot, |page| page.count(slot, lane)) {
            self.0[lane as usize].fetch_add(1, Ordering::Relaxed);
        }
    }

    /// All that was counted on `lane` of `slot`.
    pub(crate) fn total(&self, slot: Slot, lane: Lane) -> u64 {
        let spilt = self.0[lane as usize].load(Ordering::Relaxed);
        if slot == Slot::NONE { spilt } else { pool::total(slot, lane).wrapping_add(spilt) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slot_is_a_page_and_a_lane() {
        for (number, page) in
            [(0, 0), (31, 0), (32, 1), (8_191, 255), (8_192, 256), (32_005, 1_000)]
        {
            let slot = Slot::numbered(number);
            assert_eq!((slot.number(), slot.page()), (number, page));
            assert_eq!(Slot::from_bits(slot.bits()), slot);
        }
        assert_eq!((Slot::NONE.page(), Slot::NONE.number()), (0xFFFF, (1 << 21) - 1));
    }
}
