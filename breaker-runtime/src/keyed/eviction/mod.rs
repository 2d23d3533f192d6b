//! Who has a place, and who has to give one up: what changes under the lock of a keyed breaker.

use core::cmp::Reverse;
use std::collections::hash_map::Entry;
use std::collections::{BinaryHeap, HashMap};
use std::sync::Arc;

use crate::base::time::Time;
use crate::circuit::word::Word;
use crate::circuit::{NextOccupant, Refused};
use crate::events::state::State;
use crate::policy::Policy;
use crate::telemetry::{AllUntold, Untold};

pub(in crate::keyed) mod evicted;
mod retained;
pub(in crate::keyed) mod shortage;

use evicted::FormerOccupants;
use retained::Bench;
use shortage::Episode;

/// How many circuits one key asks that can't be given away: in a table of a hundred thousand,
/// asking all of them takes 40 ms. The next key goes on with the others.
const MOST_ASKED: usize = 1024;

/// How many that were used since they were lined up one key looks at: where all were, to look at
/// all of a hundred thousand takes 60 ms. They are in their new order for the next key.
const MOST_LOOKS: usize = 1024;

/// The places, in the order in which they are to be given away. Each one in use is in the queue or
/// on the bench, and only once.
#[derive(Debug)]
pub(in crate::keyed) struct Roster {
    in_use: u32,
    /// The last use that was known when the place was put here, and the place: the smallest first.
    /// Uses come later than that without telling, so the first one is looked at again before it is
    /// believed.
    queue: BinaryHeap<Reverse<(u64, u32)>>,
    /// Places that couldn't be given away.
    bench: Bench,
    /// What holds for every key: the state of the whole, and its policy.
    pub(in crate::keyed) whole: State,
    pub(in crate::keyed) policy: Policy,
    /// Policies of some keys, by their fingerprints: of those that have a circuit, and of those
    /// that have none yet.
    pub(in crate::keyed) policies: HashMap<u64, Policy>,
    /// How many have pinned the circuit of a place to the key that has it.
    pinned: HashMap<u32, u32>,
    pub(in crate::keyed) episode: Episode,
    pub(in crate::keyed) former: FormerOccupants,
    /// Whether somebody was told that texts of keys are cut.
    pub(in crate::keyed) has_told_of_cuts: bool,
}

/// What a roster asks of the circuits.
pub(in crate::keyed) trait Circuits {
    /// One that is held for the next key.
    type Vacancy<'c>
    where
        Self: 'c;

    /// When the one of this place was used last.
    fn last_use(&self, place: u32) -> u64;

    /// Its word at present.
    fn word(&self, place: u32) -> Word;

    /// Holds it for the next key, if nothing is lost with it.
    fn vacate(&self, place: u32) -> (Result<Self::Vacancy<'_>, Refused>, Untold);
}

impl Roster {
    /// Of so many places, none of which is in use.
    pub(in crate::keyed) fn new(places: u32, policy: Policy) -> Self {
        Self {
            in_use: 0,
            whole: State::Closed,
            policy,
            queue: BinaryHeap::new(),
            bench: Bench::default(),
            policies: HashMap::new(),
            pinned: HashMap::new(),
            episode: Episode::default(),
            former: FormerOccupants::none(places),
            has_told_of_cuts: false,
        }
    }

