//! Counts that cost their writer one plain store: every thread has its own.
//!
//! Each breaker owns a *slot*, eight *lanes* wide; each thread owns a *block* that holds every slot. A count is the sum of its lane
//! over all blocks. Blocks are never freed: a thread that ends leaves its block, counts included, to the next one, so that the sum
//! stays exact and a reader needs no lock that a writer would touch. Memory is bounded by the most threads that ever ran at once.
//!
//! A lane has one writer at a time (its block's owner), so a relaxed load and store can't lose a count. Ownership passes on under the
//! pool's lock, which orders the old owner's last store before the new owner's first load.
//!
//! Successes of a closed circuit carry a tag of its generation: beside the lane with their number stand the tag of the newest of them, and
//! the number there was when that began. Tags of one generation differ where the policy was changed meanwhile; what they count belongs
//! together. So a success that is late, however late, is never taken for one of a later window (rule S7).

use crate::sync::{AtomicU64, Ordering};

mod blocks;

use blocks as threads;

/// Lanes of a slot: a cache line of them.
pub(crate) const LANES: u32 = 8;

/// What a lane counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lane {
    /// Successes of a closed circuit. The two lanes behind it say which of them are of its present generation.
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

/// The first lane of a breaker's slot, in every block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Slot(u32);

impl Slot {
    /// No lane of any block: its counts go to the breaker's own [`Spill`].
    pub(crate) const NONE: Self = Self::around(u32::MAX);

    /// The slot that a lane is in.
    pub(crate) const fn around(lane: u32) -> Self {
        Self(lane - lane % LANES)
    }

    pub(crate) const fn lane(self, lane: Lane) -> u32 {
        self.0 + lane as u32
    }

    pub(crate) fn claim() -> Self {
        threads::claim_slot().map_or(Self::NONE, Self)
    }

    /// Gives the slot back, its counts cleared.
    pub(crate) fn release(self) {
        if self != Self::NONE {
            threads::release_slot(self.0);
        }
    }
}

/// Counts one more success for `tag` at `counted`, a slot's first lane, if that is what this thread counts there.
#[inline]
pub(crate) fn count_tagged_at_hand(counted: u32, tag: u64) -> bool {
    threads::count_tagged(counted, tag)
}

/// Counts one more success for `tag`, the circuit's present one; false if this thread can't have a lane for it.
pub(crate) fn count_newly_tagged(slot: Slot, tag: u64) -> bool {
    threads::make_room(slot.lane(Lane::Rejected)) && threads::count_newly_tagged(slot.0, tag)
}

/// The successes that were counted for the generation of `tag`.
pub(crate) fn counted_for(slot: Slot, tag: u64) -> u64 {
    if slot == Slot::NONE { 0 } else { threads::counted_for(slot.0, tag) }
}

/// Gives the counts of this generation another tag, before the circuit gets another word: a success under the old word asks the circuit
/// from now on. What was counted stays counted, and so does a success that is being counted meanwhile.
pub(crate) fn retag(slot: Slot, tag: u64) {
    if slot != Slot::NONE {
        threads::retag(slot.0, tag);
    }
}

/// A breaker's shared counts: those of threads that have no block any more, and of breakers without a slot.
#[derive(Debug)]
pub(crate) struct Spill([AtomicU64; LANES as usize]);

impl Spill {
    crate::sync::const_outside_loom! {
        pub(crate) const fn new() -> Self {
            Self([
                AtomicU64::new(0), AtomicU64::new(0), AtomicU64::new(0), AtomicU64::new(0),
                AtomicU64::new(0), AtomicU64::new(0), AtomicU64::new(0), AtomicU64::new(0),
            ])
        }
    }

    /// Counts one more at `index`, a slot's lane.
    #[inline]
    pub(crate) fn count(&self, index: u32) {
        if !threads::count(index) {
            self.count_elsewhere(index);
        }
    }

    /// The thread has no lane at `index` yet, or never will.
    #[cold]
    #[inline(never)]
    fn count_elsewhere(&self, index: u32) {
        if !(threads::make_room(index) && threads::count(index)) {
            self.0[(index % LANES) as usize].fetch_add(1, Ordering::Relaxed);
        }
    }

    /// All that was counted on `lane` of `slot`.
    pub(crate) fn total(&self, slot: Slot, lane: Lane) -> u64 {
        let spilt = self.0[lane as usize].load(Ordering::Relaxed);
        if slot == Slot::NONE { spilt } else { threads::total(slot.lane(lane)).wrapping_add(spilt) }
    }
}
