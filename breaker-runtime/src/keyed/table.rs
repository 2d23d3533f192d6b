//! The circuits of a keyed breaker, and how a key comes to its own.

use std::sync::{Arc, Weak};

use super::directory::Directory;
use super::entries::Entries;
use super::entry::{Entry, Tenancy};
use super::pinned::Pinned;
use super::roster::Roster;
use super::text::{self, KeyText};
use crate::base::cache_padded::CachePadded;
use crate::base::clock::Clock;
use crate::base::identity::CircuitId;
use crate::base::sync::{AtomicU64, Mutex, Ordering, RandomState};
use crate::breaker::CircuitBreaker;
use crate::call::tenant::TenantId;
use crate::circuit::keys::Keys;
use crate::circuit::word::Word;
use crate::circuit::{Circuit, NextTenant};
use crate::events::EventKind;
use crate::events::failure::Failure;
use crate::policy::Policy;
use crate::telemetry::AllUntold;

/// Made at the first use of a keyed breaker: a static can't allocate.
#[derive(Debug)]
pub(crate) struct Table {
    /// For what holds for every key.
    whole: Arc<CircuitBreaker>,
    /// Itself, for its circuits.
    here: Weak<Self>,
    /// The program's, at hand.
    hashing: RandomState,
    directory: Directory,
    entries: Entries,
    clock: Clock,
    /// The time by which uses are told apart: it goes on when a key is added, so that a lookup need
    /// not write anything.
    epoch: AtomicU64,
    /// Apart: who waits for the lock disturbs nobody who looks up a key.
    roster: CachePadded<Mutex<Roster>>,
}

/// What there is to tell of a key that needed a circuit.
#[derive(Debug, Default)]
#[must_use = "nobody hears of it: `tell` it once the roster is unlocked"]
struct News {
    untold: AllUntold,
    /// Whether it found none, as the first one.
    is_unguarded: bool,
    /// Whether its text is cut, as the first one.
    is_cut: bool,
}

impl Table {
    /// An empty one, for so many keys of the function that `whole` stands for.
    pub(super) fn new(whole: &Arc<CircuitBreaker>, max_keys: u32) -> Arc<Self> {
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
    pub(super) fn fingerprint(&self, key: &KeyText) -> u64 {
        key.fingerprint(&self.hashing)
    }

    /// The key's circuit, if it has one and nothing is in the way: without a lock, and without a
    /// write unless a key was added since.
    #[inline]
    pub(super) fn find(&self, fingerprint: u64) -> Option<Tenancy<'_>> {
        let tenancy = self
            .directory
            .find(fingerprint, |place| self.entries.get(place)?.tenancy_of(fingerprint))?;
        tenancy.entry().use_at(self.epoch.load(Ordering::Relaxed));
        Some(tenancy)
    }