    /// A key that gets a circuit: by its own policy or that of the whole, whose state it obeys.
    pub(in crate::keyed) fn occupant<'k>(
        &self,
        key: Option<&'k Arc<str>>,
        fingerprint: u64,
    ) -> NextOccupant<'k> {
        let policy = self.policies.get(&fingerprint).copied().unwrap_or(self.policy);
        NextOccupant { key, fingerprint, policy, force: self.whole }
    }

    /// Places in use.
    pub(in crate::keyed) const fn in_use(&self) -> u32 {
        self.in_use
    }

    /// A place that nobody has had yet, of so many.
    pub(in crate::keyed) fn take_free(&mut self, places: u32) -> Option<u32> {
        let place = self.in_use;
        if place == places {
            return None;
        }
        self.in_use += 1;
        Some(place)
    }

    /// Vacates the place that was not used for the longest time, of those that can be; `None` if
    /// none can, or a thousand of them can't. And what there is to tell of those asked.
    pub(in crate::keyed) fn vacate<'c, C: Circuits>(
        &mut self,
        now: Time,
        circuits: &'c C,
    ) -> (Option<C::Vacancy<'c>>, AllUntold) {
        self.ask_again(now, circuits);
        let (mut looks, mut untold) = (MOST_LOOKS, AllUntold::NOTHING);
        for _ in 0..MOST_ASKED {
            let Some(place) = self.least_recent(&mut looks, circuits) else { break };
            let (vacancy, left) = self.ask(place, circuits);
            untold.extend([left]);
            match vacancy {
                Ok(vacancy) => return (Some(vacancy), untold),
                Err(refused) => self.bench.sit_down(place, refused),
            }
        }
        (None, untold)
    }

    fn ask<'c, C: Circuits>(
        &self,
        place: u32,
        circuits: &'c C,
    ) -> (Result<C::Vacancy<'c>, Refused>, Untold) {
        if self.pinned.contains_key(&place) {
            return (Err(Refused::FOR_NOW), Untold::NOTHING);
        }
        circuits.vacate(place)
    }

    /// Takes the place that was not used for the longest time out of the queue. Each that was used
    /// since it was put there costs a look; with the last look it is the one of those looked at.
    fn least_recent(&mut self, looks: &mut usize, circuits: &impl Circuits) -> Option<u32> {
        let mut least: Option<(u64, u32)> = None;
        loop {
            let next = self.queue.peek().map(|&Reverse(next)| next);
            match (least, next) {
                (Some(found), next) if *looks == 0 || next.is_none_or(|next| found <= next) => {
                    return Some(found.1);
                }
                _ => {}
            }
            let Reverse((known, place)) = self.queue.pop()?;
            let looked_at = (circuits.last_use(place), place);
            if looked_at.0 != known {
                *looks = looks.saturating_sub(1);
            }
            let other = least.replace(least.map_or(looked_at, |found| found.min(looked_at)));
            self.queue.extend(other.map(|found| Reverse(found.max(looked_at))));
        }
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

    /// A place has a new key, which used it now.
    pub(in crate::keyed) fn line_up(&mut self, epoch: u64, place: u32) {
        self.queue.push(Reverse((epoch, place)));
    }

    /// Lines those up again whose time has come or to whom something has happened, as many as are
    /// asked at a time.
    fn ask_again(&mut self, now: Time, circuits: &impl Circuits) {
        for place in self.bench.leave_early(|place| circuits.word(place)) {
            self.queue.push(Reverse((circuits.last_use(place), place)));
        }
        for _ in 0..MOST_ASKED {
            let Some(place) = self.bench.leave_in_time(now) else { break };
            self.queue.push(Reverse((circuits.last_use(place), place)));
        }
    }

    /// Lines all of them up again: their clock or their policy is another one now.
    pub(in crate::keyed) fn ask_all_again(&mut self) {
        // Not used since then, for all that is known: the first one is looked at again.
        self.queue.extend(self.bench.clear().map(|place| Reverse((0, place))));
    }
}

#[cfg(all(test, not(breaker_loom)))]
mod tests {
    use super::*;
    use crate::circuit::mode::Mode;
    use core::cell::RefCell;

    const NEVER: Refused = Refused { until: Time::NEVER, seen: Word::FRESH };

    /// Places, each used last at its time.
    struct Places<F> {
        used: Vec<u64>,
        gives: F,
        asked: RefCell<Vec<u32>>,
    }

    impl<F: Fn(u32) -> Result<(), Refused>> Circuits for Places<F> {
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

        fn vacate(&self, place: u32) -> (Result<u32, Refused>, Untold) {
            self.asked.borrow_mut().push(place);
            ((self.gives)(place).map(|()| place), Untold::NOTHING)
        }
    }

    fn places<F>(used: impl IntoIterator<Item = u64>, gives: F) -> Places<F> {
        Places { used: used.into_iter().collect(), gives, asked: RefCell::default() }
    }

