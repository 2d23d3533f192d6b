//! Which key has to leave when all places are taken: the least recently used of those whose
//! circuits have nothing to remember.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::base::time::Time;
use crate::circuit::Retained;
use crate::circuit::word::Word;
use crate::telemetry::{AllUntold, Untold};

mod evicted;
mod lru;
mod retained;
mod shortage;

pub(in crate::keyed) use evicted::{Evicted, EvictedKeys};
use lru::{LruQueue, MOST_LOOKS};
use retained::RetainedPlaces;
pub(in crate::keyed) use shortage::Shortage;

/// How many circuits one key asks that can't be vacated: in a table of a hundred thousand,
/// asking all of them takes 40 ms. The next key goes on with the others.
const MOST_ASKED: usize = 1024;

/// The places in use, in the order in which their keys have to leave. Each one is in the queue or
/// retained, and only once.
#[derive(Debug, Default)]
pub(in crate::keyed) struct EvictionOrder {
    queue: LruQueue,
    /// Places that couldn't be vacated.
    retained: RetainedPlaces,
    /// How many have pinned the circuit of a place to the key that has it.
    pinned: HashMap<u32, u32>,
}

/// What the order asks of the places.
pub(in crate::keyed) trait Candidates {
    /// A place that is held for the next key.
    type Vacancy<'c>
    where
        Self: 'c;

    /// When the key of this place was used last.
    fn last_use(&self, place: u32) -> u64;

    /// The word of its circuit at present.
    fn word(&self, place: u32) -> Word;

    /// Holds it for the next key, if nothing is lost with it.
    fn vacate(&self, place: u32) -> (Result<Self::Vacancy<'_>, Retained>, Untold);
}

impl EvictionOrder {
    /// Vacates the least recently used place of those that can be; `None` if none can, or a
    /// thousand of them can't. And what there is to tell of those asked.
    pub(in crate::keyed) fn vacate<'c, C: Candidates>(
        &mut self,
        now: Time,
        candidates: &'c C,
    ) -> (Option<C::Vacancy<'c>>, AllUntold) {
        self.ask_again(now, candidates);
        let (mut looks, mut untold) = (MOST_LOOKS, AllUntold::NOTHING);
        for _ in 0..MOST_ASKED {
            let last_use = |place| candidates.last_use(place);
            let Some(place) = self.queue.pop(&mut looks, last_use) else { break };
            let (vacancy, left) = self.ask(place, candidates);
            untold.extend([left]);
            match vacancy {
                Ok(vacancy) => return (Some(vacancy), untold),
                Err(retained) => self.retained.insert(place, retained),
            }
        }
        (None, untold)
    }

    fn ask<'c, C: Candidates>(
        &self,
        place: u32,
        candidates: &'c C,
    ) -> (Result<C::Vacancy<'c>, Retained>, Untold) {
        if self.pinned.contains_key(&place) {
            return (Err(Retained::FOR_NOW), Untold::NOTHING);
        }
        candidates.vacate(place)
    }

    /// Keeps a place with the key that has it, until it is unpinned as often.
    pub(in crate::keyed) fn pin(&mut self, place: u32) {
        *self.pinned.entry(place).or_default() += 1;
    }

    pub(in crate::keyed) fn unpin(&mut self, place: u32) {
        if let Entry::Occupied(mut pins) = self.pinned.entry(place) {
            *pins.get_mut() -= 1;
            if *pins.get() == 0 {
                pins.remove();
            }
        }
    }

    /// Queues a place whose key is new, and uses it now.
    pub(in crate::keyed) fn add(&mut self, epoch: u64, place: u32) {
        self.queue.push(epoch, place);
    }

    /// Queues those again whose time has come or to whom something has happened, as many as are
    /// asked at a time.
    fn ask_again(&mut self, now: Time, candidates: &impl Candidates) {
        for place in self.retained.release_early(|place| candidates.word(place)) {
            self.queue.push(candidates.last_use(place), place);
        }
        for _ in 0..MOST_ASKED {
            let Some(place) = self.retained.release_in_time(now) else { break };
            self.queue.push(candidates.last_use(place), place);
        }
    }

    /// Queues this one again, whose key was used last then.
    pub(in crate::keyed) fn ask_one_again(&mut self, place: u32, last_use: u64) {
        if self.retained.release_one(place) {
            self.queue.push(last_use, place);
        }
    }
}

#[cfg(all(test, not(breaker_loom)))]
mod tests {
    use super::*;
    use crate::circuit::mode::Mode;
    use core::cell::RefCell;

