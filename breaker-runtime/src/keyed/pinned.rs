//! A key's circuit that stays the key's while somebody does something to it.

use core::fmt::Display;
use core::ops::Deref;

use super::KeyedCircuitBreaker;
use super::table::{Locked, Place, Table};
use super::text::KeyText;
use crate::breaker::CircuitBreaker;
#[cfg(feature = "stream")]
use crate::circuit::Circuit;

/// A circuit that goes to no other key as long as this lives. Others use and steer it as ever.
#[derive(Debug)]
pub(crate) struct Pinned<'t> {
    table: &'t Table,
    place: &'t Place,
}

impl<'t> Pinned<'t> {
    /// To the key that has it: while the table is locked, that is the same.
    fn new(table: &'t Table, locked: &mut Locked, place: &'t Place) -> Self {
        locked.eviction.pin(place.number());
        Self { table, place }
    }
}

#[cfg(feature = "stream")]
impl<'t> Pinned<'t> {
    /// The circuit, which lives as long as the table.
    pub(super) fn circuit_of_table(&self) -> &'t Circuit {
        self.place.circuit()
    }
}

impl Deref for Pinned<'_> {
    type Target = CircuitBreaker;

    fn deref(&self) -> &CircuitBreaker {
        self.place.breaker()
    }
}

impl Drop for Pinned<'_> {
    fn drop(&mut self) {
        self.table.locked.lock().eviction.unpin(self.place.number());
    }
}

impl Table {
    /// The circuit of this key, found or given as by [`circuit_for`](Self::circuit_for).
    pub(super) fn pin(&self, key: &KeyText) -> Option<Pinned<'_>> {
        let fingerprint = self.fingerprint(key);
        let mut locked = self.locked.lock();
        let (place, news) = self.place_for(&mut locked, key, fingerprint);
        let pinned = place.map(|place| Pinned::new(self, &mut locked, place));
        drop(locked);
        self.tell(news);
        pinned
    }

    /// The circuit of a key that has one and is shown like this, pinned to it.
    fn pin_shown(&self, shown: &str) -> Option<Pinned<'_>> {
        let mut locked = self.locked.lock();
        let place = self.find_shown(&mut locked, shown)?;
        Some(Pinned::new(self, &mut locked, place))
    }
}

/// # Steering the circuit of one key
impl KeyedCircuitBreaker {
    /// Runs `act` with the circuit of `key`, which no other key can take over meanwhile.
    ///
    /// `with` is for forcing a key's circuit open or closed, resetting it, opening it for a time,
    /// or listening to it. A key without a circuit gets one first. `None` is returned, and `act` is
    /// not run, if no place is free.
    ///
    /// Where all places are in use and keys come and go, a circuit returned by [`add`](Self::add)
    /// or [`get`](Self::get) may be another key's by the time it is forced; the circuit that `act`
    /// gets is not.
    ///
    /// ```
    /// use breaker_runtime::{CircuitBreaker, KeyedCircuitBreaker, Policy};
    ///
    /// static FETCH: KeyedCircuitBreaker = KeyedCircuitBreaker::new("fetch", Policy::new(), 1024);
    ///
    /// FETCH.with("down.example", CircuitBreaker::force_open);
    /// assert!(FETCH.try_acquire("down.example").is_err());
    /// assert!(FETCH.try_acquire("up.example").is_ok());
    /// FETCH.with("down.example", CircuitBreaker::reset);
    /// assert!(FETCH.try_acquire("down.example").is_ok());
    /// ```
    ///
    /// `act` runs without a lock: it may call, force and look at any circuit.
    /// [`Registry::with`](crate::Registry::with) takes name and key as one text,
    /// `fetch[down.example]`.
    #[must_use = "`None` says that the key has no circuit, and that nothing was done"]
    pub fn with<R>(
        &self,
        key: &(impl Display + ?Sized),
        act: impl FnOnce(&CircuitBreaker) -> R,
    ) -> Option<R> {
        let pinned = self.here().table().pin(&KeyText::of(key))?;
        Some(act(&pinned))
    }

    /// The circuit of a key that has one: of this text, or of one that is shown like this.
    pub(crate) fn pin_shown(&self, key: &str) -> Option<Pinned<'_>> {
        self.here().table.get()?.pin_shown(key)
    }
}

#[cfg(all(test, not(breaker_loom)))]
mod tests {
    use super::*;
    use crate::circuit::TIMES_LOCKED;
    use crate::policy::Policy;

    /// How often a look-up locks circuits.
    fn locks<R>(look_up: impl FnOnce() -> R) -> u64 {
        let before = TIMES_LOCKED.get();
        drop(look_up());
        TIMES_LOCKED.get() - before
    }

    #[test]
    fn who_looks_for_a_key_that_is_cut_asks_no_circuit_however_many_there_are() {
        let keyed = KeyedCircuitBreaker::new("cut", Policy::new(), 1000);
        let long = |key| format!("{}{key}", "x".repeat(200));
        (0..1000).for_each(|key| _ = keyed.add(&long(key)));
        let key = |key| KeyText::of(&long(key)).to_shared();
        for shown in [key(0), key(999)] {
            assert!(keyed.pin_shown(&shown).is_some() && keyed.peek_shown(&shown).is_some());
            assert_eq!(locks(|| keyed.pin_shown(&shown)), 0);
            assert_eq!(locks(|| keyed.peek_shown(&shown)), 0);
        }
        assert_eq!(locks(|| assert!(keyed.pin_shown(&key(1000)).is_none())), 0);
        assert_eq!(locks(|| keyed.pin_shown(&key(0)).map(|pinned| pinned.key())), 1);
    }
}
