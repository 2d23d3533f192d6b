//! The pages of all threads, what ended threads have counted, and the slots in use.

use super::page::{BEFORE, Page, TAG};
use super::{LANES, Lane, SLOTS, Slot, Tag};
use crate::base::sync::{Ordering, RwLock, program_static};

/// Breakers in use at once that have a slot. Later ones count in memory that threads share.
const MOST_SLOTS: u32 = if cfg!(breaker_loom) { 2 } else { Slot::NONE.number() };

program_static! {
    static POOL: RwLock<Pool> = RwLock::new(Pool {
        groups: Vec::new(),
        free: Vec::new(),
        slots: 0,
        free_slots: Vec::new(),
    });
}

pub(super) struct Pool {
    /// By the numbers of pages.
    groups: Vec<Group>,
    /// Pages without an owner, all zero. A page is small and fits everywhere, so that there are
    /// never more than were once in use.
    free: Vec<&'static Page>,
    /// Slots that were ever handed out.
    slots: u32,
    /// Those that came back.
    free_slots: Vec<Slot>,
}

/// All that is counted in neighbouring slots.
#[derive(Default)]
struct Group {
    /// Of the threads that are alive and have called one of them.
    pages: Vec<&'static Page>,
    /// Of those that have ended, slot by slot, if there are any.
    ended: Option<Box<[Ended; SLOTS]>>,
}

/// What ended threads have counted in one slot, by lane. Behind the successes that are counted
/// stand the tag of the newest of them, and how many those are.
type Ended = [u64; LANES];

pub(super) fn get() -> &'static RwLock<Pool> {
    &POOL
}

impl Pool {
    /// A page for these slots, newly made if there is none without an owner.
    pub(super) fn take(&mut self, number: u32) -> &'static Page {
        let page = self.free.pop().unwrap_or_else(|| Box::leak(Box::new(Page::new())));
        page.renumber(number);
        self.group(number).pages.push(page);
        page
    }

    /// Adds what a page's owner, who is ending, has counted to what those before it have, and takes
    /// the page back.
    pub(super) fn give_back(&mut self, page: &'static Page) {
        let number = page.number();
        let group = self.group(number);
        group.pages.retain(|&other| !core::ptr::eq(other, page));
        let ended = group.ended.get_or_insert_with(|| Box::new([[0; LANES]; SLOTS]));
        for (at, ended) in (0..).zip(ended.iter_mut()) {
            let slot = Slot::numbered(Slot::first_of(number).number() + at);
            end(ended, page, slot);
            page.clear(slot);
        }
        self.free.push(page);
    }

    fn group(&mut self, number: u32) -> &mut Group {
        let at = number as usize;
        if self.groups.len() <= at {
            self.groups.resize_with(at + 1, Group::default);
        }
        &mut self.groups[at]
    }

    fn find(&self, slot: Slot) -> Option<&Group> {
        self.groups.get(slot.page() as usize)
    }
}

impl Group {
    fn total(&self, slot: Slot, lane: Lane) -> u64 {
        let ended = self.ended(slot).map_or(0, |ended| ended[lane as usize]);
        let counts = self.pages.iter().map(|page| page.lane(slot, lane).load(Ordering::Relaxed));
        counts.fold(ended, u64::wrapping_add)
    }

    fn counted_for(&self, slot: Slot, tag: Tag) -> u64 {
        // Under the pool's lock: no thread moves from the living to the ended between the two sums.
        let ended = self.ended(slot).filter(|ended| tag_of(ended).is_same_generation(tag));
        let ended = ended.map_or(0, |ended| ended[BEFORE]);
        self.pages.iter().map(|page| page.counted_for(slot, tag)).fold(ended, u64::wrapping_add)
    }

    fn ended(&self, slot: Slot) -> Option<&Ended> {
        self.ended.as_ref()?.get(slot.number() as usize % SLOTS)
    }
}

/// The tag of what the threads that are gone have counted.
const fn tag_of(ended: &Ended) -> Tag {
    Tag::from_bits(ended[TAG])
}

fn end(ended: &mut Ended, page: &Page, slot: Slot) {
    let [counted, tag, before, ..] = page.slot(slot).map(|lane| lane.load(Ordering::Relaxed));
    // Of a generation that is over nobody asks again, and theirs only grow.
    let (counted_for, present) = (tag_of(ended), Tag::from_bits(tag));
    if counted_for.is_same_generation(present) {
        ended[BEFORE] = ended[BEFORE].wrapping_add(counted.wrapping_sub(before));
    } else if ended[BEFORE] == 0 || present.is_later_than(counted_for) {
        (ended[TAG], ended[BEFORE]) = (tag, counted.wrapping_sub(before));
    }
    // All other lanes are sums of everything that was ever counted.
    for (lane, sum) in
        ended.iter_mut().enumerate().filter(|&(lane, _)| lane != TAG && lane != BEFORE)
    {
        *sum = sum.wrapping_add(page.slot(slot)[lane].load(Ordering::Relaxed));
    }
}

