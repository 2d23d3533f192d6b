//! What circuits by key say of themselves.

use core::fmt::Display;
use std::sync::Arc;

use super::KeyedCircuitBreaker;
use super::text::KeyText;
use crate::base::identity::Location;
use crate::breaker::CircuitBreaker;
use crate::policy::Policy;
use crate::tallies::calls::Calls;

/// # Looking at keys and their circuits
impl KeyedCircuitBreaker {
    /// The breaker's name: the argument `name`, or else the path of the guarded function.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name.get()
    }

    /// Where the breaker stands in the source: the guarded function, or the call that made the
    /// breaker.
    #[must_use]
    pub fn location(&self) -> Option<Location> {
        self.location
    }

    /// The settings of all keys: those the breaker was made with, with the overrides of
    /// [`configure`](crate::Registry::configure) on top. A key with overrides of its own has these
    /// in its circuit's [`policy`](crate::CircuitBreaker::policy).
    #[must_use]
    pub fn policy(&self) -> Policy {
        let here = self.here();
        here.whole.get().map_or(here.policy, |whole| whole.itself().policy())
    }

    /// The settings of a key that [overrides](crate::Overrides) speak of by itself, whether it has
    /// a circuit or not: with its next call it goes on by these. `None` for any other key, which
    /// goes by [`policy`](Self::policy).
    ///
    /// ```
    /// use breaker_runtime::{KeyedCircuitBreaker, Overrides, Policy, Setting, registry};
    ///
    /// static SEND: KeyedCircuitBreaker = KeyedCircuitBreaker::new("send", Policy::new(), 1024);
    ///
    /// registry().register_keyed(&SEND);
    /// let watch_only = Overrides::new().circuit("send[example.org]", Setting::DryRun(true));
    /// registry().configure(&watch_only)?;
    /// assert!(SEND.own_policy("example.org").is_some_and(|policy| policy.settings().dry_run));
    /// assert!(SEND.own_policy("example.com").is_none() && SEND.is_empty());
    /// # Ok::<(), breaker_runtime::ConfigureError>(())
    /// ```
    pub fn own_policy(&self, key: &(impl Display + ?Sized)) -> Option<Policy> {
        self.here().table.get()?.own_policy(&KeyText::of(key))
    }

    /// All keys that [overrides](crate::Overrides) speak of by themselves, whether they have a
    /// circuit or not, each with its [settings](Self::own_policy); by name.
    ///
    /// ```
    /// use breaker_runtime::{KeyedCircuitBreaker, Overrides, Policy, Setting, registry};
    ///
    /// static MAIL: KeyedCircuitBreaker = KeyedCircuitBreaker::new("mail", Policy::new(), 1024);
    ///
    /// registry().register_keyed(&MAIL);
    /// let watch_only = Overrides::new().circuit("mail[example.org]", Setting::DryRun(true));
    /// registry().amend(&watch_only)?;
    /// let (key, policy) = &MAIL.own_policies()[0];
    /// assert_eq!((&**key, policy.settings().dry_run), ("example.org", true));
    /// # Ok::<(), breaker_runtime::ConfigureError>(())
    /// ```
    #[must_use]
    pub fn own_policies(&self) -> Vec<(Arc<str>, Policy)> {
        self.here().table.get().map_or_else(Vec::new, |table| table.own_policies())
    }

    /// How many keys can have a circuit of their own at a time:
    /// [overrides](crate::_guide::overrides#timeout-and-max_keys) may have changed it.
    #[must_use]
    pub fn max_keys(&self) -> u32 {
        self.here().in_force()
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

    /// The circuit of `key`; `None` if the key was not used yet, or its circuit went to another
    /// key.
    ///
    /// The look-up counts as a use of the key; that by [`peek`](Self::peek) does not. While the
    /// reference is kept, the circuit may go to another key: [`CircuitBreaker::key`] says whose it
    /// is. To force or reset the circuit of this key alone, see [`with`](Self::with).
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
        Some(table.find_surely(&KeyText::of(key))?.place().breaker())
    }

    /// The circuit of `key`, as by [`get`](Self::get), for who only looks, as a dashboard or a
    /// health check does: it is no use of the key, so it keeps no other key from a circuit.
    ///
    /// ```
    /// use breaker_runtime::{KeyedCircuitBreaker, Policy, State};
    ///
    /// static MIRROR: KeyedCircuitBreaker = KeyedCircuitBreaker::new("mirror", Policy::new(), 1);
    ///
    /// MIRROR.try_acquire("example.org")?.success();
    /// let circuit = MIRROR.peek("example.org").expect("called above");
    /// assert_eq!(circuit.state(), State::Closed);
    /// assert!(MIRROR.peek("example.com").is_none());
    /// # Ok::<(), breaker_runtime::CircuitOpen>(())
    /// ```
    pub fn peek(&self, key: &(impl Display + ?Sized)) -> Option<&CircuitBreaker> {
        Some(self.here().table.get()?.peek(&KeyText::of(key))?.breaker())
    }

    /// The circuit of the key that is shown like this, as by [`peek`](Self::peek).
    pub(crate) fn peek_shown(&self, key: &str) -> Option<&CircuitBreaker> {
        Some(self.here().table.get()?.peek_shown(key)?.breaker())
    }

    /// The circuit of `key`, made if the key has none; `None` if no place is free.
    ///
    /// `add` is for looking at a circuit before its first call. To force or reset it, see
    /// [`with`](Self::with): where all places are in use, the circuit that `add` returns may go to
    /// another key meanwhile.
    pub fn add(&self, key: &(impl Display + ?Sized)) -> Option<&CircuitBreaker> {
        let (table, key) = (self.here().table(), KeyText::of(key));
        let fingerprint = table.fingerprint(&key);
        let occupancy = table.circuit_for(&key, fingerprint)?;
        Some(occupancy.place().breaker())
    }

    /// The circuits of all keys, in no particular order.
    ///
    /// ```
    /// use breaker_runtime::{KeyedCircuitBreaker, Policy, State};
    ///
    /// static FETCH: KeyedCircuitBreaker = KeyedCircuitBreaker::new("fetch", Policy::new(), 1024);
    /// FETCH.try_acquire("up.example")?.success();
    /// FETCH.try_acquire("down.example")?.failure();
    ///
    /// assert_eq!(FETCH.circuits().count(), 2);
    /// assert!(FETCH.circuits().all(|circuit| circuit.state() == State::Closed));
    /// # Ok::<(), breaker_runtime::CircuitOpen>(())
    /// ```
    pub fn circuits(&self) -> impl Iterator<Item = &CircuitBreaker> + use<'_> {
        self.here().table.get().into_iter().flat_map(|table| table.breakers())
    }

    /// The calls of all keys so far, added up: those of keys that lost their circuits and those
    /// that found no circuit included.
    #[must_use]
    pub fn calls(&self) -> Calls {
        let circuits = self.circuits().map(|circuit| circuit.itself().calls_ever());
        circuits.fold(self.calls_without_circuit(), Calls::and)
    }

    /// The calls so far whose key found no circuit: admitted unguarded, or rejected while all keys
    /// were [forced open](Self::force_open) (rule
    /// [S15](crate::_guide::rules#s15-who-has-a-circuit)).
    #[must_use]
    pub fn calls_without_circuit(&self) -> Calls {
        self.here().whole.get().map_or_else(Calls::default, |whole| whole.itself().calls_ever())
    }
}
