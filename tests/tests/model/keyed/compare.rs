//! Circuits by key and their model side by side.

use core::time::Duration;

use breaker_runtime::testing::ManualClock;
use breaker_runtime::{CircuitBreaker, KeyedCircuitBreaker, Permit, State, registry};
use proptest::prelude::TestCaseError;
use proptest::sample::Index;
use proptest::{prop_assert, prop_assert_eq};

use super::steps::{Control, KEYS, Step};
use super::table::{Table, sum};
use crate::answer;
use crate::compare::{Outcome, compare_admission, report};
use crate::history::Instant;
use crate::reference::{End, Ticket, Visible};
use crate::settings::Change;
use crate::steps::{Entrance, Finish, Offset, Took};

/// A call under way, the number of its circuit, and the key that it is for.
struct UnderWay<'b> {
    permit: Permit<'b>,
    ticket: Ticket,
    seat: Option<usize>,
    key: Option<u8>,
}

pub(super) struct Keys<'b> {
    keyed: &'b KeyedCircuitBreaker,
    clock: ManualClock,
    seed: u64,
    pub(super) table: Table,
    under_way: Vec<UnderWay<'b>>,
}

impl<'b> Keys<'b> {
    /// None of which has a circuit yet.
    pub(super) fn new(keyed: &'b KeyedCircuitBreaker, clock: ManualClock, seed: u64) -> Self {
        let table = Table::new(keyed.policy(), keyed.max_keys() as usize, seed);
        Self { keyed, clock, seed, table, under_way: Vec::new() }
    }

    /// Takes the step on both sides, and compares all that can be seen.
    pub(super) fn take(&mut self, step: Step) -> Outcome {
        match step {
            Step::Call(key, entrance, finish, took) => self.call(key, entrance, finish, took)?,
            Step::Trip(key, calls) => self.trip(key, calls)?,
            Step::Recover(key, calls) => self.recover(key, calls)?,
            Step::Relapse(key) => {
                self.trip(key, 20)?;
                self.recover(key, 6)?;
                self.trip(key, 20)?;
            }
            Step::Parade(first, calls) => self.parade(first, calls)?,
            Step::Acquire(key) => self.acquire(key)?,
            Step::Finish(which, way) => self.finish(which, way),
            Step::Look(key) => self.look(key)?,
            Step::Steer(key, control) => self.steer(key, control),
            Step::Wait(nanos) => self.wait_until(self.table.now + nanos),
            Step::ToTurningPoint(which, offset) => {
                let points = self.table.all().flat_map(|seat| seat.model.turning_points());
                let points = points.collect();
                self.go_to(points, which, offset);
            }
            Step::ToDeparture(which, offset) => {
                let points = self.table.all().flat_map(|seat| seat.model.departures()).collect();
                self.go_to(points, which, offset);
            }
            Step::ToEndOfPatience(which, offset) => {
                self.go_to(self.table.ends_of_patience(), which, offset);
            }
            Step::Configure(change) => self.configure(change)?,
        }
        self.compare()
    }

    fn compare(&mut self) -> Outcome {
        prop_assert_eq!(self.keyed.len(), self.table.seats.len());
        let mut calls = self.table.gone;
        let circuits = self.keyed.circuits().count();
        prop_assert_eq!(circuits, self.table.all().count());
        for seat in self.table.all() {
            let circuit = circuit_of(self.keyed, seat.key);
            prop_assert!(circuit.is_some(), "who has a circuit? {:?} does not", seat.key);
            if let Some(circuit) = circuit {
                let expected = seat.model.visible();
                // The clock that it was given was its first transition; what former keys did is in no history.
                let latest = circuit.history().last().map(|event| event.generation - 1);
                let seen = Visible::of(&circuit.snapshot(), latest.unwrap_or(expected.generation));
                calls = sum(calls, seen.calls);
                prop_assert_eq!(seen, expected, "the circuit of {:?}", seat.key);
            }
        }
        prop_assert_eq!(self.keyed.calls(), calls, "no call is lost with its key");
        Ok(())
    }

    fn call(&mut self, key: u8, entrance: Entrance, way: Finish, took: Took) -> Outcome {
        let seat = self.seat_of(key)?;
        let Some(model) = self.table.at(seat).map(|seat| &mut seat.model) else { return Ok(()) };
        let time = match took {
            Took::NoTime => 0,
            Took::TheLimit(offset) => offset.of(model.slow_after().unwrap_or(1)),
            Took::Nanos(nanos) => nanos,
        };
        let ticket = model.acquire();
        let clock = &self.clock;
        let spend_time = || clock.advance(Duration::from_nanos(time));
        let rejection = answer::call(&(self.keyed, key), entrance, way, spend_time);
        compare_admission(model, ticket, rejection)?;
        self.seed(seat);
        if let Some(ticket) = ticket {
            self.table.wait(time);
            self.report(seat, ticket, way);
        }
        Ok(())
    }

    fn trip(&mut self, key: u8, calls: u8) -> Outcome {
        for _ in 0..calls {
            let failure = Finish::By(End::Failure);
            self.call(key, Entrance::Permit, failure, Took::NoTime)?;
            self.compare()?;
            if self.own(key).is_none_or(|state| state == State::Open) {
                break;
            }
        }
        Ok(())
    }

    fn recover(&mut self, key: u8, calls: u8) -> Outcome {
        for _ in 0..calls {
            if let None | Some(State::Closed | State::ForcedClosed) = self.own(key) {
                break;
            }
            let points = self.table.look(key).and_then(|at| self.table.at(Some(at)));
            let points = points.map(|seat| seat.model.turning_points()).unwrap_or_default();
            let _ = self.keyed.get(&key);
            if let Some(at) = points.into_iter().rfind(|&at| is_within_reach(at)) {
                self.wait_until(at);
            }
            self.call(key, Entrance::Call, Finish::By(End::Success), Took::NoTime)?;
            self.compare()?;
        }
        Ok(())
    }

