//! What the lock of a table guards.

use std::collections::HashMap;
use std::sync::Arc;

use super::abridged::Abridged;
use crate::circuit::NextOccupant;
use crate::circuit::to_all::{Followed, OrderToAll};
use crate::keyed::eviction::{EvictedKeys, EvictionOrder, Shortage};
use crate::keyed::text::KeyText;
use crate::machine::force::Force;
use crate::policy::Policy;

/// Which places are taken, which key has to leave, which had to; and what holds for the next key.
#[derive(Debug)]
pub(in crate::keyed) struct Locked {
    /// Places in use, from the first one on. A place is never free again.
    in_use: u32,
    /// Places that may be in use, be there more.
    bound: u32,
    pub(in crate::keyed) eviction: EvictionOrder,
    pub(in crate::keyed) evicted: EvictedKeys,
    pub(in crate::keyed) abridged: Abridged,
    pub(in crate::keyed) shortage: Shortage,
    /// What holds for every key: what is forced on the whole, and its policy.
    pub(in crate::keyed) whole: Option<Force>,
    pub(super) policy: Policy,
    /// What was said to all keys last, and the number of the last policies.
    pub(super) order: OrderToAll,
    pub(super) policies_number: u64,
    /// Whether circuits of keys to come follow runs of failures.
    pub(super) follows_runs: bool,
    /// Some keys, as they are shown, with policies of their own, by their fingerprints: those that
    /// have a circuit, and those that have none yet.
    pub(super) policies: HashMap<u64, (Arc<str>, Policy)>,
    /// Whether somebody was told that texts of keys are cut.
    has_told_of_cuts: bool,
}

impl Locked {
    /// Of so many places, none of which is in use.
    pub(super) fn new(places: u32, policy: Policy) -> Self {
        Self {
            in_use: 0,
            bound: places,
            eviction: EvictionOrder::default(),
            evicted: EvictedKeys::none(places),
            abridged: Abridged::default(),
            shortage: Shortage::default(),
            whole: None,
            policy,
            order: OrderToAll::default(),
            policies_number: 0,
            follows_runs: false,
            policies: HashMap::new(),
            has_told_of_cuts: false,
        }
    }

    /// Places in use.
    pub(super) const fn in_use(&self) -> u32 {
        self.in_use
    }

    /// From now on no more places are taken than so many.
    pub(super) const fn bind(&mut self, bound: u32) {
        self.bound = bound;
    }

    pub(in crate::keyed) const fn bound(&self) -> u32 {
        self.bound
    }

    /// A place that nobody has had yet.
    pub(in crate::keyed) fn take_free_place(&mut self) -> Option<u32> {
        let place = self.in_use;
        if place >= self.bound {
            return None;
        }
        self.in_use += 1;
        Some(place)
    }

    /// A key that gets a circuit: by its own policy or that of the whole, whose state it obeys.
    pub(in crate::keyed) fn next_occupant<'k>(
        &self,
        key: Option<&'k Arc<str>>,
        fingerprint: u64,
    ) -> NextOccupant<'k> {
        let (policy, force) = (self.policy_of(fingerprint), self.whole.clone());
        let followed = Followed { order: self.order.number(), policies: self.policies_number };
        NextOccupant { key, fingerprint, policy, force, follows_runs: self.follows_runs, followed }
    }

    pub(super) fn policy_of(&self, fingerprint: u64) -> Policy {
        self.policies.get(&fingerprint).map_or(self.policy, |(_, policy)| *policy)
    }

    /// Whether the text of this key is the first one that is cut.
    pub(in crate::keyed) fn is_first_cut(&mut self, key: &KeyText) -> bool {
        let is_first = key.is_cut() && !self.has_told_of_cuts;
        self.has_told_of_cuts |= is_first;
        is_first
    }
}

#[cfg(all(test, not(breaker_loom)))]
mod tests {
    use super::*;

    #[test]
    fn each_place_is_taken_once() {
        let mut locked = Locked::new(2, Policy::new());
        let taken = [(); 3].map(|()| locked.take_free_place());
        assert_eq!((taken, locked.in_use()), ([Some(0), Some(1), None], 2));
    }
}
