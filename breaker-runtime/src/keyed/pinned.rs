//! A key's circuit that stays the key's while somebody does something to it.

use core::fmt::Display;
use core::ops::Deref;

use super::eviction::Roster;
use super::table::place::Entry;
use super::text::KeyText;
use super::{KeyedCircuitBreaker, Table};
use crate::breaker::CircuitBreaker;

/// A circuit that goes to no other key as long as this lives. Others use and steer it as ever.
#[derive(Debug)]
pub(crate) struct Pinned<'t> {
    table: &'t Table,
    entry: &'t Entry,
}

impl<'t> Pinned<'t> {
    /// To the key that has it: while the roster is locked, that is the same.
    pub(super) fn new(table: &'t Table, roster: &mut Roster, entry: &'t Entry) -> Self {
        roster.pin(entry.place());
        Self { table, entry }
    }
}

impl Deref for Pinned<'_> {
    type Target = CircuitBreaker;

    fn deref(&self) -> &CircuitBreaker {
        self.entry.breaker()
    }
}

impl Drop for Pinned<'_> {
    fn drop(&mut self) {
        self.table.unpin(self.entry.place());
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
