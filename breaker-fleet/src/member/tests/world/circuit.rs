//! What happens to a process's circuit.

use core::time::Duration;

use super::{Process, World, x};
use crate::member::tests::circuits::{Fake, Step};
use crate::member::tests::{ms, secs};
use crate::member::{Input, LocalEvent, Origin, What};
use crate::wire::{OrderId, Text, Why};

impl World {
    pub(in crate::member::tests) fn fake(&mut self, number: usize) -> &mut Fake {
        self.all[number].circuits.all.get_mut(&x()).unwrap()
    }

    pub(in crate::member::tests) fn steps(&self, number: usize) -> &[Step] {
        &self.all[number].circuits.all[&x()].steps
    }

    pub(in crate::member::tests) fn happens(&mut self, number: usize, what: What, origin: Origin) {
        let id = self.next_order(number);
        let event = LocalEvent { name: x(), id, what, origin };
        self.input(number, Input::Local(event));
    }

    /// Something happens to the circuit that is another order than all before it.
    pub(in crate::member::tests) fn next_order(&mut self, number: usize) -> OrderId {
        self.happened += 1;
        self.fake(number).order = self.happened;
        self.happened
    }

    /// The circuit's own rule opens it, for ten seconds.
    pub(in crate::member::tests) fn open(&mut self, number: usize) {
        let now = self.now;
        let fake = self.fake(number);
        let first = fake.half_open.is_none();
        fake.open = true;
        fake.half_open = None;
        fake.since = now;
        fake.until = now + secs(10);
        fake.opened += 1;
        fake.openings = fake.openings.saturating_add(1);
        self.happens(number, What::Opened { first, why: why() }, Origin::Own);
    }

    /// A call comes to a circuit in trouble. Whether it was admitted, as a trial.
    pub(in crate::member::tests) fn call(&mut self, number: usize) -> bool {
        let now = self.now;
        let fake = self.fake(number);
        if now < fake.until {
            fake.rejected += 1;
            return false;
        }
        let lazily = core::mem::take(&mut fake.open);
        let trials = fake.half_open.get_or_insert_default();
        trials.in_flight += 1;
        if lazily {
            fake.since = now;
            self.happens(number, What::HalfOpened, Origin::Own);
        }
        true
    }

    /// The trial call ends, and decides.
    pub(in crate::member::tests) fn trial_ends(&mut self, number: usize, well: bool) {
        if !well {
            return self.open(number);
        }
        let fake = self.fake(number);
        fake.half_open = None;
        fake.openings = 0;
        self.happens(number, What::Closed, Origin::Own);
    }

    /// Who is half-open.
    pub(in crate::member::tests) fn trying(&self) -> Vec<usize> {
        let half = |process: &Process| process.circuits.all[&x()].half_open.is_some();
        (0..self.all.len()).filter(|number| half(&self.all[*number])).collect()
    }

    /// Lets calls come to all circuits in trouble every 20 ms, until one is admitted: by whom.
    pub(in crate::member::tests) fn first_trial(&mut self, within: Duration) -> Option<usize> {
        let end = self.now + within;
        while self.now < end {
            self.run(ms(20));
            for number in 0..self.all.len() {
                let fake = &self.all[number].circuits.all[&x()];
                let troubled = fake.open || fake.half_open.is_some();
                if troubled && !fake.forced && self.call(number) {
                    return Some(number);
                }
            }
        }
        None
    }
}

/// Five circuits that opened within a second.
pub(in crate::member::tests) fn outage() -> World {
    let mut world = World::of(5);
    for number in 0..5 {
        world.open(number);
        world.run(ms(200));
    }
    world
}

pub(in crate::member::tests) fn why() -> Why {
    Why { reason: Text::new("failures"), failures: 5, calls: 5 }
}
