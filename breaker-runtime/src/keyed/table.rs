//! The circuits of a keyed breaker, and how a key comes to its own.

use core::cell::RefCell;
use core::ops::Deref;
use std::sync::{Arc, OnceLock};

use super::directory::Directory;
use super::entry::{Entry, Tenancy};
use super::roster::Roster;
use super::text::{self, KeyText};
use crate::clock::Clock;
use crate::sync::{AtomicU64, Mutex, Ordering, RandomState};
use crate::{CircuitBreaker, KeyedCircuitBreaker, Policy, State};

/// What the circuit is called that keys without a place share.
const OTHERS: &str = "(others)";

/// Made at the first use of a keyed breaker: a static can't allocate.
#[derive(Debug)]
pub(super) struct Table {
    /// The program's, at hand.
    hashing: RandomState,
    directory: Directory,
    entries: Box<[OnceLock<Box<Entry>>]>,
    others: OnceLock<Box<Entry>>,
    clock: Clock,
    /// The time by which uses are told apart: it goes on when a key is added, so that a lookup need not write anything.
    epoch: AtomicU64,
    roster: Apart<Mutex<Roster>>,
}

/// On cache lines of its own: who waits for the lock disturbs nobody who looks up a key.
#[derive(Debug)]
#[repr(align(128))]
struct Apart<T>(T);

impl<T> Deref for Apart<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl Table {
    pub(super) fn new(max_keys: u32) -> Self {
        Self {
            hashing: text::hashing().clone(),
            directory: Directory::for_keys(max_keys),
            entries: (0..max_keys).map(|_| OnceLock::new()).collect(),
            others: OnceLock::new(),
            clock: Clock::system(),
            epoch: AtomicU64::new(0),
            roster: Apart(Mutex::new(Roster::new())),
        }
    }

    #[inline]
    pub(super) fn fingerprint(&self, key: &KeyText) -> u64 {
        key.fingerprint(&self.hashing)
    }

