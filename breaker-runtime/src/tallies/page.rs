//! What one thread counts in neighbouring slots.

use super::{LANES, Lane, SLOTS, Slot, Tag};
use crate::base::sync::{AtomicU64, Ordering};

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
    pub(super) fn count_tagged(&self, tag: Tag) -> bool {
        let first = first_lane(tag.bits());
        let is_it = self.lanes[first + TAG].load(Ordering::Relaxed) == tag.bits();
        if is_it {
            increment(&self.lanes[first]);
        }
        is_it
    }

    /// The same, and perhaps the first one of `tag`: the lanes are for that one from now on.
    pub(super) fn count_newly_tagged(&self, slot: Slot, tag: Tag) {
        let [count, newest, before, ..] = self.slot(slot);
        let present = Tag::from_bits(newest.load(Ordering::Relaxed));
        if present != tag {
            if !present.is_same_generation(tag) {
                before.store(count.load(Ordering::Relaxed), Ordering::Relaxed);
            }
            // Who sees the tag sees where its count began.
            newest.store(tag.bits(), Ordering::Release);
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
    /// Exchanged, not stored: a thread may be about to begin with the next generation's, which
    /// stays. One that is just going on with the tag of before stays too; its successes count all
    /// the same.
    pub(super) fn retag(&self, slot: Slot, tag: Tag) {
        let [_, newest, ..] = self.slot(slot);
        let present = Tag::from_bits(newest.load(Ordering::Relaxed));
        if present.is_same_generation(tag) {
            exchange(newest, present, tag);
        }
    }

    /// Makes of older generations than that of `tag` the one right before it.
    pub(super) fn forget_older(&self, slot: Slot, tag: Tag) {
        let [_, newest, ..] = self.slot(slot);
        let present = Tag::from_bits(newest.load(Ordering::Relaxed));
        if !present.is_same_generation(tag) {
            exchange(newest, present, tag.before());
        }
    }

    /// The successes that were counted for the generation of `tag`.
    pub(super) fn counted_for(&self, slot: Slot, tag: Tag) -> u64 {
        let [count, newest, before, ..] = self.slot(slot);
        // The tag first: acquired, it brings along the count from which its own begin. It is never
        // a newer one: the machine asks, under the circuit's lock, for the generation it is in.
        if Tag::from_bits(newest.load(Ordering::Acquire)).is_same_generation(tag) {
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

/// The first lane, in its page, of the slot that a tag is for. Under loom, where pages are small,
/// no tag has the others.
#[inline]
const fn first_lane(tag: u64) -> usize {
    let lane = (tag >> 8 & 0xFF) as usize;
    if cfg!(breaker_loom) { lane % (SLOTS * LANES) } else { lane }
}

/// Release: who sees this tag sees where its count began.
fn exchange(lane: &AtomicU64, present: Tag, next: Tag) {
    let (present, next) = (present.bits(), next.bits());
    let _ = lane.compare_exchange(present, next, Ordering::AcqRel, Ordering::Relaxed);
}

#[inline]
fn increment(lane: &AtomicU64) {
    lane.store(lane.load(Ordering::Relaxed).wrapping_add(1), Ordering::Relaxed);
}

#[cfg(all(test, not(breaker_loom)))]
mod tests {
    use super::*;
    use crate::tallies::Generation;

    /// A success that counts in this way.
    const fn counting(how: u64, generation: u64, slot: Slot) -> Tag {
        let former = Tag::former(Generation::of(generation), slot);
        Tag::from_bits(how << Tag::HOW | former.bits())
    }

    #[test]
    fn successes_are_counted_by_generation_and_all_of_them_together() {
        let (page, slot) = (Page::new(), Slot::numbered(7));
        let tag = |generation| counting(32, generation, slot);
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
        let tag = |generation| counting(32, generation, slot);
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
        let tag = |generation| counting(32, generation, slot);
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
        let (plain, other) = (counting(32, 5, slot), counting(40, 5, slot));
        let former = |generation| Tag::former(Generation::of(generation), slot);
        page.count_newly_tagged(slot, plain);
        page.retag(slot, former(5));
        assert!(!page.count_tagged(plain), "it asks");
        page.count_newly_tagged(slot, other);
        assert_eq!(page.counted_for(slot, former(5)), 2);
        page.retag(slot, former(6));
        assert!(page.count_tagged(other), "of another generation");
    }
}
