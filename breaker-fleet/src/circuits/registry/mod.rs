//! The circuits of this process: those of [`breaker_runtime::registry`].

mod choice;
mod event;
mod facts;
mod local;

use core::fmt;
use core::time::Duration;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use breaker_runtime::{CircuitBreaker, DuplicateNames, FromOutside, Note, registry};

pub use choice::Choice;
pub use event::{last_order, last_why, local_event};
pub use facts::facts;
pub use local::Locals;

use super::{Circuits, Facts, Local, LocalEvent, Opening};
use crate::wire::{ForcedTo, Name, Text, Why};

/// All circuits of the program, but for those that were left out.
pub struct Registered {
    choice: Arc<Choice>,
    /// The circuits without keys whose names nothing else has, as of the last look: the registry
    /// compares its names one by one.
    index: HashMap<&'static str, &'static CircuitBreaker>,
    /// The names that several have, as of the last look.
    doubles: HashSet<&'static str>,
}

impl fmt::Debug for Registered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Registered").finish_non_exhaustive()
    }
}

impl Registered {
    /// Those that the choice picks.
    #[must_use]
    pub fn new(choice: Arc<Choice>) -> Self {
        Self { choice, index: HashMap::new(), doubles: double_names() }
    }

    /// Takes in the circuits and keys that have come since the last time, and lets a suspicion of
    /// them count the failures before it. Often enough is once a second.
    pub fn look(&mut self) {
        self.doubles = double_names();
        let is_single = |circuit: &&CircuitBreaker| !self.doubles.contains(circuit.name());
        let single = registry().unkeyed().filter(is_single);
        self.index = single.map(|circuit| (circuit.name(), circuit)).collect();
        for circuit in registry().unkeyed() {
            if self.choice.picks(&Name::new(circuit.name()), circuit) {
                circuit.follow_runs();
            }
        }
        // One for all keys, present and to come: which of them the choice picks is not known yet.
        registry().all_by_key().for_each(|function| function.whole().follow_runs());
    }

    fn with<R>(&self, name: &Name, act: impl FnOnce(&CircuitBreaker) -> R) -> Option<R> {
        match (&name.key, self.index.get(&*name.name)) {
            (None, Some(circuit)) => Some(act(circuit)),
            (key, _) => registry().with_circuit(&name.name, key.as_deref(), act),
        }
    }

    fn step<R>(
        &self,
        name: &Name,
        by: &Text,
        step: impl FnOnce(FromOutside<'_>) -> R,
    ) -> Option<R> {
        self.with(name, |circuit| step(circuit.from_outside(by.shared())))
    }

    fn facts_of(&self, name: &Name, circuit: &CircuitBreaker) -> Facts {
        let facts = facts(&circuit.snapshot());
        Facts { local: self.stays_local(name, circuit, facts.local), ..facts }
    }
}

fn double_names() -> HashSet<&'static str> {
    let doubles = registry().check().err();
    doubles.iter().flat_map(DuplicateNames::circuits).map(|(name, _)| name).collect()
}

impl Circuits for Registered {
    fn facts(&self, name: &Name) -> Option<Facts> {
        self.with(name, |circuit| self.facts_of(name, circuit))
    }

    fn why(&self, name: &Name) -> Why {
        self.with(name, |circuit| last_why(&circuit.history())).unwrap_or_default()
    }

    fn ordered(&self, name: &Name) -> Option<LocalEvent> {
        self.with(name, last_order).flatten()
    }

    fn each(&self, tell: &mut dyn FnMut(Name, Facts)) {
        for circuit in registry().iter() {
            let name = Name { name: circuit.name().into(), key: circuit.key() };
            let facts = self.facts_of(&name, circuit);
            tell(name, facts);
        }
    }

    fn suspect_for(&mut self, name: &Name, time: Duration, by: &Text) {
        self.step(name, by, |circuit| circuit.suspect_for(time));
    }

    fn trust(&mut self, name: &Name, by: &Text) {
        self.step(name, by, |circuit| circuit.trust());
    }

