//! What the circuits of a table ask of it: of all keys together, or of one that had to leave.

use std::sync::Arc;

use super::{Locked, Place, Table};
use crate::circuit::Circuit;
use crate::circuit::keys::Keys;
use crate::circuit::to_all::OrderToAll;
use crate::circuit::word::Word;
use crate::events::doing::Doing;
use crate::events::failure::Failure;
use crate::events::note::Note;
use crate::keyed::text::KeyText;
use crate::policy::Policy;
use crate::telemetry::{AllUntold, Untold};

impl Keys for Table {
    fn obey(&self, is_reset: bool, doing: &Doing) {
        let order = self.give_order(is_reset, doing);
        self.in_pieces(|_, _| (), |place, ()| place.circuit().follow(&order).tell());
        // Last: keys go through it, however short it was.
        let ended = self.end_force(&mut self.locked.lock());
        ended.tell();
    }

    fn release(&self, circuit: &Circuit) {
        let mut locked = self.locked.lock();
        let ended = self.end_force(&mut locked);
        let untold = circuit.obey(locked.whole.as_ref());
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

    fn reconfigure(&self, keys: &[(&str, Policy)], note: &Note) -> AllUntold {
        let (number, of_whole) = self.set_policies(keys);
        // Not the one that the circuit itself was made with: that may have been another one
        // meanwhile.
        let policy = |locked: &Locked, place: &Place| locked.policy_of(place.fingerprint());
        let mut untold = AllUntold::NOTHING;
        self.in_pieces(policy, |place, policy| {
            untold.extend([place.circuit().follow_policy(number, policy, of_whole, note)]);
        });
        untold
    }

    fn bind(&self, bound: &dyn Fn() -> u32) {
        // Asked under the lock: of two that bind it at once, the later stays.
        let mut locked = self.locked.lock();
        locked.bind(bound().min(self.places.most()));
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
        for place in self.places.first(self.places.most() as usize) {
            place.circuit().set_clock(clock.clone());
            locked.eviction.ask_one_again(place.number(), place.last_use());
        }
        self.clock.hold(clock);
        // The whole has started over, and an end of the old clock means nothing by this one.
        locked.whole = None;
    }
}

impl Table {
    /// From now on this holds for keys to come, and those that are there have yet to follow.
    fn give_order(&self, is_reset: bool, doing: &Doing) -> OrderToAll {
        let mut locked = self.locked.lock();
        // Not the state that the caller has brought about: there may have been another one since.
        let force = self.whole.itself().force_of_whole();
        locked.order = locked.order.next(force.clone(), is_reset, doing);
        (locked.whole, locked.policy) = (force, self.whole.itself().policy());
        locked.follows_runs = self.whole.itself().follows_runs();
        locked.order.clone()
    }

    /// From now on these hold for keys to come; their number, and the whole's before and now.
    fn set_policies(&self, keys: &[(&str, Policy)]) -> (u64, (Policy, Policy)) {
        let by_fingerprint = |&(key, policy): &(&str, Policy)| {
            let key = KeyText::of(key);
            (self.fingerprint(&key), (key.to_shared(), policy))
        };
        let policies = keys.iter().map(by_fingerprint).collect();
        let mut locked = self.locked.lock();
        locked.policies = policies;
        locked.policies_number += 1;
        let before = core::mem::replace(&mut locked.policy, self.whole.itself().policy());
        (locked.policies_number, (before, locked.policy))
    }

    /// The policy of a key of which something of its own was said.
    pub(in crate::keyed) fn own_policy(&self, key: &KeyText) -> Option<Policy> {
        let locked = self.locked.lock();
        locked.policies.get(&self.fingerprint(key)).map(|(_, policy)| *policy)
    }

    /// All keys of which something of their own was said, by name.
    pub(in crate::keyed) fn own_policies(&self) -> Vec<(Arc<str>, Policy)> {
        let mut own: Vec<_> = self.locked.lock().policies.values().cloned().collect();
        own.sort_unstable_by(|one, other| one.0.cmp(&other.0));
        own
    }

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

#[cfg(all(test, not(breaker_loom)))]
mod tests {
    use std::sync::Weak;