    fn parade(&mut self, first: u8, calls: u8) -> Outcome {
        for key in first..first + calls {
            self.call(key % KEYS, Entrance::CallAsync, Finish::By(End::Success), Took::NoTime)?;
            self.compare()?;
        }
        Ok(())
    }

    fn acquire(&mut self, key: u8) -> Outcome {
        let seat = self.seat_of(key)?;
        let Some(found) = self.table.at(seat) else { return Ok(()) };
        let (ticket, key_of_seat) = (found.model.acquire(), found.key);
        let answer = self.keyed.try_acquire(&key);
        compare_admission(&found.model, ticket, answer.as_ref().err().copied())?;
        self.seed(seat);
        if let (Ok(permit), Some(ticket)) = (answer, ticket) {
            self.under_way.push(UnderWay { permit, ticket, seat, key: key_of_seat });
        }
        Ok(())
    }

    fn finish(&mut self, which: Index, way: Finish) {
        if self.under_way.is_empty() {
            return;
        }
        let which = which.index(self.under_way.len());
        let UnderWay { permit, ticket, seat, key } = self.under_way.swap_remove(which);
        answer::finish(permit, way);
        let is_gone = self.table.at(seat).is_some_and(|seat| seat.key != key);
        self.table.marks.outlived += u64::from(is_gone);
        self.report(seat, ticket, way);
    }

    /// Its circuit is the one that it was admitted by, whosever that is by now.
    fn report(&mut self, seat: Option<usize>, ticket: Ticket, way: Finish) {
        if let Some(seat) = self.table.at(seat) {
            report(&mut seat.model, ticket, way);
        }
    }

    fn look(&mut self, key: u8) -> Outcome {
        let found = self.keyed.get(&key).map(CircuitBreaker::state);
        prop_assert_eq!(found, self.own(key));
        self.table.look(key);
        Ok(())
    }

    fn steer(&mut self, key: u8, control: Control) {
        let (circuit, at) = (self.keyed.get(&key), self.table.look(key));
        if let (Some(circuit), Some(seat)) = (circuit, self.table.at(at).filter(|_| at.is_some())) {
            let model = &mut seat.model;
            match control {
                Control::ForceOpen => (circuit.force_open(), model.force_open()),
                Control::ForceClosed => (circuit.force_closed(), model.force_closed()),
                Control::Reset => (circuit.reset(), model.reset()),
                Control::OpenFor(nanos) => {
                    let time = Duration::from_nanos(nanos);
                    (circuit.open_for(time), model.open_for(time))
                }
            };
        }
    }

    fn configure(&mut self, change: Change) -> Outcome {
        let before = self.keyed.policy();
        let result = registry().configure(&change.of(&before, self.keyed.name()));
        let policy = self.keyed.policy();
        prop_assert!(result.is_ok() || policy == before, "a mistake changes nothing");
        self.table.reconfigure(policy);
        Ok(())
    }

    fn go_to(&mut self, moments: Vec<Instant>, which: Index, offset: Offset) {
        let is_ahead = |&at: &Instant| at > self.table.now && is_within_reach(at);
        let ahead: Vec<_> = moments.into_iter().filter(is_ahead).collect();
        if !ahead.is_empty() {
            self.wait_until(offset.of(*which.get(&ahead)));
        }
    }

    fn wait_until(&mut self, moment: Instant) {
        let nanos = moment - self.table.now;
        self.clock.advance(Duration::from_nanos(nanos));
        self.table.wait(nanos);
    }

    /// The state of the key's own circuit, by the model.
    fn own(&self, key: u8) -> Option<State> {
        let own = self.table.seats.iter().find(|seat| seat.key == Some(key));
        own.map(|seat| seat.model.state())
    }

    /// The circuit that a call of this key asks. One that may throw dice when its first call ends, for its jitter, has had a call before
    /// that says nothing: no circuit can be seeded before it is there.
    fn seat_of(&mut self, key: u8) -> Result<Option<usize>, TestCaseError> {
        let seat = self.table.seat_of(key);
        let jitters = self.keyed.policy().jitter_millionths() > 0;
        let Some(new) = self.table.at(seat).filter(|seat| jitters && !seat.is_seeded) else {
            return Ok(seat);
        };
        let ticket = new.model.acquire();
        compare_admission(
            &new.model,
            ticket,
            self.keyed.try_acquire(&key).map(Permit::ignore).err(),
        )?;
        if let Some(ticket) = ticket {
            new.model.report(ticket, End::Ignored);
        }
        self.seed(seat);
        Ok(self.table.seat_of(key))
    }

    /// Makes chance repeatable.
    fn seed(&mut self, seat: Option<usize>) {
        let Some(new) = self.table.at(seat).filter(|seat| !seat.is_seeded) else { return };
        if let Some(circuit) = circuit_of(self.keyed, new.key) {
            new.is_seeded = true;
            circuit.set_seed(self.seed);
        }
    }
}

/// The circuit of a key, or the one that all others share; found without a use of it.
fn circuit_of(keyed: &KeyedCircuitBreaker, key: Option<u8>) -> Option<&CircuitBreaker> {
    let key = key.map_or_else(|| String::from("(others)"), |key| key.to_string());
    keyed.circuits().find(|circuit| circuit.key().as_deref() == Some(&*key))
}

/// The clock ends after 584 years; nobody goes there.
fn is_within_reach(at: Instant) -> bool {
    at < Instant::MAX / 2
}