    const NEVER: Retained = Retained::FOR_EVER;

    /// Places, each used last at its time.
    struct Places<F> {
        used: Vec<u64>,
        gives: F,
        asked: RefCell<Vec<u32>>,
    }

    impl<F: Fn(u32) -> Result<(), Retained>> Candidates for Places<F> {
        type Vacancy<'c>
            = u32
        where
            Self: 'c;

        fn last_use(&self, place: u32) -> u64 {
            self.used[place as usize]
        }

        fn word(&self, _: u32) -> Word {
            Word::FRESH
        }

        fn vacate(&self, place: u32) -> (Result<u32, Retained>, Untold) {
            self.asked.borrow_mut().push(place);
            ((self.gives)(place).map(|()| place), Untold::NOTHING)
        }
    }

    fn places<F>(used: impl IntoIterator<Item = u64>, gives: F) -> Places<F> {
        Places { used: used.into_iter().collect(), gives, asked: RefCell::default() }
    }

    /// So many places, each used when the next one was taken.
    fn full(places: u32) -> EvictionOrder {
        let mut order = EvictionOrder::default();
        (0..places).for_each(|place| order.add(u64::from(place), place));
        order
    }

    fn vacated<F>(order: &mut EvictionOrder, now: Time, candidates: &Places<F>) -> Option<u32>
    where
        F: Fn(u32) -> Result<(), Retained>,
    {
        order.vacate(now, candidates).0
    }

    #[test]
    fn who_can_not_leave_is_left_alone_until_its_time_and_asked_then() {
        let mut order = full(2);
        let until = Time::from_nanos(10);
        let retaining = places(0..2, |_| Err(Retained { until, ..NEVER }));
        for now in [0, 9] {
            assert_eq!(vacated(&mut order, Time::from_nanos(now), &retaining), None);
            assert_eq!(*retaining.asked.borrow(), [0, 1]);
        }
        assert_eq!(vacated(&mut order, until, &places(0..2, |_| Ok(()))), Some(0));
    }

    #[test]
    fn a_place_is_asked_in_the_order_of_its_use_after_its_time_too() {
        let mut order = full(3);
        let until = Time::from_nanos(10);
        let retaining = places(0..3, |_| Err(Retained { until, ..NEVER }));
        assert_eq!(vacated(&mut order, Time::ZERO, &retaining), None);
        let giving = places([7, 1, 2], |_| Ok(()));
        let gone = [(); 3].map(|()| vacated(&mut order, until, &giving));
        assert_eq!(gone, [Some(1), Some(2), Some(0)]);
    }

    #[test]
    fn who_was_retained_is_asked_at_once_if_something_has_happened_to_the_circuit() {
        let mut order = full(2);
        let seen = Word::new(Mode::Open, 1, crate::tallies::Slot::NONE);
        let retaining =
            places(0..2, |place| Err(if place == 0 { NEVER } else { Retained { seen, ..NEVER } }));
        assert_eq!(vacated(&mut order, Time::ZERO, &retaining), None);
        let giving = places(0..2, |_| Ok(()));
        assert_eq!(vacated(&mut order, Time::ZERO, &giving), Some(1), "its word was another");
        assert_eq!(vacated(&mut order, Time::ZERO, &giving), None);
        order.ask_one_again(0, 0);
        assert_eq!(vacated(&mut order, Time::ZERO, &giving), Some(0));
    }

    #[test]
    fn where_all_were_used_since_a_key_looks_at_so_many_and_asks_the_least_recent_of_them() {
        let mut order = full(100_000);
        // The later one was queued, the earlier it was used since.
        let some = places((0..100_000).map(|place| 1_000_000 - place), |_| Ok(()));
        let last = u32::try_from(MOST_LOOKS).unwrap() - 1;
        assert_eq!(vacated(&mut order, Time::ZERO, &some), Some(last));
        assert_eq!(*some.asked.borrow(), [last]);
    }

    #[test]
    fn a_key_asks_no_more_than_so_many_and_the_next_one_goes_on() {
        let mut order = full(3_000);
        let give = |place| if place == 2_999 { Ok(()) } else { Err(NEVER) };
        let some = places(0..3_000, give);
        assert_eq!(vacated(&mut order, Time::ZERO, &some), None);
        assert_eq!(some.asked.borrow().len(), MOST_ASKED);
        assert_eq!(vacated(&mut order, Time::ZERO, &some), None);
        assert_eq!(vacated(&mut order, Time::ZERO, &some), Some(2_999));
        assert_eq!(some.asked.borrow().len(), 3_000);
    }
}