    fn hold_for(&mut self, name: &Name, opened: Opening, time: Duration, by: &Text) {
        self.step(name, by, |circuit| circuit.for_opening(opened).hold_for(time));
    }

    fn begin_trials(&mut self, name: &Name, opened: Opening, by: &Text) -> bool {
        self.step(name, by, |circuit| circuit.for_opening(opened).begin_trials()).unwrap_or(false)
    }

    fn set_openings(&mut self, name: &Name, opened: Opening, openings: u32, by: &Text) {
        self.step(name, by, |circuit| circuit.for_opening(opened).set_reopenings(openings));
    }

    fn force(&mut self, name: &Name, to: ForcedTo, time: Duration, by: &Text, note: &Text) {
        self.step(name, by, |circuit| match to {
            ForcedTo::Open => circuit.force_open_for(time, noted(by, note)),
            ForcedTo::Closed => circuit.force_closed_for(time, noted(by, note)),
        });
    }

    fn reset(&mut self, name: &Name, by: &Text, note: &Text) {
        self.step(name, by, |circuit| circuit.reset_with(noted(by, note)));
    }
}

/// Of the state itself, and of a reset, people ask as well who it was.
fn noted(by: &Text, note: &Text) -> Note {
    Note::new(note.as_str()).by(by.as_str())
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use breaker_runtime::{KeyedCircuitBreaker, Policy, register, register_keyed};

    use super::*;

    #[test]
    fn circuits_that_share_a_name_take_no_part_whoever_asks() {
        static ONE: CircuitBreaker = CircuitBreaker::new("shared name", Policy::new());
        static OTHER: KeyedCircuitBreaker =
            KeyedCircuitBreaker::new("shared name", Policy::new(), 8);
        register!(ONE);
        register_keyed!(OTHER);
        OTHER.try_acquire("a").expect("a closed circuit").success();
        let mut circuits = Registered::new(Arc::new(Choice::new(|_| true)));
        circuits.look();
        let mut each = Vec::new();
        circuits.each(&mut |name, facts| each.push((name, facts.local)));
        each.retain(|(name, _)| &*name.name == "shared name");
        assert!(each.len() >= 2);
        for (name, local) in each {
            assert_eq!(local, Some(Local::DoubleName), "{name:?}");
            let asked = circuits.facts(&name).map(|facts| facts.local);
            assert!(asked.is_none_or(|asked| asked == local), "{name:?}: {asked:?}");
        }
    }

    #[test]
    fn a_choice_is_asked_once_of_a_circuit_and_all_keys_follow_runs() {
        static CHOSEN: CircuitBreaker = CircuitBreaker::new("chosen", Policy::new());
        static KEYS: KeyedCircuitBreaker =
            KeyedCircuitBreaker::new("chosen keys", Policy::new().threshold(9), 8);
        static ASKED: AtomicUsize = AtomicUsize::new(0);
        register!(CHOSEN);
        register_keyed!(KEYS);
        let choice = Arc::new(Choice::new(|circuit| {
            if circuit.name() == "chosen" {
                ASKED.fetch_add(1, Ordering::Relaxed);
            }
            circuit.key().is_some() || circuit.name() == "chosen"
        }));
        let mut circuits = Registered::new(Arc::clone(&choice));
        for _ in 0..3 {
            circuits.look();
            let _ = Registered::new(Arc::clone(&choice)).local();
            let facts = circuits.facts(&Name::new("chosen")).expect("a circuit");
            assert_eq!(facts.local, None);
        }
        assert_eq!(ASKED.load(Ordering::Relaxed), 1);

        for _ in 0..2 {
            KEYS.try_acquire("a").expect("a closed circuit").failure();
        }
        let name = Name { name: "chosen keys".into(), key: Some("a".into()) };
        circuits.suspect_for(&name, Duration::from_secs(9), &Text::new("pod-7"));
        let facts = circuits.facts(&name).expect("a circuit");
        assert!(facts.is_in_trouble(), "the failures before the suspicion count");
    }
}
