//! What circuits by key say of themselves.

use core::fmt::Display;

use super::KeyedCircuitBreaker;
use super::text::KeyText;
use crate::base::identity::Location;
use crate::breaker::CircuitBreaker;
use crate::counts::calls::Calls;
use crate::policy::Policy;

/// # Looking at them
impl KeyedCircuitBreaker {
    /// The name: as given, or the path of the guarded function.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name.get()
    }

    /// Where it stands in the source: the guarded function, or the call that made it.
    #[must_use]
    pub fn location(&self) -> Option<Location> {
        self.location
    }

    /// The settings of each circuit: those that they were made with, unless
    /// [`configure`](crate::Registry::configure) has changed them.
    #[must_use]
    pub fn policy(&self) -> Policy {
        let here = self.here();
        here.whole.get().map_or(here.policy, |whole| whole.itself().policy())
    }

    /// How many keys can have a circuit of their own at a time.
    #[must_use]
    pub fn max_keys(&self) -> u32 {
        self.max_keys
    }

    /// How many keys have a circuit.
    #[must_use]
    pub fn len(&self) -> usize {
        self.here().table.get().map_or(0, |table| table.len())
    }

    /// Whether no key has a circuit.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.here().is_unused() || self.len() == 0
    }

    /// The circuit that the key has; `None` if it has none of its own, because nobody used it yet
    /// or another key got it.
    ///
    /// This counts as a use of the key. A circuit that is kept may go to another key meanwhile:
    /// [`CircuitBreaker::key`] says whose it is. To steer it as this key's, see
    /// [`with`](Self::with).
    ///
    /// ```
    /// use breaker_runtime::{CircuitBreaker, KeyedCircuitBreaker, Policy, State};
    ///
    /// static FETCH: KeyedCircuitBreaker = KeyedCircuitBreaker::new("fetch", Policy::new(), 1024);
    /// assert!(FETCH.get("example.org").is_none());
    ///
    /// FETCH.try_acquire("example.org")?.success();
    /// FETCH.get("example.org").map(CircuitBreaker::force_open);
    /// assert!(FETCH.try_acquire("example.org").is_err());
    /// # Ok::<(), breaker_runtime::CircuitOpen>(())
    /// ```
    pub fn get(&self, key: &(impl Display + ?Sized)) -> Option<&CircuitBreaker> {
        let table = self.here().table.get()?;
        Some(table.find_surely(&KeyText::of(key))?.entry().breaker())
    }

    /// The circuit of the key, which gets one if it has none; `None` if there is no circuit for it.
    /// To look at it before its first call; to steer it, see [`with`](Self::with): where all places
    /// are taken and keys come and go, another thread's new key can get what this returns.
    pub fn add(&self, key: &(impl Display + ?Sized)) -> Option<&CircuitBreaker> {
        let (table, key) = (self.here().table(), KeyText::of(key));
        let fingerprint = table.fingerprint(&key);
        let tenancy = table.find(fingerprint).or_else(|| table.settle(&key, fingerprint))?;
        Some(tenancy.entry().breaker())
    }

    /// Every circuit that a key has, in no particular order.
    pub fn circuits(&self) -> impl Iterator<Item = &CircuitBreaker> + use<'_> {
        self.here().table.get().into_iter().flat_map(|table| table.breakers())
    }

    /// All calls of all keys, those that have no circuit any more and those that found none
    /// included.
    #[must_use]
    pub fn calls(&self) -> Calls {
        let circuits = self.circuits().map(|circuit| circuit.itself().calls_ever());
        circuits.fold(self.calls_without_circuit(), Calls::and)
    }

    /// Calls of keys that found no circuit: admitted unguarded, or rejected for all keys were
    /// [forced open](Self::force_open).
    #[must_use]
    pub fn calls_without_circuit(&self) -> Calls {
        self.here().whole.get().map_or_else(Calls::default, |whole| whole.itself().calls_ever())
    }
}
