//! The circuits of a keyed breaker in their places, and the look-up of those that keys have.

use std::sync::{Arc, Weak};

use crate::base::cache_padded::CachePadded;
use crate::base::clock::Clock;
use crate::base::identity::CircuitId;
use crate::base::sync::{AtomicU64, Mutex, Ordering, RandomState};
use crate::breaker::CircuitBreaker;
use crate::call::occupant::OccupantId;
use crate::circuit::Circuit;
use crate::circuit::keys::Keys;
use crate::keyed::text::{self, KeyText};

mod abridged;
mod index;
mod keys;
mod locked;
mod pieces;
mod place;
mod places;

use index::Index;
pub(in crate::keyed) use locked::Locked;
pub(in crate::keyed) use place::{Occupancy, Place};
use places::Places;

/// Made at the first use of a keyed breaker: a static can't allocate.
#[derive(Debug)]
pub(crate) struct Table {
    /// For what holds for every key.
    pub(super) whole: Arc<CircuitBreaker>,
    /// Itself, for its circuits.
    here: Weak<Self>,
    /// The program's, at hand.
    hashing: RandomState,
    pub(super) index: Index,
    pub(super) places: Places,
    pub(super) clock: Clock,
    /// The time by which uses are told apart: it goes on when a key is added, so that a lookup need
    /// not write anything.
    pub(super) epoch: AtomicU64,
    /// Apart: who waits for the lock disturbs nobody who looks up a key.
    pub(super) locked: CachePadded<Mutex<Locked>>,
}

impl Table {
    /// An empty one, for so many keys of the function that `whole` stands for.
    pub(in crate::keyed) fn new(whole: &Arc<CircuitBreaker>, max_keys: u32) -> Arc<Self> {
        let clock = Clock::system();
        clock.follow(whole.itself().clock());
        Arc::new_cyclic(|here| Self {
            whole: Arc::clone(whole),
            here: Weak::clone(here),
            hashing: text::hashing().clone(),
            index: Index::for_keys(max_keys),
            places: Places::for_keys(max_keys),
            clock,
            epoch: AtomicU64::new(0),
            locked: CachePadded(Mutex::new(Locked::new(max_keys, whole.itself().policy()))),
        })
    }

    /// How many keys it has places for.
    pub(in crate::keyed) fn made_for(&self) -> u32 {
        self.places.most()
    }

    #[inline]
    pub(in crate::keyed) fn fingerprint(&self, key: &KeyText) -> u64 {
        key.fingerprint(&self.hashing)
    }