    /// A roster of so many places, each used when the next one was taken.
    fn full(places: u32) -> Roster {
        let mut roster = Roster::new(places, Policy::new());
        for place in 0..places {
            assert_eq!(roster.take_free(places), Some(place));
            roster.line_up(u64::from(place), place);
        }
        assert_eq!(roster.take_free(places), None);
        roster
    }

    fn vacated<F>(roster: &mut Roster, now: Time, circuits: &Places<F>) -> Option<u32>
    where
        F: Fn(u32) -> Result<(), Refused>,
    {
        roster.vacate(now, circuits).0
    }

    #[test]
    fn the_place_that_was_not_used_for_the_longest_time_goes_first() {
        let mut roster = full(4);
        let circuits = places([9, 1, 8, 3], |_| Ok(()));
        let gone = [(); 5].map(|()| vacated(&mut roster, Time::ZERO, &circuits));
        assert_eq!(gone, [Some(1), Some(3), Some(2), Some(0), None]);
    }

    #[test]
    fn who_refuses_is_left_alone_until_its_time_and_asked_then() {
        let mut roster = full(2);
        let until = Time::from_nanos(10);
        let refusing = places(0..2, |_| Err(Refused { until, ..NEVER }));
        for now in [0, 9] {
            assert_eq!(vacated(&mut roster, Time::from_nanos(now), &refusing), None);
            assert_eq!(*refusing.asked.borrow(), [0, 1]);
        }
        assert_eq!(vacated(&mut roster, until, &places(0..2, |_| Ok(()))), Some(0));
    }

    #[test]
    fn a_place_is_asked_in_the_order_of_its_use_after_its_time_too() {
        let mut roster = full(3);
        let until = Time::from_nanos(10);
        let refusing = places(0..3, |_| Err(Refused { until, ..NEVER }));
        assert_eq!(vacated(&mut roster, Time::ZERO, &refusing), None);
        let giving = places([7, 1, 2], |_| Ok(()));
        let gone = [(); 3].map(|()| vacated(&mut roster, until, &giving));
        assert_eq!(gone, [Some(1), Some(2), Some(0)]);
    }

    #[test]
    fn who_was_refused_is_asked_at_once_if_something_has_happened_to_the_circuit() {
        let mut roster = full(2);
        let seen = Word::new(Mode::Open, 1, crate::counts::Slot::NONE);
        let refusing =
            places(0..2, |place| Err(if place == 0 { NEVER } else { Refused { seen, ..NEVER } }));
        assert_eq!(vacated(&mut roster, Time::ZERO, &refusing), None);
        let giving = places(0..2, |_| Ok(()));
        assert_eq!(vacated(&mut roster, Time::ZERO, &giving), Some(1), "its word was another");
        assert_eq!(vacated(&mut roster, Time::ZERO, &giving), None);
        roster.ask_all_again();
        assert_eq!(vacated(&mut roster, Time::ZERO, &giving), Some(0));
    }

    #[test]
    fn where_all_were_used_since_a_key_looks_at_so_many_and_takes_the_least_recent_of_them() {
        let mut roster = full(100_000);
        // The later one was lined up, the earlier it was used since.
        let circuits = places((0..100_000).map(|place| 1_000_000 - place), |_| Ok(()));
        let last = u32::try_from(MOST_LOOKS).unwrap() - 1;
        assert_eq!(vacated(&mut roster, Time::ZERO, &circuits), Some(last));
        assert_eq!(*circuits.asked.borrow(), [last]);
        assert_eq!(roster.queue.len(), 99_999, "the others are all there");
    }

    #[test]
    fn a_key_asks_no_more_than_so_many_and_the_next_one_goes_on() {
        let mut roster = full(3_000);
        let give = |place| if place == 2_999 { Ok(()) } else { Err(NEVER) };
        let circuits = places(0..3_000, give);
        assert_eq!(vacated(&mut roster, Time::ZERO, &circuits), None);
        assert_eq!(circuits.asked.borrow().len(), MOST_ASKED);
        assert_eq!(vacated(&mut roster, Time::ZERO, &circuits), None);
        assert_eq!(vacated(&mut roster, Time::ZERO, &circuits), Some(2_999));
        assert_eq!(circuits.asked.borrow().len(), 3_000);
    }
}
