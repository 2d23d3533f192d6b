//! What the circuits of a table ask of each other.

use super::Table;
use crate::circuit::Circuit;
use crate::circuit::keys::Keys;
use crate::circuit::word::Word;
use crate::events::failure::Failure;
use crate::keyed::table::place::Entry;
use crate::keyed::text::KeyText;
use crate::policy::Policy;
use crate::telemetry::AllUntold;

impl Keys for Table {
    fn obey(&self, is_reset: bool) {
        let mut roster = self.roster.lock();
        // Not the state that the caller has brought about: there may have been another one since.
        let state = self.whole.itself().state_of_whole();
        (roster.whole, roster.policy) = (state, self.whole.itself().policy());
        let obey = |entry: &Entry| entry.circuit().obey(state, is_reset);
        let untold: AllUntold = self.used(&roster).map(obey).collect();
        drop(roster);
        untold.tell();
    }

    fn release(&self, circuit: &Circuit) {
        let roster = self.roster.lock();
        let untold = circuit.obey(roster.whole, false);
        drop(roster);
        untold.tell();
    }

    fn open_for(&self, time: core::time::Duration) {
        self.circuits().for_each(|circuit| circuit.open_for(time));
    }

    fn each(&self, look: &mut dyn FnMut(&Circuit)) {
        self.circuits().for_each(look);
    }

    fn reconfigure(&self, keys: &[(&str, Policy)]) -> AllUntold {
        let by_fingerprint = |&(key, policy)| (self.fingerprint(&KeyText::of(key)), policy);
        let mut roster = self.roster.lock();
        roster.policies = keys.iter().map(by_fingerprint).collect();
        roster.ask_all_again();
        let before = core::mem::replace(&mut roster.policy, self.whole.itself().policy());
        let whole = roster.policy;
        // Not the one that the circuit itself was made with: that may have been another one
        // meanwhile.
        let go_on = |entry: &Entry| {
            let policy = roster.policies.get(&entry.fingerprint()).copied().unwrap_or(whole);
            entry.circuit().reconfigure_with(policy, (before, whole))
        };
        self.used(&roster).map(go_on).collect()
    }

    fn fail_late(&self, place: u32, issued: Word, failure: Failure<'_>, is_counted: bool) -> bool {
        let mut roster = self.roster.lock();
        let is_it = |generation| issued.is_of_generation(generation);
        let Some(fingerprint) = roster.former.of(place, is_it) else { return false };
        let (entry, untold) = match self.entry_of(fingerprint) {
            Some(entry) => (Some(entry), AllUntold::NOTHING),
            // It would be of no consequence.
            None if roster.whole.is_forced() => (None, AllUntold::NOTHING),
            None => {
                let next = roster.occupant(None, fingerprint);
                self.place_for(&mut roster, next)
            }
        };
        let late = entry.map(|entry| entry.circuit().fail_late(failure, is_counted));
        drop(roster);
        untold.and(late).tell();
        entry.is_some()
    }

    #[cfg(feature = "test-util")]
    fn set_clock(&self, clock: crate::base::clock::ManualClock) {
        let mut roster = self.roster.lock();
        self.entries
            .first(self.entries.most() as usize)
            .for_each(|entry| entry.circuit().set_clock(clock.clone()));
        self.clock.hold(clock);
        roster.ask_all_again();
    }
}
