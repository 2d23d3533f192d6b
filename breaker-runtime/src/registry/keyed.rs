//! Functions with a circuit for each key.

use std::collections::HashMap;

use super::configured::PolicyChange;
use super::list::{List, Listed};
use super::{Registry, timeouts};
use crate::base::identity::Identified;
use crate::breaker::CircuitBreaker;
use crate::events::note::Note;
use crate::keyed::{KeyText, KeyedCircuitBreaker, Pinned};
use crate::policy::SettingChange;
use crate::policy::overrides::{Resolved, Subject};
use crate::telemetry::AllUntold;

/// # Circuits by key
impl Registry {
    /// The breaker by key of this name; `None` if there is none.
    ///
    /// [`find_keyed`](Self::find_keyed) gives the reason: a readiness check asks that.
    ///
    /// ```
    /// use breaker_runtime::{register_keyed, registry, KeyedCircuitBreaker, Policy};
    ///
    /// static FETCH: KeyedCircuitBreaker = KeyedCircuitBreaker::new("fetch", Policy::new(), 1024);
    /// register_keyed!(FETCH);
    ///
    /// FETCH.try_acquire("example.org")?.success();
    /// # registry().register_keyed(&FETCH); // where the linker can't
    /// assert_eq!(registry().keyed("fetch").unwrap().len(), 1);
    /// assert_eq!(registry().get("fetch[example.org]").unwrap().snapshot().calls.success, 1);
    /// # Ok::<(), breaker_runtime::CircuitOpen>(())
    /// ```
    #[must_use]
    pub fn keyed(&self, name: &str) -> Option<&'static KeyedCircuitBreaker> {
        self.all_by_key().find(|circuits| circuits.name() == name)
    }

    /// Lists a breaker by key that was made by hand.
    ///
    /// Listing it twice has no effect. [`register_keyed!`](crate::register_keyed) lists one at link
    /// time.
    ///
    /// ```
    /// use breaker_runtime::{KeyedCircuitBreaker, Policy, registry};
    ///
    /// static SHARDS: KeyedCircuitBreaker = KeyedCircuitBreaker::new("shards", Policy::new(), 64);
    ///
    /// registry().register_keyed(&SHARDS);
    /// assert!(registry().keyed("shards").is_some());
    /// ```
    pub fn register_keyed(&self, circuits: &'static KeyedCircuitBreaker) {
        self.list(circuits);
    }

    /// The circuit of `name[key]`.
    pub(super) fn get_of_key(&self, name: &str) -> Option<&'static CircuitBreaker> {
        self.find_key(name, KeyedCircuitBreaker::peek_shown)
    }

    /// The circuit of `name[key]`, which stays this key's while the guard is kept.
    pub(super) fn pin_of_key(&self, name: &str) -> Option<Pinned<'static>> {
        self.find_key(name, KeyedCircuitBreaker::pin_shown)
    }

    /// Asks `find` for the key in `name[key]`, among the circuits of each function of that name.
    pub(super) fn find_key<'n, T>(
        &self,
        name: &'n str,
        find: impl Fn(&'static KeyedCircuitBreaker, &'n str) -> Option<T>,
    ) -> Option<T> {
        let in_brackets = name.strip_suffix(']')?;
        self.all_by_key().find_map(|circuits| {
            find(circuits, in_brackets.strip_prefix(circuits.name())?.strip_prefix('[')?)
        })
    }
}

impl KeyedCircuitBreaker {
    /// Goes on with so many keys; returns what changed.
    fn bound_by(&self, max_keys: Option<u32>) -> Option<SettingChange> {
        let (from, to) = self.bind(max_keys);
        let asked_for = max_keys.filter(|&asked_for| asked_for > to);
        (from != to || asked_for.is_some()).then(|| SettingChange {
            name: "max_keys",
            from: from.to_string(),
            to: asked_for.map_or_else(
                || to.to_string(),
                |more| {
                    format!("{to} (of {more}: there are calls already, more come with a restart)")
                },
            ),
        })
    }
}

impl Listed for KeyedCircuitBreaker {
    fn list(registry: &Registry) -> &List<Self> {
        &registry.keyed
    }

    fn here(&'static self) -> &'static Self {
        Self::here(self)
    }

    fn subject(&self) -> Subject {
        Subject {
            name: self.name(),
            made_with: self.made_with(),
            location: self.location(),
            is_keyed: true,
            has_timeout: timeouts::any_of(self.identity()),
        }
    }

    /// Changes the whole and its keys; reports the whole, and each key whose change is another one.
    fn go_on(&self, resolved: &Resolved, note: &Note) -> (Vec<PolicyChange>, AllUntold) {
        let keys: Vec<_> =
            resolved.keys.iter().map(|(key, policy)| (key.as_str(), *policy)).collect();
        // Keys without a circuit, by their whole texts. Asked first, because the look-up tells a
        // circuit its key where only a hash was known.
        let without_circuit: Vec<_> =
            keys.iter().filter(|(key, _)| self.peek(key).is_none()).copied().collect();
        // Keys that nobody knows are shown alike.
        let who = |circuit: &CircuitBreaker| (core::ptr::from_ref(circuit), circuit.key());
        let of_keys = || self.circuits().map(|circuit| (who(circuit), circuit.policy()));
        let (from, before): (_, HashMap<_, _>) = (self.policy(), of_keys().collect());
        let untold = self.reconfigure(resolved.policy, &keys, note);
        let to = self.policy();
        let mut limits = timeouts::replace(self.identity(), resolved.limits.timeout);
        limits.extend(self.bound_by(resolved.limits.max_keys));
        let is_another = from != to || !limits.is_empty();
        let whole = is_another.then(|| PolicyChange::of(self.whole(), from, to).with(limits));
        let of_its_own = self.circuits().filter_map(|circuit| {
            let (from_own, to_own) = (*before.get(&who(circuit))?, circuit.policy());
            let is_its_own = from_own != to_own && (from_own, to_own) != (from, to);
            is_its_own.then(|| PolicyChange::of(circuit, from_own, to_own))
        });
        let changed = without_circuit.into_iter().filter(|(_, policy)| *policy != from);
        let of_no_circuit = changed.map(|(key, policy)| {
            PolicyChange::of_key(self.name(), &KeyText::of(key).to_shared(), from, policy)
        });
        let told = whole.into_iter().chain(of_its_own).chain(of_no_circuit);
        (told.filter(PolicyChange::is_one).collect(), untold)
    }
}
