//! What the circuits of a table ask of it: of all keys together, or of one that had to leave.

use std::sync::Arc;

use super::{Locked, Place, Table};
use crate::circuit::Circuit;
use crate::circuit::keys::Keys;
use crate::circuit::word::Word;
use crate::events::failure::Failure;
use crate::keyed::text::KeyText;
use crate::policy::Policy;
use crate::telemetry::{AllUntold, Untold};

impl Keys for Table {
    fn obey(&self, is_reset: bool, by: Option<&Arc<str>>) {
        let mut locked = self.locked.lock();
        // Not the state that the caller has brought about: there may have been another one since.
        let force = self.whole.itself().force_of_whole();
        (locked.whole, locked.policy) = (force, self.whole.itself().policy());
        locked.follows_runs = self.whole.itself().follows_runs();
        // One that has a force of its own may be forgotten at another time now, by the same word.
        locked.eviction.ask_all_again();
        let obey = |place: &Place| place.circuit().obey(locked.whole.as_ref(), is_reset, by);
        let untold: AllUntold = self.in_use(&locked).map(obey).collect();
        // Last: keys go through it, however short it was.
        let ended = self.end_force(&mut locked);
        drop(locked);
        untold.and([ended]).tell();
    }

    fn release(&self, circuit: &Circuit) {
        let mut locked = self.locked.lock();
        let ended = self.end_force(&mut locked);
        let untold = circuit.obey(locked.whole.as_ref(), false, None);
        drop(locked);
        untold.and(ended).tell();
    }

    fn look_at_time_of_whole(&self) {
        self.whole.itself().look_at_time();
    }

    fn ask_again(&self, place: u32) {
        let last_use = self.places.get(place).map_or(0, Place::last_use);
        self.locked.lock().eviction.ask_one_again(place, last_use);
    }

    fn follow_runs(&self) {
        // First: keys that come meanwhile begin like that.
        let followed = core::mem::replace(&mut self.locked.lock().follows_runs, true);
        if !followed {
            self.circuits().for_each(Circuit::follow_runs);
        }
    }

    fn open_for(&self, time: core::time::Duration) {
        self.circuits().for_each(|circuit| circuit.open_for(time));
    }

    fn each(&self, look: &mut dyn FnMut(&Circuit)) {
        self.circuits().for_each(look);
    }

    fn reconfigure(&self, keys: &[(&str, Policy)]) -> AllUntold {
        let by_fingerprint = |&(key, policy)| (self.fingerprint(&KeyText::of(key)), policy);
        let mut locked = self.locked.lock();
        locked.policies = keys.iter().map(by_fingerprint).collect();
        locked.eviction.ask_all_again();
        let before = core::mem::replace(&mut locked.policy, self.whole.itself().policy());
        let whole = locked.policy;
        // Not the one that the circuit itself was made with: that may have been another one
        // meanwhile.
        let go_on = |place: &Place| {
            let policy = locked.policy_of(place.fingerprint());
            place.circuit().reconfigure_with(policy, (before, whole))
        };
        self.in_use(&locked).map(go_on).collect()
    }

    fn fail_late(&self, place: u32, issued: Word, failure: Failure<'_>, is_counted: bool) -> bool {
        let mut locked = self.locked.lock();
        let is_it = |generation| issued.is_of_generation(generation);
        let Some(fingerprint) = locked.evicted.of(place, is_it) else { return false };
        let ended = self.end_force(&mut locked);
        let (found, untold) = self.place_again(&mut locked, fingerprint);
        let late = found.map(|place| place.circuit().fail_late(failure, is_counted));
        drop(locked);
        untold.and(late).and([ended]).tell();
        found.is_some()
    }

    #[cfg(feature = "test-util")]
    fn set_clock(&self, clock: crate::base::clock::ManualClock) {
        let mut locked = self.locked.lock();
        self.places
            .first(self.places.most() as usize)
            .for_each(|place| place.circuit().set_clock(clock.clone()));
        self.clock.hold(clock);
        // The whole has started over, and an end of the old clock means nothing by this one.
        locked.whole = None;
        locked.eviction.ask_all_again();
    }
}

impl Table {
    /// Forgets what was forced on all keys, if that is over: no key that comes from now on is. The
    /// whole is to be told.
    pub(in crate::keyed) fn end_force(&self, locked: &mut Locked) -> Untold {
        match locked.whole.take_if(|force| force.is_over(self.clock.now())) {
            Some(_) => {
                let whole = Arc::clone(&self.whole);
                Untold::elsewhere(move || whole.itself().look_at_time())
            }
            None => Untold::NOTHING,
        }
    }
}
