//! What is remembered of keys that had to leave: a ghost list, in the words of caches.

use std::collections::{HashMap, VecDeque};

/// Evicted keys that a table remembers for each of its circuits, 320 bytes of them.
const REMEMBERED: u32 = 16;

/// And at least so many: a small table changes hands fast.
const REMEMBERED_AT_LEAST: u32 = 1024;

/// A key that had to leave its place.
#[derive(Clone, Copy, Debug)]
pub(in crate::keyed) struct Evicted {
    pub(in crate::keyed) fingerprint: u64,
    /// The last one of the place that was the key's own.
    pub(in crate::keyed) generation: u64,
}

/// The last keys that lost their circuits, by their fingerprints: each with its place and with the
/// last generation there that was its own. A call under way may end later, and its failure is its
/// key's (rule S15); a permit knows the generation that it was admitted in, but no key.
///
/// All places share the memory: where most circuits stay, the others change hands the faster.
#[derive(Debug)]
pub(in crate::keyed) struct EvictedKeys {
    /// The last one of each place at the end.
    of_places: HashMap<u32, VecDeque<Evicted>>,
    /// The places, in the order in which they changed hands.
    order: VecDeque<u32>,
    most: usize,
}

impl EvictedKeys {
    /// None yet, of so many places.
    pub(in crate::keyed) fn none(places: u32) -> Self {
        let most = places.saturating_mul(REMEMBERED).max(REMEMBERED_AT_LEAST);
        Self { of_places: HashMap::new(), order: VecDeque::new(), most: most as usize }
    }

    /// A key has lost this place.
    pub(in crate::keyed) fn add(&mut self, place: u32, evicted: Evicted) {
        if self.order.len() >= self.most {
            self.forget_one();
        }
        self.order.push_back(place);
        self.of_places.entry(place).or_default().push_back(evicted);
    }

    fn forget_one(&mut self) {
        let Some(place) = self.order.pop_front() else { return };
        let Some(of_place) = self.of_places.get_mut(&place) else { return };
        of_place.pop_front();
        if of_place.is_empty() {
            self.of_places.remove(&place);
        }
    }

    /// Whose last generation in this place it was.
    pub(in crate::keyed) fn of(&self, place: u32, is_it: impl Fn(u64) -> bool) -> Option<u64> {
        let mut latest_first = self.of_places.get(&place)?.iter().rev();
        latest_first.find(|evicted| is_it(evicted.generation)).map(|evicted| evicted.fingerprint)
    }
}

#[cfg(all(test, not(breaker_loom)))]
mod tests {
    use super::*;

    const fn occupant_of(generation: u64, fingerprint: u64) -> Evicted {
        Evicted { fingerprint, generation }
    }

    fn remembers(evicted: &EvictedKeys, place: u32, generation: u64) -> Option<u64> {
        evicted.of(place, |last| last == generation)
    }

    #[test]
    fn a_table_remembers_16_keys_for_each_circuit_and_a_thousand_at_least() {
        for (places, most) in [(1, 1_024), (64, 1_024), (1_024, 16_384)] {
            let mut evicted = EvictedKeys::none(places);
            let all = 2 * most;
            (0..all).for_each(|occupant| evicted.add(0, occupant_of(2 * occupant, occupant)));
            assert_eq!(remembers(&evicted, 0, 2 * (all - 1)), Some(all - 1));
            assert_eq!(remembers(&evicted, 0, 2 * (all - most)), Some(all - most));
            assert_eq!(remembers(&evicted, 0, 2 * (all - most - 1)), None, "{places}");
            assert_eq!(remembers(&evicted, 0, 2 * all - 1), None, "nobody's last one");
        }
    }

    #[test]
    fn one_place_that_changes_hands_fast_uses_the_memory_of_all() {
        let mut evicted = EvictedKeys::none(64);
        evicted.add(5, occupant_of(7, 99));
        (0..1_023).for_each(|occupant| evicted.add(3, occupant_of(occupant, occupant)));
        assert_eq!((remembers(&evicted, 5, 7), remembers(&evicted, 3, 0)), (Some(99), Some(0)));
        assert_eq!(remembers(&evicted, 3, 7), Some(7), "each place has generations of its own");
        evicted.add(3, occupant_of(2_000, 1));
        assert_eq!((remembers(&evicted, 5, 7), remembers(&evicted, 3, 0)), (None, Some(0)));
    }
}
