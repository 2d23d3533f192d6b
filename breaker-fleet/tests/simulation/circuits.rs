//! The circuits of a process, as its member sees and steps them.

use core::time::Duration;

use breaker_fleet::__protocol::circuits::{Circuits, Facts, LocalEvent, Opening, registry};
use breaker_fleet::__protocol::wire::{ForcedTo, Name, Text, Why};
use breaker_runtime::CircuitBreaker;

use crate::process::Circuit;

#[derive(Debug)]
pub(crate) struct Here<'a> {
    circuits: &'a [Circuit],
    /// The numbers of those that were stepped.
    pub(crate) stepped: Vec<usize>,
}

impl<'a> Here<'a> {
    pub(crate) const fn new(circuits: &'a [Circuit]) -> Self {
        Self { circuits, stepped: Vec::new() }
    }

    fn number(&self, name: &Name) -> Option<usize> {
        self.circuits.iter().position(|circuit| circuit.breaker.name() == &*name.name)
    }

    fn step(&mut self, name: &Name, step: impl FnOnce(&CircuitBreaker)) {
        if let Some(number) = self.number(name) {
            self.stepped.push(number);
            step(self.circuits[number].breaker);
        }
    }
}

impl Circuits for Here<'_> {
    fn facts(&self, name: &Name) -> Option<Facts> {
        self.number(name).map(|number| facts(&self.circuits[number]))
    }

    fn why(&self, name: &Name) -> Why {
        let number = self.number(name);
        let history = number.map(|number| self.circuits[number].breaker.history());
        registry::last_why(&history.unwrap_or_default())
    }

    fn ordered(&self, name: &Name) -> Option<LocalEvent> {
        self.number(name).and_then(|number| registry::last_order(self.circuits[number].breaker))
    }

    fn each(&self, tell: &mut dyn FnMut(Name, Facts)) {
        for circuit in self.circuits {
            tell(Name::new(circuit.breaker.name()), facts(circuit));
        }
    }

    fn suspect_for(&mut self, name: &Name, time: Duration, by: &Text) {
        self.step(name, |breaker| breaker.from_outside(by.shared()).suspect_for(time));
    }

    fn trust(&mut self, name: &Name, by: &Text) {
        self.step(name, |breaker| breaker.from_outside(by.shared()).trust());
    }

    fn hold_for(&mut self, name: &Name, opened: Opening, time: Duration, by: &Text) {
        self.step(name, |breaker| {
            breaker.from_outside(by.shared()).for_opening(opened).hold_for(time);
        });
    }

    fn begin_trials(&mut self, name: &Name, opened: Opening, by: &Text) -> bool {
        let mut has_begun = false;
        self.step(name, |breaker| {
            has_begun = breaker.from_outside(by.shared()).for_opening(opened).begin_trials();
        });
        has_begun
    }

    fn set_openings(&mut self, name: &Name, opened: Opening, openings: u32, by: &Text) {
        self.step(name, |breaker| {
            breaker.from_outside(by.shared()).for_opening(opened).set_reopenings(openings);
        });
    }

    fn force(&mut self, name: &Name, to: ForcedTo, time: Duration, by: &Text, note: &Text) {
        self.step(name, |breaker| {
            let outside = breaker.from_outside(by.shared());
            match to {
                ForcedTo::Open => outside.force_open_for(time, note.as_str()),
                ForcedTo::Closed => outside.force_closed_for(time, note.as_str()),
            }
        });
    }

    fn reset(&mut self, name: &Name, by: &Text, note: &Text) {
        self.step(name, |breaker| breaker.from_outside(by.shared()).reset_with(note.as_str()));
    }
}

fn facts(circuit: &Circuit) -> Facts {
    registry::facts(&circuit.breaker.snapshot())
}
