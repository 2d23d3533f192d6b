//! The circuits of this process: those of [`breaker_runtime::registry`].

mod event;
mod facts;

use core::fmt;
use core::time::Duration;
use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use breaker_runtime::{CircuitBreaker, DuplicateNames, FromOutside, registry};

pub use event::local_event;
pub use facts::facts;

use super::{Circuits, Facts, Local, LocalEvent, Origin, What};
use crate::wire::{ForcedTo, Name, Text};

/// Which circuits a fleet shares. The user's choice, which may panic: then the circuit stays local.
pub type Choice = dyn Fn(&CircuitBreaker) -> bool + Send + Sync;

/// All circuits of the program, but for those that were left out.
pub struct Registered {
    choice: Arc<Choice>,
    forced: HashSet<Name>,
}

impl fmt::Debug for Registered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Registered").field("forced", &self.forced).finish_non_exhaustive()
    }
}

impl Registered {
    /// Those that the choice picks.
    #[must_use]
    pub fn new(choice: Arc<Choice>) -> Self {
        Self { choice, forced: HashSet::new() }
    }

    /// What happened to a circuit: for what is to be remembered of it.
    pub fn heard(&mut self, event: &LocalEvent) {
        if event.origin == Origin::Hand && matches!(event.what, What::Forced { .. }) {
            self.forced.remove(&event.name);
        }
    }

    /// A suspicion counts the failures before it: also those of circuits and keys that have come
    /// since the last time. Often enough is once a second.
    pub fn follow_runs(&self) {
        registry().iter().filter(|circuit| self.is_chosen(circuit)).for_each(|circuit| {
            circuit.follow_runs();
        });
    }

    /// The circuits that take no part, and why.
    #[must_use]
    pub fn local(&self) -> Vec<(Name, Local)> {
        let mut local = Vec::new();
        self.each(&mut |name, facts| local.extend(facts.local.map(|why| (name, why))));
        local
    }

    fn is_chosen(&self, circuit: &CircuitBreaker) -> bool {
        catch_unwind(AssertUnwindSafe(|| (self.choice)(circuit))).unwrap_or(false)
    }

    fn facts_of(&self, name: &Name, circuit: &CircuitBreaker) -> Facts {
        let facts = facts(&circuit.snapshot(), self.forced.contains(name));
        let left_out = (!self.is_chosen(circuit)).then_some(Local::LeftOut);
        Facts { local: left_out.or(facts.local), ..facts }
    }
}

fn step<R>(name: &Name, by: &Text, step: impl FnOnce(FromOutside<'_>) -> R) -> Option<R> {
    registry().with_circuit(&name.name, name.key.as_deref(), |circuit| {
        step(circuit.from_outside(by.shared()))
    })
}

impl Circuits for Registered {
    fn facts(&self, name: &Name) -> Option<Facts> {
        registry()
            .with_circuit(&name.name, name.key.as_deref(), |circuit| self.facts_of(name, circuit))
    }

    fn each(&self, tell: &mut dyn FnMut(Name, Facts)) {
        let doubles = registry().check().err();
        let doubles: HashSet<_> =
            doubles.iter().flat_map(DuplicateNames::circuits).map(|(name, _)| name).collect();
        for circuit in registry().iter() {
            let key = circuit.key().map(|key| key.to_string().into());
            let name = Name { name: circuit.name().into(), key };
            let facts = self.facts_of(&name, circuit);
            let double = doubles.contains(circuit.name()).then_some(Local::DoubleName);
            tell(name, Facts { local: facts.local.or(double), ..facts });
        }
    }

    fn suspect_for(&mut self, name: &Name, time: Duration, by: &Text) {
        step(name, by, |circuit| circuit.suspect_for(time));
    }

    fn trust(&mut self, name: &Name, by: &Text) {
        step(name, by, |circuit| circuit.trust());
    }

    fn hold_for(&mut self, name: &Name, time: Duration, by: &Text) {
        step(name, by, |circuit| circuit.hold_for(time));
    }

    fn begin_trials(&mut self, name: &Name, by: &Text) -> bool {
        step(name, by, |circuit| circuit.begin_trials()).unwrap_or(false)
    }

    fn set_openings(&mut self, name: &Name, openings: u32, by: &Text) {
        step(name, by, |circuit| circuit.set_reopenings(openings));
    }

    fn force(&mut self, name: &Name, to: ForcedTo, time: Duration, by: &Text, note: &Text) {
        let forced = step(name, by, |circuit| match to {
            ForcedTo::Open => circuit.force_open_for(time, note.as_str()),
            ForcedTo::Closed => circuit.force_closed_for(time, note.as_str()),
        });
        if forced.is_some() {
            self.forced.insert(name.clone());
        }
    }

    fn reset(&mut self, name: &Name, by: &Text) {
        step(name, by, |circuit| circuit.reset());
        self.forced.remove(name);
    }
}
