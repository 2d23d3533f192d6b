//! What one thread counts in neighbouring slots.

use super::{LANES, Lane, SLOTS, Slot};
use crate::base::sync::{AtomicU64, Ordering};
use crate::circuit::word::Word;

/// The lane of the tag of the newest successes that are counted.
pub(super) const TAG: usize = 1;
/// How many successes were counted when that tag began.
pub(super) const BEFORE: usize = 2;

/// The counts of one thread for [`SLOTS`] breakers, slot by slot.
#[derive(Debug)]
pub(super) struct Page {
    /// The first of these slots, as long as a thread has it.
    first: AtomicU64,
    /// A byte is a lane, and so are the seven behind it: there are as many more.
    lanes: [AtomicU64; SLOTS * LANES + LANES],
}

impl Page {
    pub(super) fn new() -> Self {
        Self { first: AtomicU64::new(0), lanes: core::array::from_fn(|_| AtomicU64::new(0)) }
    }

    pub(super) fn renumber(&self, number: u32) {
        self.first.store(u64::from(Slot::first_of(number).bits()), Ordering::Relaxed);
    }

    /// The number that it has.
    pub(super) fn number(&self) -> u32 {
        Slot::in_word(self.first.load(Ordering::Relaxed)).page()
    }

    /// One comparison: this is the closed path.
    #[inline]
    pub(super) fn count_tagged(&self, tag: u64) -> bool {
        let first = first_lane(tag);
        let is_it = self.lanes[first + TAG].load(Ordering::Relaxed) == tag;
        if is_it {
            increment(&self.lanes[first]);
        }
        is_it
    }

    /// The same, and perhaps the first one of `tag`: the lanes are for that one from now on.
    pub(super) fn count_newly_tagged(&self, slot: Slot, tag: u64) {
        let [count, of, before, ..] = self.slot(slot);
        let present = of.load(Ordering::Relaxed);
        if present != tag {
            if !Word::is_same_generation(present, tag) {
                before.store(count.load(Ordering::Relaxed), Ordering::Relaxed);
            }
            // Who sees the tag sees where its count began.
            of.store(tag, Ordering::Release);
        }
        increment(count);
    }

    #[inline]
    pub(super) fn count(&self, slot: Slot, lane: Lane) {
        increment(self.lane(slot, lane));
    }

    /// Whether it is the one that this slot is in.
    #[inline]
    pub(super) fn has(&self, slot: Slot) -> bool {
        slot.is_neighbour_of(self.first.load(Ordering::Relaxed))
    }

    #[inline]
    pub(super) fn lane(&self, slot: Slot, lane: Lane) -> &AtomicU64 {
        &self.lanes[first_lane(u64::from(slot.bits())) + lane as usize]
    }

    pub(super) fn slot(&self, slot: Slot) -> [&AtomicU64; LANES] {
        let first = first_lane(u64::from(slot.bits()));
        core::array::from_fn(|lane| &self.lanes[first + lane])
    }

    /// Gives this tag to what was counted for the same generation.
    ///
    /// Exchanged, not stored: a thread may be about to begin with the next generation's, which stays. One that is just going on with the
    /// tag of before stays too; its successes count all the same.
    pub(super) fn retag(&self, slot: Slot, tag: u64) {
        let [_, of, ..] = self.slot(slot);
        let present = of.load(Ordering::Relaxed);
        if Word::is_same_generation(present, tag) {
            // Release: who sees this tag sees where its count began.
            let _ = of.compare_exchange(present, tag, Ordering::AcqRel, Ordering::Relaxed);
        }
    }

    /// Makes of older generations than that of `tag` the one right before it.
    pub(super) fn forget_older(&self, slot: Slot, tag: u64) {
        let [_, of, ..] = self.slot(slot);
        let present = of.load(Ordering::Relaxed);
        if !Word::is_same_generation(present, tag) {
            let before = Word::tag_before(tag);
            let _ = of.compare_exchange(present, before, Ordering::AcqRel, Ordering::Relaxed);
        }
    }

