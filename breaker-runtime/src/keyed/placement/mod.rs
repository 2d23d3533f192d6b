//! Where a key gets its circuit, from top to bottom:
//!
//! 1. The key has a place: the circuit there ([`table`](super::table)).
//! 2. A place is free: a new circuit in it.
//! 3. All places are taken: the circuit of the key that has to leave
//!    ([`eviction`](super::eviction)), as good as new. That key is remembered, so that a failure
//!    that comes late is still its own.
//! 4. No key can leave: none. The call runs unguarded, which is told now and then ([`news`]).
//!
//! # When circuits go from key to key
//!
//! A circuit stays in its place, and its occupant changes under the table's lock. A call looks its
//! key up without that lock, so the place it finds may be another key's by the time it asks the
//! circuit. Each place therefore has a version, as a sequence lock has: odd from before its circuit
//! goes to another key until after. A call asks the circuit first and compares the version then. If
//! that is another one, the answer was for nobody and is not counted, and the call looks again.
//!
//! A permit knows no key. When a call fails whose generation is over, its circuit says by that
//! generation whose it was, and the key's circuit records the failure: the key gets a place again
//! if it has none. Only a hash of the key is known then: the version stays odd until a call brings
//! the text.

use crate::base::sync::Ordering;
use crate::circuit::{NextOccupant, UNNAMED};
use crate::keyed::table::{Locked, Occupancy, Place, Table};
use crate::keyed::text::KeyText;
use crate::telemetry::AllUntold;

mod news;

use news::News;

impl Table {
    /// The circuit of this key; `None` if the call has to run unguarded.
    #[inline]
    pub(in crate::keyed) fn circuit_for(
        &self,
        key: &KeyText,
        fingerprint: u64,
    ) -> Option<Occupancy<'_>> {
        self.find(fingerprint).or_else(|| self.circuit_under_lock(key, fingerprint))
    }

    // Never inlined: where it is, each lookup that needs none of it makes room for its news.
    #[cold]
    #[inline(never)]
    fn circuit_under_lock(&self, key: &KeyText, fingerprint: u64) -> Option<Occupancy<'_>> {
        let mut locked = self.locked.lock();
        let (place, news) = self.place_for(&mut locked, key, fingerprint);
        let occupancy = place.map(Place::occupancy);
        drop(locked);
        self.tell(news);
        occupancy
    }

    /// The place of this key, which stays the key's as long as the table is locked; `None` if there
    /// is no place for it.
    pub(in crate::keyed) fn place_for(
        &self,
        locked: &mut Locked,
        key: &KeyText,
        fingerprint: u64,
    ) -> (Option<&Place>, News) {
        if let Some(place) = self.find_and_name(locked, key, fingerprint) {
            return (Some(place), News::default());
        }
        let ended = self.end_force(locked);
        let text = key.to_shared();
        let next = locked.next_occupant(Some(&text), fingerprint);
        let (place, untold) = self.new_place_for(locked, &next);
        if let Some(place) = place {
            self.note_shown(locked, place, key, &text);
        }
        let is_unguarded = place.is_none() && self.is_first_without(locked);
        let is_cut = place.is_some() && locked.is_first_cut(key);
        (place, News { untold: untold.and([ended]), is_unguarded, is_cut })
    }

    /// The place of a key that has lost its own during a call, whose text nobody knows any more.
    pub(in crate::keyed) fn place_again(
        &self,
        locked: &mut Locked,
        fingerprint: u64,
    ) -> (Option<&Place>, AllUntold) {
        match self.find_locked(locked, fingerprint) {
            Some(place) => (Some(place), AllUntold::NOTHING),
            // It would be of no consequence.
            None if locked.whole.is_some() => (None, AllUntold::NOTHING),
            None => {
                let next = locked.next_occupant(None, fingerprint);
                let (place, untold) = self.new_place_for(locked, &next);
                if let Some(place) = place {
                    self.note_abridged(locked, place, UNNAMED);
                }
                (place, untold)
            }
        }
    }

    /// A place for a key that has none, and what there is to tell of this.
    fn new_place_for(
        &self,
        locked: &mut Locked,
        next: &NextOccupant<'_>,
    ) -> (Option<&Place>, AllUntold) {
        let (place, untold) = match self.fill_free_place(locked, next) {
            Some(place) => (Some(place), AllUntold::NOTHING),
            None => self.take_over_place(locked, next),
        };
        if let Some(place) = place {
            self.enter(locked, place);
        }
        (place, untold)
    }

    /// A place that nobody has had yet, with a new circuit.
    fn fill_free_place(&self, locked: &mut Locked, next: &NextOccupant<'_>) -> Option<&Place> {
        let number = locked.take_free_place()?;
        self.places.get_or_make(number, || {
            let circuit = next.of_a_new_circuit(self.whole.itself(), number, self.keys());
            #[cfg(feature = "test-util")]
            self.clock.held().into_iter().for_each(|clock| circuit.set_clock(clock));
            circuit.obey_silently(next.force.as_ref());
            next.follows_runs.then(|| circuit.follow_runs());
            Place::new(number, circuit, next.fingerprint, next.key.is_some())
        })
    }

    /// The place of the key that has to leave, if one can. That key is remembered.
    fn take_over_place(
        &self,
        locked: &mut Locked,
        next: &NextOccupant<'_>,
    ) -> (Option<&Place>, AllUntold) {
        let (vacancy, untold) = locked.eviction.vacate(self.clock.about_now(), &self.places);
        let Some(vacancy) = vacancy else { return (None, untold) };
        let (place, evicted, left) = vacancy.give_to(next);
        self.index.remove(evicted.fingerprint, place.number());
        locked.abridged.remove(place.number());
        locked.evicted.add(place.number(), evicted);
        locked.shortage.end();
        (Some(place), untold.and([left]))
    }

    /// A key has got this place: it is found from now on.
    fn enter(&self, locked: &mut Locked, place: &Place) {
        // Later than all uses so far, and earlier than all from now on.
        let added = self.epoch.load(Ordering::Relaxed).wrapping_add(1);
        place.use_at(added);
        locked.eviction.add(added, place.number());
        self.epoch.store(added.wrapping_add(1), Ordering::Relaxed);
        self.index.insert(place.fingerprint(), place.number());
    }
}
