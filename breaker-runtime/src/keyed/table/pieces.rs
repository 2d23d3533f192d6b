//! Going through all keys without keeping others from the table.

use super::{Locked, Place, Table};
use crate::base::sync::unlock_fairly;

/// Places that are looked at under one lock, for which the first call of a new key waits. To steer
/// twenty thousand circuits takes a tenth of a second.
const PIECE: u32 = if cfg!(breaker_loom) { 1 } else { 32 };

impl Table {
    /// Asks something of each place in use under the lock, and takes a step with it without: others
    /// may have got the place by then.
    pub(super) fn in_pieces<T>(
        &self,
        ask: impl Fn(&Locked, &Place) -> T,
        mut step: impl FnMut(&Place, T),
    ) {
        let mut first = 0;
        loop {
            let locked = self.locked.lock();
            let last = locked.in_use().min(first + PIECE);
            let places = (first..last).filter_map(|place| self.places.get(place));
            let piece: Vec<_> = places.map(|place| (place, ask(&locked, place))).collect();
            drop(locked);
            if piece.is_empty() {
                return;
            }
            for (place, asked) in piece {
                step(place, asked);
            }
            self.ask_again(first..last);
            first = last;
        }
    }

    /// What was done to them may have changed when they can be vacated. Who waits for the table
    /// gets it next, for this thread would have it again before that one wakes up.
    fn ask_again(&self, places: core::ops::Range<u32>) {
        let mut locked = self.locked.lock();
        for place in places.filter_map(|place| self.places.get(place)) {
            locked.eviction.ask_one_again(place.number(), place.last_use());
        }
        unlock_fairly(locked);
    }
}

#[cfg(all(test, not(breaker_loom)))]
mod tests {
    use super::*;
    use crate::keyed::KeyedCircuitBreaker;
    use crate::policy::Policy;

    #[test]
    fn nobody_waits_for_a_step_and_keys_that_come_meanwhile_are_gone_through_too() {
        let keyed = KeyedCircuitBreaker::new("pieces", Policy::new(), 3 * PIECE);
        let add = |keys: core::ops::Range<u32>| keys.for_each(|key| _ = keyed.add(&key));
        add(0..2 * PIECE);
        let mut gone_through = Vec::new();
        let ask = |_: &Locked, place: &Place| place.number();
        keyed.table().in_pieces(ask, |place, asked| {
            // It would wait for itself.
            add(2 * PIECE..3 * PIECE);
            assert_eq!(place.number(), asked);
            gone_through.push(asked);
        });
        assert_eq!(gone_through, (0..3 * PIECE).collect::<Vec<_>>());
    }
}