    /// The successes that were counted for the generation of `tag`.
    pub(super) fn counted_for(&self, slot: Slot, tag: u64) -> u64 {
        let [count, of, before, ..] = self.slot(slot);
        if Word::is_same_generation(of.load(Ordering::Acquire), tag) {
            let before = before.load(Ordering::Relaxed);
            count.load(Ordering::Relaxed).wrapping_sub(before)
        } else {
            0
        }
    }

    pub(super) fn clear(&self, slot: Slot) {
        for lane in self.slot(slot) {
            lane.store(0, Ordering::Relaxed);
        }
    }
}

/// The first lane, in its page, of the slot that a tag is for. Under loom, where pages are small, no tag has the others.
#[inline]
const fn first_lane(tag: u64) -> usize {
    let lane = (tag >> 8 & 0xFF) as usize;
    if cfg!(breaker_loom) { lane % (SLOTS * LANES) } else { lane }
}

#[inline]
fn increment(lane: &AtomicU64) {
    lane.store(lane.load(Ordering::Relaxed).wrapping_add(1), Ordering::Relaxed);
}

#[cfg(all(test, not(breaker_loom)))]
mod tests {
    use super::*;
    use crate::circuit::word::Mode;

    #[test]
    fn successes_are_counted_by_generation_and_all_of_them_together() {
        let (page, slot) = (Page::new(), Slot::numbered(7));
        let tag = |generation| Word::new(Mode::Closed, generation, slot).tag();
        for (generation, counted) in [(9, 1), (9, 2), (3, 1), (4, 1), (4, 2)] {
            page.count_newly_tagged(slot, tag(generation));
            assert_eq!(page.counted_for(slot, tag(generation)), counted);
        }
        assert!(!page.count_tagged(tag(3)), "the lane is for 4");
        assert!(page.count_tagged(tag(4)));
        assert_eq!((page.counted_for(slot, tag(9)), page.counted_for(slot, tag(3))), (0, 0));
        assert_eq!(page.lane(slot, Lane::Counted).load(Ordering::Relaxed), 6);
    }

    #[test]
    fn what_an_idle_thread_counted_never_counts_again() {
        let (page, slot) = (Page::new(), Slot::numbered(7));
        let tag = |generation| Word::new(Mode::Closed, generation, slot).tag();
        page.count_newly_tagged(slot, tag(5));
        for exponent in 0..34 {
            let later = tag(5 + (1 << exponent));
            assert_eq!(page.counted_for(slot, later), 0, "2^{exponent} generations later");
            assert!(!page.count_tagged(later));
        }
    }

    #[test]
    fn what_was_forgotten_does_not_count_when_numbers_start_over() {
        let (page, slot) = (Page::new(), Slot::numbered(7));
        let tag = |generation| Word::new(Mode::Closed, generation, slot).tag();
        page.count_newly_tagged(slot, tag(5));
        page.forget_older(slot, tag(1 << 33));
        assert_eq!(page.counted_for(slot, tag(5 + (1 << 34))), 0);
        assert!(!page.count_tagged(tag(5 + (1 << 34))));
        page.count_newly_tagged(slot, tag(1 << 33));
        page.forget_older(slot, tag(1 << 33));
        assert_eq!(page.counted_for(slot, tag(1 << 33)), 1, "of the present one");
    }

    #[test]
    fn counts_go_on_under_another_tag_of_the_generation() {
        let (page, slot) = (Page::new(), Slot::numbered(7));
        let word = |mode| Word::new(mode, 5, slot);
        page.count_newly_tagged(slot, word(Mode::Closed).tag());
        page.retag(slot, word(Mode::Closed).former_tag());
        assert!(!page.count_tagged(word(Mode::Closed).tag()), "it asks");
        page.count_newly_tagged(slot, word(Mode::WatchingCounting).tag());
        assert_eq!(page.counted_for(slot, word(Mode::ClosedCounting).tag()), 2);
        page.retag(slot, Word::new(Mode::Closed, 6, slot).former_tag());
        assert!(page.count_tagged(word(Mode::WatchingCounting).tag()), "of another generation");
    }
}