    /// The key's circuit, if it has one.
    pub(super) fn find_surely(&self, key: &KeyText) -> Option<Tenancy<'_>> {
        let fingerprint = self.fingerprint(key);
        self.find(fingerprint).or_else(|| {
            let roster = self.roster.lock();
            self.find_known(&roster, key, fingerprint).map(Entry::tenancy)
        })
    }

    /// The same under the lock, without which an entry of that key doesn't change: one that has not
    /// known its text knows it now.
    fn find_known(&self, _: &Roster, key: &KeyText, fingerprint: u64) -> Option<&Entry> {
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

    /// The key's circuit: the one that it has, one that nobody has had, or one that nothing is lost
    /// with. `None` if there is no such circuit, of which one is told.
    #[cold]
    pub(super) fn settle(&self, key: &KeyText, fingerprint: u64) -> Option<Tenancy<'_>> {
        let mut roster = self.roster.lock();
        let (entry, news) = self.seat(&mut roster, key, fingerprint);
        let tenancy = entry.map(Entry::tenancy);
        drop(roster);
        self.tell(news);
        tenancy
    }

    /// The same, pinned to it.
    pub(super) fn pin(&self, key: &KeyText) -> Option<Pinned<'_>> {
        let fingerprint = self.fingerprint(key);
        let mut roster = self.roster.lock();
        let (entry, news) = self.seat(&mut roster, key, fingerprint);
        let pinned = entry.map(|entry| Pinned::new(self, &mut roster, entry));
        drop(roster);
        self.tell(news);
        pinned
    }

    /// The key's circuit, which is the key's while the roster is locked.
    fn seat(&self, roster: &mut Roster, key: &KeyText, fingerprint: u64) -> (Option<&Entry>, News) {
        if let Some(entry) = self.find_known(roster, key, fingerprint) {
            return (Some(entry), News::default());
        }
        let text = key.to_shared();
        let next = roster.tenant(Some(&text), fingerprint);
        let (entry, untold) = self.place_for(roster, next);
        let is_unguarded = entry.is_none() && !roster.whole.is_forced() && self.goes_on(roster);
        let is_cut = entry.is_some() && key.is_cut() && !roster.has_told_of_cuts;
        roster.has_told_of_cuts |= is_cut;
        (entry, News { untold, is_unguarded, is_cut })
    }

    /// Whoever is told may look for keys: the caller has unlocked the roster.
    fn tell(&self, News { untold, is_unguarded, is_cut }: News) {
        untold.tell();
        if is_unguarded {
            self.whole.itself().announce(EventKind::Unguarded { max_keys: self.entries.most() });
        }
        if is_cut {
            self.whole.itself().announce(EventKind::KeyCut);
        }
    }

    /// The circuit of a key that has one, pinned to it: of the key of this text, or of one that is
    /// shown like this, for it is cut or not known.
    pub(super) fn pin_shown(&self, shown: &str) -> Option<Pinned<'_>> {
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
    pub(super) fn unpin(&self, place: u32) {
        self.roster.lock().unpin(place);
    }

    fn goes_on(&self, roster: &mut Roster) -> bool {
        roster.episode.goes_on(self.clock.about_now())
    }

    /// A place for a key that has none, and what there is to tell of this.
    fn place_for(&self, roster: &mut Roster, next: NextTenant<'_>) -> (Option<&Entry>, AllUntold) {
        if let Some(entry) = self.move_in(roster, next) {
            return (Some(entry), AllUntold::NOTHING);
        }
        let (vacancy, untold) = roster.vacate(self.clock.about_now(), &self.entries);
        let Some(vacancy) = vacancy else { return (None, untold) };
        let (entry, former, left) = vacancy.give_to(next);
        self.directory.remove(former.fingerprint, entry.place());
        roster.former.add(entry.place(), former);
        roster.episode.end();
        self.enter(roster, entry);
        (Some(entry), untold.and([left]))
    }

    /// A place that nobody has had yet.
    fn move_in(&self, roster: &mut Roster, next: NextTenant<'_>) -> Option<&Entry> {
        let place = roster.take_free(self.entries.most())?;
        let entry = self.entries.get_or_make(place, || {
            let circuit = next.of_a_new_circuit(self.whole.itself(), place, self.keys());
            #[cfg(feature = "test-util")]
            self.clock.held().into_iter().for_each(|clock| circuit.set_clock(clock));
            circuit.obey_silently(next.force);
            Entry::new(place, circuit, next.fingerprint, next.key.is_some())
        })?;
        self.enter(roster, entry);
        Some(entry)
    }

    /// A key has got this place: it is found from now on.
    fn enter(&self, roster: &mut Roster, entry: &Entry) {
        // Later than all uses so far, and earlier than all from now on.
        let added = self.epoch.load(Ordering::Relaxed).wrapping_add(1);
        entry.use_at(added);
        roster.line_up(added, entry.place());
        self.epoch.store(added.wrapping_add(1), Ordering::Relaxed);
        self.directory.insert(entry.fingerprint(), entry.place());
    }

    /// This table as its circuits know it.
    pub(super) fn keys(&self) -> Weak<dyn Keys> {
        Weak::<Self>::clone(&self.here)
    }

    /// The key that had this circuit, if it still has it.
    pub(super) fn key_of(&self, tenant: TenantId, circuit: CircuitId) -> Option<Arc<str>> {
        let entry = self.entries.get(tenant.place())?;
        (CircuitId::of(entry.circuit()) == circuit).then(|| entry.key_of(tenant))?
    }

    pub(super) fn len(&self) -> usize {
        self.roster.lock().in_use() as usize
    }

    /// The circuits that keys have, as users have them.
    pub(super) fn breakers(&self) -> impl Iterator<Item = &CircuitBreaker> + use<'_> {
        self.entries.first(self.len()).map(Entry::breaker)
    }

    fn circuits(&self) -> impl Iterator<Item = &Circuit> + use<'_> {
        self.entries.first(self.len()).map(Entry::circuit)
    }

    /// The entries that keys have.
    fn used(&self, roster: &Roster) -> impl Iterator<Item = &Entry> + use<'_> {
        self.entries.first(roster.in_use() as usize)
    }
}

/// What the circuits ask of each other.
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
                let next = roster.tenant(None, fingerprint);
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