    /// The key's circuit, if it has one and nothing is in the way: without a lock, and without a write unless a key was added since.
    #[inline]
    pub(super) fn find(&self, fingerprint: u64) -> Option<Tenancy<'_>> {
        let tenancy =
            self.directory.find(fingerprint, |place| self.entry(place)?.tenancy_of(fingerprint))?;
        tenancy.entry().use_at(self.epoch.load(Ordering::Relaxed));
        Some(tenancy)
    }

    /// The key's circuit, if it has one.
    pub(super) fn find_surely(&self, fingerprint: u64) -> Option<Tenancy<'_>> {
        self.find(fingerprint).or_else(|| {
            let _roster = self.roster.lock();
            self.find(fingerprint)
        })
    }

    /// The key's circuit: the one that it has, or one that nobody has or nobody needs, or the one that all others share.
    #[cold]
    pub(super) fn settle(
        &self,
        keyed: &KeyedCircuitBreaker,
        key: &KeyText,
        fingerprint: u64,
    ) -> Tenancy<'_> {
        let mut roster = self.roster.lock();
        if let Some(tenancy) = self.find(fingerprint) {
            return tenancy;
        }
        let key = key.to_shared();
        let changed = RefCell::new(Vec::new());
        let entry = self
            .move_in(&mut roster, keyed, &key, fingerprint)
            .or_else(|| self.take_over(&mut roster, &key, fingerprint, &changed));
        let tenancy = entry.unwrap_or_else(|| self.others(&roster, keyed)).tenancy();
        // Whoever is told may look for keys.
        drop(roster);
        changed.take().into_iter().for_each(CircuitBreaker::tell);
        tenancy
    }

    /// A place that nobody has had yet.
    fn move_in(
        &self,
        roster: &mut Roster,
        keyed: &KeyedCircuitBreaker,
        key: &Arc<str>,
        fingerprint: u64,
    ) -> Option<&Entry> {
        let place = roster.take_free(keyed.max_keys())?;
        let new = || self.new_entry(roster, keyed, Arc::clone(key), fingerprint);
        let entry = self.entries.get(place as usize)?.get_or_init(new);
        self.enter(roster, entry, fingerprint, place);
        Some(entry)
    }

    /// A place whose circuit has nothing to remember. Circuits that this makes find out that their ramp-up is over are `changed`.
    fn take_over<'t>(
        &'t self,
        roster: &mut Roster,
        key: &Arc<str>,
        fingerprint: u64,
        changed: &RefCell<Vec<&'t CircuitBreaker>>,
    ) -> Option<&'t Entry> {
        let last_use = |place| self.entry(place).map_or(0, Entry::last_use);
        let give = |place| {
            self.entry(place).is_some_and(|entry| {
                let former = entry.fingerprint();
                if entry.circuit().known_state() == State::RampUp {
                    changed.borrow_mut().push(entry.circuit());
                }
                let is_given = entry.hand_over(key, fingerprint);
                if is_given {
                    self.directory.remove(former, place);
                }
                is_given
            })
        };
        let place = roster.take_over(self.clock.about_now(), last_use, give)?;
        let entry = self.entry(place)?;
        self.enter(roster, entry, fingerprint, place);
        Some(entry)
    }

    fn enter(&self, roster: &mut Roster, entry: &Entry, fingerprint: u64, place: u32) {
        // Later than all uses so far, and earlier than all from now on.
        let added = self.epoch.load(Ordering::Relaxed).wrapping_add(1);
        entry.use_at(added);
        roster.line_up(added, place);
        self.epoch.store(added.wrapping_add(1), Ordering::Relaxed);
        self.directory.insert(fingerprint, place);
    }

    fn others(&self, roster: &Roster, keyed: &KeyedCircuitBreaker) -> &Entry {
        self.others.get_or_init(|| self.new_entry(roster, keyed, OTHERS.into(), 0))
    }

    fn new_entry(
        &self,
        roster: &Roster,
        keyed: &KeyedCircuitBreaker,
        key: Arc<str>,
        fingerprint: u64,
    ) -> Box<Entry> {
        let policy = roster.policy().unwrap_or_else(|| keyed.made_with());
        let circuit = CircuitBreaker::for_key(keyed, policy, key);
        self.clock.share_with(&circuit);
        Box::new(Entry::new(circuit, fingerprint))
    }

    #[inline]
    fn entry(&self, place: u32) -> Option<&Entry> {
        self.entries.get(place as usize)?.get().map(|entry| &**entry)
    }

    pub(super) fn len(&self) -> usize {
        self.roster.lock().in_use() as usize
    }

    /// The circuits that keys have, and the one for others if it was used.
    pub(super) fn circuits(&self) -> impl Iterator<Item = &CircuitBreaker> + use<'_> {
        let in_use = self.entries.iter().take(self.len());
        in_use.chain([&self.others]).filter_map(OnceLock::get).map(|entry| entry.circuit())
    }

    /// The policy instead of the one that circuits are made with, if there is one.
    pub(super) fn policy(&self) -> Option<Policy> {
        self.roster.lock().policy()
    }

    pub(super) fn reconfigure(&self, keyed: &KeyedCircuitBreaker, policy: Option<Policy>) {
        let mut roster = self.roster.lock();
        roster.set_policy(policy);
        let policy = policy.unwrap_or_else(|| keyed.made_with());
        // Not the one that the circuit itself was made with: that may have been another one meanwhile.
        self.made().for_each(|circuit| circuit.reconfigure(Some(policy)));
    }

    /// Every circuit. The caller has the roster's lock.
    fn made(&self) -> impl Iterator<Item = &CircuitBreaker> {
        let entries = self.entries.iter().chain([&self.others]).filter_map(OnceLock::get);
        entries.map(|entry| entry.circuit())
    }

    #[cfg(feature = "test-util")]
    pub(super) fn set_clock(&self, clock: crate::testing::ManualClock) {
        let mut roster = self.roster.lock();
        self.made().for_each(|circuit| circuit.set_clock(clock.clone()));
        self.clock.hold(clock);
        roster.change_clock();
    }
}
