//! The circuits of a keyed breaker, and how a key comes to its own.

use std::sync::{Arc, Weak};

use crate::base::cache_padded::CachePadded;
use crate::base::clock::Clock;
use crate::base::identity::CircuitId;
use crate::base::sync::{AtomicU64, Mutex, Ordering, RandomState};
use crate::breaker::CircuitBreaker;
use crate::call::occupant::OccupantId;
use crate::circuit::Circuit;
use crate::circuit::keys::Keys;
use crate::keyed::eviction::Roster;
use crate::keyed::pinned::Pinned;
use crate::keyed::text::{self, KeyText};

mod index;
mod keys;
pub(in crate::keyed) mod place;
mod places;

use index::Directory;
use place::{Entry, Occupancy};
use places::Entries;

/// Made at the first use of a keyed breaker: a static can't allocate.
#[derive(Debug)]
pub(crate) struct Table {
    /// For what holds for every key.
    pub(super) whole: Arc<CircuitBreaker>,
    /// Itself, for its circuits.
    here: Weak<Self>,
    /// The program's, at hand.
    hashing: RandomState,
    pub(super) directory: Directory,
    pub(super) entries: Entries,
    pub(super) clock: Clock,
    /// The time by which uses are told apart: it goes on when a key is added, so that a lookup need
    /// not write anything.
    pub(super) epoch: AtomicU64,
    /// Apart: who waits for the lock disturbs nobody who looks up a key.
    pub(super) roster: CachePadded<Mutex<Roster>>,
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
            directory: Directory::for_keys(max_keys),
            entries: Entries::for_keys(max_keys),
            clock,
            epoch: AtomicU64::new(0),
            roster: CachePadded(Mutex::new(Roster::new(max_keys, whole.itself().policy()))),
        })
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
            .directory
            .find(fingerprint, |place| self.entries.get(place)?.occupancy_of(fingerprint))?;
        occupancy.entry().use_at(self.epoch.load(Ordering::Relaxed));
        Some(occupancy)
    }

    /// The key's circuit, if it has one.
    pub(in crate::keyed) fn find_surely(&self, key: &KeyText) -> Option<Occupancy<'_>> {
        let fingerprint = self.fingerprint(key);
        self.find(fingerprint).or_else(|| {
            let roster = self.roster.lock();
            self.find_known(&roster, key, fingerprint).map(Entry::occupancy)
        })
    }

    /// The same under the lock, without which an entry of that key doesn't change: one that has not
    /// known its text knows it now.
    pub(super) fn find_known(&self, _: &Roster, key: &KeyText, fingerprint: u64) -> Option<&Entry> {
        let entry = self.entry_of(fingerprint)?;
        entry.learn(|| key.to_shared());
        Some(entry)
    }

    /// The entry of this fingerprint, which the caller has the lock for.
    fn entry_of(&self, fingerprint: u64) -> Option<&Entry> {
        let is_it = |entry: &&Entry| entry.fingerprint() == fingerprint;
        let entry =
            self.directory.find(fingerprint, |place| self.entries.get(place).filter(is_it))?;
        entry.use_at(self.epoch.load(Ordering::Relaxed));
        Some(entry)
    }

    /// The circuit of a key that has one, pinned to it: of the key of this text, or of one that is
    /// shown like this, for it is cut or not known.
    pub(in crate::keyed) fn pin_shown(&self, shown: &str) -> Option<Pinned<'_>> {
        let key = KeyText::of(shown);
        let mut roster = self.roster.lock();
        let is_it = |entry: &&Entry| entry.circuit().key().as_deref() == Some(shown);
        let entry = self.find_known(&roster, &key, self.fingerprint(&key));
        // Long keys can be shown alike: nobody can tell which is meant then.
        let only = || {
            let mut alike = self.used(&roster).filter(is_it);
            alike.next().filter(|_| alike.next().is_none())
        };
        let entry = entry.or_else(only)?;
        Some(Pinned::new(self, &mut roster, entry))
    }

    /// The circuit in this place may go to another key again.
    pub(in crate::keyed) fn unpin(&self, place: u32) {
        self.roster.lock().unpin(place);
    }

    /// This table as its circuits know it.
    pub(in crate::keyed) fn keys(&self) -> Weak<dyn Keys> {
        Weak::<Self>::clone(&self.here)
    }

    /// The key that had this circuit, if it still has it.
    pub(in crate::keyed) fn key_of(
        &self,
        occupant: OccupantId,
        circuit: CircuitId,
    ) -> Option<Arc<str>> {
        let entry = self.entries.get(occupant.place())?;
        (CircuitId::of(entry.circuit()) == circuit).then(|| entry.key_of(occupant))?
    }

    pub(in crate::keyed) fn len(&self) -> usize {
        self.roster.lock().in_use() as usize
    }

    /// The circuits that keys have, as users have them.
    pub(in crate::keyed) fn breakers(&self) -> impl Iterator<Item = &CircuitBreaker> + use<'_> {
        self.entries.first(self.len()).map(Entry::breaker)
    }

    fn circuits(&self) -> impl Iterator<Item = &Circuit> + use<'_> {
        self.entries.first(self.len()).map(Entry::circuit)
    }

    /// The entries that keys have.
    pub(super) fn used(&self, roster: &Roster) -> impl Iterator<Item = &Entry> + use<'_> {
        self.entries.first(roster.in_use() as usize)
    }
}
