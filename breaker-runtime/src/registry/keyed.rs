//! Functions with a circuit for each key.

use super::{Registry, each_once, link};
use crate::overrides::Subject;
use crate::{CircuitBreaker, KeyedCircuitBreaker};

impl Registry {
    /// The circuits of the function of this name, if it has one for each key.
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
        self.listed_keyed().find(|circuits| circuits.name() == name)
    }

    /// Lists circuits by key that were made by hand, once; [`register_keyed!`](crate::register_keyed) does so at link time.
    pub fn register_keyed(&self, circuits: &'static KeyedCircuitBreaker) {
        let is_it = |other: &KeyedCircuitBreaker| core::ptr::eq(other, circuits);
        // First, so that they are not listed between a configuration's look at the list and its end.
        let overrides = self.overrides.lock();
        let mut late = self.late_keyed.write();
        if !link::collected_keyed().any(is_it) && !late.iter().any(|other| is_it(other)) {
            late.push(circuits);
            // What can't be applied to them is wrong for them alone: they go on as they were made.
            if let Ok(policy) = overrides.policy_of(subject(circuits)) {
                circuits.reconfigure(policy);
            }
        }
        drop((late, overrides));
        circuits.circuits().for_each(CircuitBreaker::tell);
    }

    /// Whether they are listed.
    #[cfg(feature = "test-util")]
    pub(crate) fn lists_keyed(&self, circuits: &KeyedCircuitBreaker) -> bool {
        let is_it = |listed: &'static KeyedCircuitBreaker| core::ptr::eq(listed, circuits);
        link::collected_keyed().any(is_it)
            || self.late_keyed.read().iter().any(|listed| is_it(listed))
    }

    pub(crate) fn listed_keyed(
        &self,
    ) -> impl Iterator<Item = &'static KeyedCircuitBreaker> + use<> {
        self.all_keyed().map(KeyedCircuitBreaker::here)
    }

    fn all_keyed(&self) -> impl Iterator<Item = &'static KeyedCircuitBreaker> + use<> {
        each_once(self.late_keyed.read().iter().copied().chain(link::collected_keyed()))
    }

    /// The circuit of `name[key]`.
    pub(super) fn get_of_key(&self, name: &str) -> Option<&'static CircuitBreaker> {
        let in_brackets = name.strip_suffix(']')?;
        self.listed_keyed().find_map(|circuits| {
            let key = in_brackets.strip_prefix(circuits.name())?.strip_prefix('[')?;
            let is_it = |circuit: &&CircuitBreaker| circuit.key().as_deref() == Some(key);
            // What is shown of a long key, or of one whose text is not known yet.
            circuits.get(key).or_else(|| circuits.circuits().find(is_it))
        })
    }
}

pub(super) fn subject(circuits: &KeyedCircuitBreaker) -> Subject {
    Subject { name: circuits.name(), made_with: circuits.made_with() }
}