    use super::*;
    use crate::circuit::NextOccupant;
    use crate::circuit::to_all::Followed;
    use crate::events::state::State;
    use crate::machine::force::Force;

    const POLICY: Policy = Policy::new().threshold(1);

    fn whole() -> Circuit {
        Circuit::whole("whole", POLICY, None)
    }

    /// That of a key which came after the order of this number, and has opened.
    fn opened(after: u64) -> Circuit {
        let followed = Followed { order: after, policies: after };
        let next = NextOccupant {
            key: Some(&"a".into()),
            fingerprint: 7,
            policy: POLICY,
            force: None,
            follows_runs: false,
            followed,
        };
        let circuit = next.of_a_new_circuit(&whole(), 0, Weak::<Table>::new());
        circuit.open_for(core::time::Duration::from_secs(9));
        circuit
    }

    fn force() -> Option<Force> {
        let whole = whole();
        whole.force(State::ForcedOpen, None, Note::default());
        whole.force_of_whole()
    }

    /// The states that it goes through.
    fn follow(circuit: &Circuit, order: &OrderToAll) -> Vec<State> {
        let told = circuit.history().len();
        circuit.follow(order).tell();
        circuit.history().iter().skip(told).map(|event| event.to).collect()
    }

    #[test]
    fn an_order_is_followed_once_and_by_no_key_that_came_after_it() {
        let order = OrderToAll::default().next(force(), false, &Doing::NOBODYS);
        let circuit = opened(0);
        assert_eq!(follow(&circuit, &order), [State::ForcedOpen]);
        circuit.reset(Note::NOTHING);
        assert_eq!(follow(&circuit, &order), []);
        assert_eq!(follow(&opened(1), &order), []);
    }

    #[test]
    fn an_earlier_order_that_comes_later_changes_nothing() {
        let earlier = OrderToAll::default().next(force(), false, &Doing::NOBODYS);
        let later = earlier.next(None, true, &Doing::NOBODYS);
        let circuit = opened(0);
        assert_eq!(follow(&circuit, &later), [State::Closed]);
        assert_eq!(follow(&circuit, &earlier), []);
    }

    #[test]
    fn a_reset_that_a_force_overtakes_is_done_before_that() {
        let reset = OrderToAll::default().next(None, true, &Doing::NOBODYS);
        let later = reset.next(force(), false, &Doing::NOBODYS);
        assert_eq!(follow(&opened(0), &later), [State::Closed, State::ForcedOpen]);
        assert_eq!(follow(&opened(1), &later), [State::ForcedOpen], "it has followed that");
    }

    #[test]
    fn whose_doing_a_reset_is_stays_so_where_a_force_overtakes_it() {
        let anna = Doing::noted(Note::new("it is back").by("anna"));
        let pod = Doing::by(&"pod-7".into());
        for (resets, forces) in [(&anna, &pod), (&pod, &anna), (&anna, &Doing::NOBODYS)] {
            let reset = OrderToAll::default().next(None, true, resets);
            let circuit = opened(0);
            let told = circuit.history().len();
            circuit.follow(&reset.next(force(), false, forces)).tell();
            let history = circuit.history().into_iter().skip(told);
            let doings: Vec<_> = history.map(|event| (event.by, event.note)).collect();
            assert_eq!(
                doings,
                [(resets.by.clone(), resets.note.said()), (forces.by.clone(), None)]
            );
        }
    }

    #[test]
    fn who_resets_what_somebody_has_forced_since_resets_nothing() {
        let order = OrderToAll::default().next(force(), true, &Doing::NOBODYS);
        assert_eq!(follow(&opened(0), &order), [State::ForcedOpen]);
    }

    #[test]
    fn an_earlier_policy_that_comes_later_changes_nothing() {
        let circuit = opened(0);
        let policies = (POLICY, POLICY);
        circuit.follow_policy(2, POLICY.threshold(2), policies, &Note::NOTHING).tell();
        circuit.follow_policy(1, POLICY.threshold(1), policies, &Note::NOTHING).tell();
        assert_eq!(circuit.policy(), POLICY.threshold(2));
        circuit.follow_policy(3, POLICY.threshold(3), policies, &Note::NOTHING).tell();
        assert_eq!(circuit.policy(), POLICY.threshold(3));
    }
}
