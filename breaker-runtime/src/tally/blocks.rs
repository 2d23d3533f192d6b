//! The blocks of all threads, and the slots in use.

use core::cell::Cell;

use super::{LANES, Slot};
use crate::sync::{AtomicU64, Ordering, RwLock, program_static, thread_static};
use crate::word::Word;

/// The counts of one thread, lane by lane.
type Block = &'static [AtomicU64];

/// Breakers that a thread's first block has room for. Every lane is work for loom.
const FIRST_SLOTS: u32 = if cfg!(breaker_loom) { 2 } else { 16 };

/// Breakers in use at once that have a slot: 256 KiB in each thread. Later ones count in memory that threads share.
const MOST_SLOTS: u32 = if cfg!(breaker_loom) { 2 } else { 4096 };

thread_static! {
    /// This thread's block. Without a destructor, so that reading it is one instruction.
    static MINE: Cell<Block> = Cell::new(&[]);
    /// Hands the block on when the thread ends.
    static LEASE: Lease = Lease(Cell::new(None));
}

/// Of the same block, and whose it is.
struct Lease(Cell<Option<(&'static RwLock<Pool>, Block)>>);

impl Drop for Lease {
    fn drop(&mut self) {
        // What still counts on this thread does so elsewhere.
        let _ = MINE.try_with(|mine| mine.replace(&[]));
        if let Some((pool, block)) = self.0.get() {
            pool.write().give_back(block);
        }
    }
}

program_static! {
    static POOL: RwLock<Pool> = RwLock::new(Pool {
        blocks: Vec::new(),
        free: Vec::new(),
        slots: 0,
        free_slots: Vec::new(),
    });
}

struct Pool {
    /// Every block there is.
    blocks: Vec<Block>,
    /// Those without an owner.
    free: Vec<Block>,
    /// Slots that were ever handed out.
    slots: u32,
    /// Those that came back.
    free_slots: Vec<u32>,
}

impl Pool {
    fn give_back(&mut self, block: Block) {
        if !block.is_empty() {
            self.free.push(block);
        }
    }

    /// A block without an owner that reaches `index`, newly made if there is none.
    fn take(&mut self, index: u32) -> Block {
        if let Some(at) = self.free.iter().position(|block| block.len() > index as usize) {
            return self.free.swap_remove(at);
        }
        let slots = (index / LANES + 1).max(self.slots).max(FIRST_SLOTS);
        let lanes = slots.next_power_of_two() * LANES;
        let block: Block = Box::leak((0..lanes).map(|_| AtomicU64::new(0)).collect());
        self.blocks.push(block);
        block
    }
}

pub(super) fn claim_slot() -> Option<u32> {
    let mut pool = POOL.write();
    if let Some(slot) = pool.free_slots.pop() {
        return Some(slot);
    }
    if pool.slots == MOST_SLOTS {
        return None;
    }
    let slot = pool.slots * LANES;
    pool.slots += 1;
    Some(slot)
}

pub(super) fn release_slot(slot: u32) {
    let mut pool = POOL.write();
    for block in &pool.blocks {
        let lanes = block.iter().skip(slot as usize).take(LANES as usize);
        lanes.for_each(|lane| lane.store(0, Ordering::Relaxed));
    }
    pool.free_slots.push(slot);
}

#[inline]
fn mine() -> Block {
    MINE.with(Cell::get)
}

#[inline]
pub(super) fn count(index: u32) -> bool {
    mine().get(index as usize).map(increment).is_some()
}

/// One bounds check and one comparison: this is the closed path.
#[inline]
pub(super) fn count_tagged(counted: u32, tag: u64) -> bool {
    let (lanes, counted) = (mine(), counted as usize);
    match lanes.get(counted.wrapping_add(1)) {
        Some(of) if of.load(Ordering::Relaxed) == tag => {
            increment(&lanes[counted]);
            true
        }
        _ => false,
    }
}

/// The same, and perhaps the first one of `tag`: the lanes are for that one from now on.
pub(super) fn count_newly_tagged(counted: u32, tag: u64) -> bool {
    let Some([count, of, before, ..]) = mine().get(counted as usize..) else { return false };
    let present = of.load(Ordering::Relaxed);
    if present != tag {
        if !Word::is_same_generation(present, tag) {
            before.store(count.load(Ordering::Relaxed), Ordering::Relaxed);
        }
        // Who sees the tag sees where its count began.
        of.store(tag, Ordering::Release);
    }
    increment(count);
    true
}

/// Gives this tag to what was counted for the same generation.
///
/// Exchanged, not stored: a thread may be about to begin with the next generation's, which stays. One that is just going on with the
/// tag of before stays too; its successes count all the same.
pub(super) fn retag(counted: u32, tag: u64) {
    let pool = POOL.read();
    for of in pool.blocks.iter().filter_map(|block| block.get(counted as usize + 1)) {
        let present = of.load(Ordering::Relaxed);
        if Word::is_same_generation(present, tag) {
            // Release: who sees this tag sees where its count began.
            let _ = of.compare_exchange(present, tag, Ordering::AcqRel, Ordering::Relaxed);
        }
    }
}

#[inline]
fn increment(lane: &AtomicU64) {
    lane.store(lane.load(Ordering::Relaxed).wrapping_add(1), Ordering::Relaxed);
}

/// Gets this thread a block that reaches `index`; false where none does, or while the thread is ending.
pub(super) fn make_room(index: u32) -> bool {
    if index >= Slot::NONE.0 {
        return false;
    }
    let reach = |lease: &Lease| {
        if mine().len() <= index as usize {
            let mut pool = POOL.write();
            let larger = pool.take(index);
            lease.0.set(Some((&POOL, larger)));
            pool.give_back(MINE.with(|mine| mine.replace(larger)));
        }
    };
    LEASE.try_with(reach).is_ok()
}

pub(super) fn total(index: u32) -> u64 {
    let pool = POOL.read();
    let lanes = pool.blocks.iter().filter_map(|block| block.get(index as usize));
    lanes.fold(0, |sum, lane| sum.wrapping_add(lane.load(Ordering::Relaxed)))
}

pub(super) fn counted_for(counted: u32, tag: u64) -> u64 {
    let pool = POOL.read();
    let slots = pool.blocks.iter().filter_map(|block| block.get(counted as usize..));
    slots.fold(0, |sum, lanes| match lanes {
        [count, of, before, ..] if Word::is_same_generation(of.load(Ordering::Acquire), tag) => {
            let before = before.load(Ordering::Relaxed);
            sum.wrapping_add(count.load(Ordering::Relaxed).wrapping_sub(before))
        }
        _ => sum,
    })
}

#[cfg(all(test, not(breaker_loom)))]
mod tests {
    use super::*;

    #[test]
    fn successes_are_counted_by_tag_and_all_of_them_together() {
        let slot = claim_slot().unwrap();
        assert!(make_room(slot + LANES - 1));
        let tag = |generation: u64| generation << 32;
        for (generation, counted) in [(9, 1), (9, 2), (3, 1), (4, 1), (4, 2)] {
            let tag = tag(generation);
            assert!(count_newly_tagged(slot, tag));
            assert_eq!(counted_for(slot, tag), counted);
        }
        assert!(!count_tagged(slot, tag(3)), "the lane is for 4");
        assert!(count_tagged(slot, tag(4)));
        assert_eq!((counted_for(slot, tag(9)), counted_for(slot, tag(3))), (0, 0));
        assert_eq!(total(slot), 6);
        release_slot(slot);
    }
}