pub(super) fn claim_slot() -> Slot {
    let mut pool = POOL.write();
    if let Some(slot) = pool.free_slots.pop() {
        return slot;
    }
    if pool.slots == MOST_SLOTS {
        return Slot::NONE;
    }
    pool.slots += 1;
    Slot::numbered(pool.slots - 1)
}

pub(super) fn release_slot(slot: Slot) {
    let mut pool = POOL.write();
    let group = pool.group(slot.page());
    group.pages.iter().for_each(|page| page.clear(slot));
    if let Some(ended) = &mut group.ended {
        ended[slot.number() as usize % SLOTS] = [0; LANES];
    }
    pool.free_slots.push(slot);
}

pub(super) fn retag(slot: Slot, tag: Tag) {
    let pool = POOL.read();
    let pages = pool.find(slot).map(|group| &group.pages);
    pages.into_iter().flatten().for_each(|page| page.retag(slot, tag));
}

pub(super) fn forget_older(slot: Slot, tag: Tag) {
    let mut pool = POOL.write();
    let group = pool.group(slot.page());
    group.pages.iter().for_each(|page| page.forget_older(slot, tag));
    if let Some(ended) = &mut group.ended {
        let ended = &mut ended[slot.number() as usize % SLOTS];
        if !tag_of(ended).is_same_generation(tag) {
            (ended[TAG], ended[BEFORE]) = (tag.bits(), 0);
        }
    }
}

pub(super) fn total(slot: Slot, lane: Lane) -> u64 {
    POOL.read().find(slot).map_or(0, |group| group.total(slot, lane))
}

pub(super) fn counted_for(slot: Slot, tag: Tag) -> u64 {
    POOL.read().find(slot).map_or(0, |group| group.counted_for(slot, tag))
}

#[cfg(all(test, not(breaker_loom)))]
mod tests {
    use super::*;
    use crate::tallies::Generation;

    fn tag(slot: Slot, generation: u64) -> Tag {
        Tag::former(Generation::of(generation), slot)
    }

    /// A pool of its own, and what it has for a slot: all of a lane, and what was counted for a
    /// tag.
    struct Apart(Pool);

    impl Apart {
        fn new() -> Self {
            Self(Pool { groups: Vec::new(), free: Vec::new(), slots: 0, free_slots: Vec::new() })
        }

        fn counts(&mut self, slot: Slot, tag: Tag) -> (u64, u64) {
            let group = self.0.group(slot.page());
            (group.total(slot, Lane::Counted), group.counted_for(slot, tag))
        }
    }

    #[test]
    fn what_a_thread_has_counted_outlives_it() {
        let (mut pool, slot) = (Apart::new(), Slot::numbered(99));
        let page = pool.0.take(slot.page());
        (0..3).for_each(|_| page.count_newly_tagged(slot, tag(slot, 4)));
        page.count(slot, Lane::Failure);
        assert_eq!(pool.counts(slot, tag(slot, 4)), (3, 3));
        pool.0.give_back(page);
        assert_eq!(pool.counts(slot, tag(slot, 4)), (3, 3));
        assert_eq!(pool.0.group(slot.page()).total(slot, Lane::Failure), 1);
        assert_eq!(pool.counts(slot, tag(slot, 5)), (3, 0));
    }

    #[test]
    fn threads_that_end_add_up_by_generation() {
        let (mut pool, slot) = (Apart::new(), Slot::numbered(99));
        let end = |pool: &mut Apart, generation, successes| {
            let page = pool.0.take(slot.page());
            (0..successes).for_each(|_| page.count_newly_tagged(slot, tag(slot, generation)));
            pool.0.give_back(page);
        };
        for (generation, successes) in [(4, 2), (4, 3), (2, 7), (5, 1), (4, 1), (5, 2)] {
            end(&mut pool, generation, successes);
        }
        assert_eq!(pool.counts(slot, tag(slot, 5)), (16, 3));
        assert_eq!(pool.counts(slot, tag(slot, 4)).1, 0, "it is over");
    }

    #[test]
    fn a_page_goes_from_slots_to_slots_as_good_as_new() {
        let (mut pool, slot, other) = (Apart::new(), Slot::numbered(99), Slot::numbered(70_003));
        let page = pool.0.take(slot.page());
        (0..3).for_each(|_| page.count_newly_tagged(slot, tag(slot, 4)));
        pool.0.give_back(page);
        let next = pool.0.take(other.page());
        assert!(core::ptr::eq(page, next));
        assert!(next.has(other) && !next.has(slot));
        assert_eq!(pool.counts(other, tag(other, 4)), (0, 0));
        assert_eq!(pool.counts(slot, tag(slot, 4)), (3, 3));
    }
}
