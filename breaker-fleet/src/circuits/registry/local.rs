//! Which circuits take no part, found by their policies alone: of ten thousand keys a snapshot each
//! would take a while.

use std::sync::Arc;

use breaker_runtime::{CircuitBreaker, KeyedCircuitBreaker, registry};

use super::facts::of_policy;
use super::{Local, Name, Registered};

/// So many are listed at most: functions before keys.
const MOST: usize = 1000;

/// The circuits that take no part.
#[derive(Clone, Debug, Default)]
pub struct Locals {
    /// Some of them, and why.
    pub listed: Vec<(Name, Local)>,
    /// How many there are.
    pub count: usize,
}

impl Registered {
    /// The circuits that take no part, and why.
    #[must_use]
    pub fn local(&self) -> Locals {
        let mut locals = Locals::default();
        let functions = registry().all_by_key().map(KeyedCircuitBreaker::whole);
        for circuit in registry().unkeyed().chain(functions) {
            self.add(Name::new(circuit.name()), circuit, &mut locals);
        }
        for function in registry().all_by_key() {
            let name: Arc<str> = function.name().into();
            for circuit in function.circuits() {
                let name = Name { name: Arc::clone(&name), key: circuit.key() };
                self.add(name, circuit, &mut locals);
            }
        }
        locals
    }

    fn add(&self, name: Name, circuit: &CircuitBreaker, locals: &mut Locals) {
        let by_itself = of_policy(&circuit.policy(), name.fits());
        let Some(why) = self.stays_local(&name, circuit, by_itself) else { return };
        locals.count += 1;
        if locals.listed.len() < MOST {
            locals.listed.push((name, why));
        }
    }

    /// Why it takes no part, where this is what its policy and its name say.
    pub(super) fn stays_local(
        &self,
        name: &Name,
        circuit: &CircuitBreaker,
        by_itself: Option<Local>,
    ) -> Option<Local> {
        let left_out = (!self.choice.picks(name, circuit)).then_some(Local::LeftOut);
        let double = || self.doubles.contains(circuit.name()).then_some(Local::DoubleName);
        left_out.or(by_itself).or_else(double)
    }
}

#[cfg(test)]
mod tests {
    use breaker_runtime::{Policy, register_keyed};

    use super::*;
    use crate::circuits::registry::Choice;

    #[test]
    fn of_many_keys_that_stay_local_some_are_listed_after_their_function() {
        static MANY: KeyedCircuitBreaker =
            KeyedCircuitBreaker::new("many dry keys", Policy::new().dry_run(true), 4000);
        static SHARED: KeyedCircuitBreaker =
            KeyedCircuitBreaker::new("shared keys", Policy::new(), 10_000);
        register_keyed!(MANY);
        register_keyed!(SHARED);
        for key in 0..1500 {
            MANY.try_acquire(&key).expect("a closed circuit").success();
        }
        for key in 0..10_000 {
            SHARED.try_acquire(&key).expect("a closed circuit").success();
        }
        let circuits = Registered::new(Arc::new(Choice::all()));
        let locals = circuits.local();
        assert_eq!(locals.listed.len(), MOST);
        assert!(locals.count > 1500, "{}", locals.count);
        assert!(locals.listed.iter().all(|(name, _)| &*name.name != "shared keys"));
        assert!(locals.listed.is_sorted_by_key(|(name, _)| name.key.is_some()));
        assert!(locals.listed.contains(&(Name::new("many dry keys"), Local::DryRun)));
    }
}
