//! Places that can't be vacated, until they can.

use core::ops::Bound;
use std::collections::{BTreeMap, BTreeSet};

use crate::base::time::Time;
use crate::circuit::Retained;
use crate::circuit::word::Word;

/// How many of them one key looks at for what time alone does not bring about: an attacker brings
/// many keys.
const MOST_LOOKED_AT: usize = 64;

/// How many of those may be such that only asking them tells.
const MOST_ASKED: usize = 8;

impl Retained {
    pub(in crate::keyed) const FOR_EVER: Self = Self::while_unseen(Time::NEVER);

    /// By the next key that needs a place it can be, for all that is known.
    pub(in crate::keyed) const FOR_NOW: Self = Self::while_unseen(Time::ZERO);

    const fn while_unseen(until: Time) -> Self {
        Self { until, seen: Word::FRESH, is_steered: false }
    }

    /// Whether the circuit's word doesn't tell that nothing has happened to it.
    const fn is_unsure(self) -> bool {
        self.is_steered || self.seen.mode().outlives_failures_by_successes()
    }
}

/// They are found by the time at which their keys may leave; and a few at a time are looked at, one
/// after another, whether something has happened to them.
#[derive(Debug, Default)]
pub(super) struct RetainedPlaces {
    places: BTreeMap<u32, Retained>,
    by_time: BTreeSet<(Time, u32)>,
    /// The place to be looked at next.
    next: u32,
}

impl RetainedPlaces {
    pub(super) fn insert(&mut self, place: u32, retained: Retained) {
        self.by_time.insert((retained.until, place));
        self.places.insert(place, retained);
    }

    /// The next place whose time has come.
    pub(super) fn release_in_time(&mut self, now: Time) -> Option<u32> {
        let &(until, place) = self.by_time.first()?;
        if until > now {
            return None;
        }
        self.release(place, until);
        Some(place)
    }

    /// Those few of the next ones that may be worth asking again, though their time has not come.
    pub(super) fn release_early(&mut self, present: impl Fn(u32) -> Word) -> Vec<u32> {
        let (mut changed, mut asked, mut last) = (Vec::new(), 0, None);
        for (place, retained) in self.in_turn().take(MOST_LOOKED_AT) {
            let is_other = present(place) != retained.seen;
            asked += usize::from(!is_other && retained.is_unsure());
            if asked > MOST_ASKED {
                break;
            }
            if is_other || retained.is_unsure() {
                changed.push((place, retained.until));
            }
            last = Some(place);
        }
        self.next = last.map_or(0, |place| place.wrapping_add(1));
        changed.into_iter().map(|(place, until)| self.release(place, until)).collect()
    }

    /// All of them, once, from the next one on.
    fn in_turn(&self) -> impl Iterator<Item = (u32, Retained)> {
        let behind = self.places.range((Bound::Included(self.next), Bound::Unbounded));
        behind.chain(self.places.range(..self.next)).map(|(&place, &retained)| (place, retained))
    }

    /// This place, if it is one of them.
    pub(super) fn release_one(&mut self, place: u32) -> bool {
        let retained = self.places.get(&place).copied();
        retained.map(|retained| self.release(place, retained.until)).is_some()
    }

    fn release(&mut self, place: u32, until: Time) -> u32 {
        self.by_time.remove(&(until, place));
        self.places.remove(&place);
        place
    }
}

#[cfg(all(test, not(breaker_loom)))]
mod tests {
    use super::*;
    use crate::circuit::mode::Mode;
    use crate::tallies::Slot;

    fn word(mode: Mode, generation: u64) -> Word {
        Word::new(mode, generation, Slot::NONE)
    }

    fn until(nanos: u64) -> Retained {
        Retained { until: Time::from_nanos(nanos), seen: word(Mode::Open, 1), is_steered: false }
    }

    #[test]
    fn places_are_released_when_their_time_has_come_and_not_before() {
        let mut retained = RetainedPlaces::default();
        for (place, time) in [(7, 30), (8, 10), (9, 20)] {
            retained.insert(place, until(time));
        }
        let mut at = |now| retained.release_in_time(Time::from_nanos(now));
        assert_eq!([at(9), at(10), at(10)], [None, Some(8), None]);
        assert_eq!([at(40), at(40), at(40)], [Some(9), Some(7), None]);
    }

    #[test]
    fn places_are_released_early_if_something_happened_to_their_circuits() {
        let mut retained = RetainedPlaces::default();
        (0..4).for_each(|place| retained.insert(place, until(10)));
        let present = |place| word(Mode::Open, if place % 2 == 0 { 1 } else { 2 });
        assert_eq!(retained.release_early(present), [1, 3]);
        assert_eq!(retained.release_early(present), [] as [u32; 0]);
        let left: Vec<_> = (0..4).filter_map(|_| retained.release_in_time(Time::LAST)).collect();
        assert_eq!(left, [0, 2]);
    }

    #[test]
    fn successes_may_make_a_difference_where_failures_do_not_age() {
        for (mode, differs) in [
            (Mode::Closed, false),
            (Mode::ClosedTiming, false),
            (Mode::WatchingTiming, false),
            (Mode::ClosedCounting, true),
            (Mode::WatchingCounting, true),
        ] {
            let (mut retained, seen) = (RetainedPlaces::default(), word(mode, 1));
            (0..10).for_each(|place| retained.insert(place, Retained { seen, ..until(10) }));
            let asked = |retained: &mut RetainedPlaces| retained.release_early(|_| seen);
            assert_eq!(
                asked(&mut retained),
                if differs { vec![0, 1, 2, 3, 4, 5, 6, 7] } else { vec![] }
            );
            assert_eq!(asked(&mut retained), if differs { vec![8, 9] } else { vec![] });
        }
    }

    #[test]
    fn a_key_looks_at_so_many_and_the_next_one_goes_on() {
        let mut retained = RetainedPlaces::default();
        let many = 3 * 64 + 10;
        (0..many).for_each(|place| retained.insert(place, until(10)));
        let changed = |place| word(Mode::Open, u64::from(place == 5) + 1);
        assert_eq!(retained.release_early(changed), [5]);
        let changed = |place| word(Mode::Open, u64::from(place == 200 || place == 3) + 1);
        let found: Vec<_> = (0..4).map(|_| retained.release_early(changed)).collect();
        assert_eq!(found, [vec![], vec![], vec![200, 3], vec![]]);
    }
}