    /// The key's circuit, if it has one and nothing is in the way: without a lock, and without a
    /// write unless a key was added since.
    #[inline]
    pub(in crate::keyed) fn find(&self, fingerprint: u64) -> Option<Occupancy<'_>> {
        let occupancy = self
            .index
            .find(fingerprint, |place| self.places.get(place)?.occupancy_of(fingerprint))?;
        occupancy.place().use_at(self.epoch.load(Ordering::Relaxed));
        Some(occupancy)
    }

    /// The key's circuit, if it has one, for who only looks: it is no use of the key.
    pub(in crate::keyed) fn peek(&self, key: &KeyText) -> Option<&Place> {
        let fingerprint = self.fingerprint(key);
        let found = self.find_unlocked(fingerprint);
        found.or_else(|| self.find_for_steering(&mut self.locked.lock(), key, fingerprint))
    }

    /// The same for the key that is shown like this.
    pub(in crate::keyed) fn peek_shown(&self, shown: &str) -> Option<&Place> {
        let found = self.find_unlocked(self.fingerprint(&KeyText::of(shown)));
        found.or_else(|| self.find_shown(&mut self.locked.lock(), shown))
    }

    fn find_unlocked(&self, fingerprint: u64) -> Option<&Place> {
        self.index.find(fingerprint, |place| {
            let place = self.places.get(place)?;
            place.occupancy_of(fingerprint).map(|_| place)
        })
    }

    /// The circuit of the key of this text, or else of the one whose text is cut or not known and
    /// is shown like this. It is no use of the key.
    pub(in crate::keyed) fn find_shown(&self, locked: &mut Locked, shown: &str) -> Option<&Place> {
        let key = KeyText::of(shown);
        let fingerprint = self.fingerprint(&key);
        let of_this_text = self.find_for_steering(locked, &key, fingerprint);
        of_this_text.or_else(|| self.places.get(locked.abridged.only(fingerprint)?))
    }

    /// The key's circuit, if it has one.
    pub(in crate::keyed) fn find_surely(&self, key: &KeyText) -> Option<Occupancy<'_>> {
        let fingerprint = self.fingerprint(key);
        self.find(fingerprint).or_else(|| {
            let mut locked = self.locked.lock();
            self.find_and_name(&mut locked, key, fingerprint).map(Place::occupancy)
        })
    }

    /// The key's place, which learns the key's text now if it has not known that.
    pub(super) fn find_and_name(
        &self,
        locked: &mut Locked,
        key: &KeyText,
        fingerprint: u64,
    ) -> Option<&Place> {
        let place = self.find_for_steering(locked, key, fingerprint)?;
        place.use_at(self.epoch.load(Ordering::Relaxed));
        Some(place)
    }

    /// The same for who does not call: it is no use of the key.
    fn find_for_steering(
        &self,
        locked: &mut Locked,
        key: &KeyText,
        fingerprint: u64,
    ) -> Option<&Place> {
        let place = self.find_unused(locked, fingerprint)?;
        if let Some(shown) = place.learn(|| key.to_shared()) {
            locked.abridged.remove(place.number());
            self.note_shown(locked, place, key, &shown);
        }
        Some(place)
    }

    /// The key has got this place, and is shown like this from now on.
    pub(in crate::keyed) fn note_shown(
        &self,
        locked: &mut Locked,
        place: &Place,
        key: &KeyText,
        shown: &str,
    ) {
        if key.is_cut() {
            self.note_abridged(locked, place, shown);
        }
    }

    /// A key has got this place of whose text no more is shown than this.
    pub(in crate::keyed) fn note_abridged(&self, locked: &mut Locked, place: &Place, shown: &str) {
        locked.abridged.insert(self.fingerprint(&KeyText::of(shown)), place.number());
    }

    /// The place of the key of this fingerprint: the key's as long as the table is locked.
    pub(super) fn find_locked(&self, locked: &Locked, fingerprint: u64) -> Option<&Place> {
        let place = self.find_unused(locked, fingerprint)?;
        place.use_at(self.epoch.load(Ordering::Relaxed));
        Some(place)
    }

    fn find_unused(&self, _: &Locked, fingerprint: u64) -> Option<&Place> {
        let is_it = |place: &&Place| place.fingerprint() == fingerprint;
        self.index.find(fingerprint, |place| self.places.get(place).filter(is_it))
    }

    /// This table as its circuits know it.
    pub(in crate::keyed) fn keys(&self) -> Weak<dyn Keys> {
        Weak::<Self>::clone(&self.here)
    }

    /// The circuit in a place here that this one is, if it is one.
    pub(in crate::keyed) fn itself_in(&self, circuit: &Circuit) -> Option<&Circuit> {
        let found = self.places.get(circuit.place()?)?.circuit();
        core::ptr::eq(found, circuit).then_some(found)
    }

    /// The key that had this circuit, if it still has it.
    pub(in crate::keyed) fn key_of(
        &self,
        occupant: OccupantId,
        circuit: CircuitId,
    ) -> Option<Arc<str>> {
        let place = self.places.get(occupant.place())?;
        (CircuitId::of(place.circuit()) == circuit).then(|| place.key_of(occupant))?
    }

    pub(in crate::keyed) fn len(&self) -> usize {
        self.locked.lock().in_use() as usize
    }

    /// The circuits that keys have, as users have them.
    pub(in crate::keyed) fn breakers(&self) -> impl Iterator<Item = &CircuitBreaker> + use<'_> {
        self.places.first(self.len()).map(Place::breaker)
    }

    fn circuits(&self) -> impl Iterator<Item = &Circuit> + use<'_> {
        self.places.first(self.len()).map(Place::circuit)
    }
}
