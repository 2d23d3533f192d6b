//! Circuits by key and their model side by side.

use core::time::Duration;

use breaker_runtime::testing::ManualClock;
use breaker_runtime::{CircuitBreaker, FailureKind, KeyedCircuitBreaker, Permit, State, registry};
use proptest::prelude::TestCaseError;
use proptest::sample::Index;
use proptest::{prop_assert, prop_assert_eq};

use super::steps::{Control, KEYS, Step};
use super::table::{Seat, Table, sum};
use crate::answer;
use crate::compare::{Outcome, compare_admission, force};
use crate::history::Instant;
use crate::outside::{self, Outside};
use crate::reference::{End, Ended, Force, Ticket, Visible};
use crate::settings::Change;
use crate::steps::{Entrance, Finish, Offset, Took};

/// A call under way, the number of its circuit, and the key that it is for.
struct UnderWay<'b> {
    permit: Permit<'b>,
    ticket: Ticket,
    seat: Option<usize>,
    key: u8,
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
            Step::SteerAll(control) => self.steer_all(control),
            Step::Wait(nanos) => self.wait_until(self.table.now + nanos),
            Step::ToTurningPoint(which, offset) => {
                let seats = self.table.seats.iter();
                let points = seats.flat_map(|seat| seat.model.turning_points()).collect();
                self.go_to(points, which, offset);
            }
            Step::ToDeparture(which, offset) => {
                let seats = self.table.seats.iter();
                let points = seats.flat_map(|seat| seat.model.departures()).collect();
                self.go_to(points, which, offset);
            }
            Step::ToEndOfMemory(which, offset) => {
                self.go_to(self.table.ends_of_memory(), which, offset);
            }
            Step::Configure(change) => self.configure(change)?,
        }
        self.compare()
    }

    fn compare(&mut self) -> Outcome {
        prop_assert_eq!(self.keyed.len(), self.table.seats.len());
        prop_assert_eq!(self.keyed.circuits().count(), self.table.seats.len());
        let unguarded = self.table.unguarded.visible().calls;
        let mut calls = sum(self.table.gone, unguarded);
        for (circuit, seat) in self.keyed.circuits().zip(&self.table.seats) {
            let expected = seat.model.visible();
            // The clock that it was given was its first transition; what former keys did is in no
            // history.
            let latest = circuit.history().last().map(|event| event.generation - 1);
            let now = circuit.snapshot();
            let seen = Visible::of(&now, latest.unwrap_or(expected.generation));
            calls = sum(calls, seen.calls);
            prop_assert_eq!(seen, expected, "the circuit of {:?}", seat.key);
            prop_assert_eq!(now.key.as_deref(), Some(&*text(seat)), "where circuits are made");
        }
        prop_assert_eq!(self.keyed.calls_without_circuit(), unguarded);
        prop_assert_eq!(self.keyed.calls(), calls, "no call is lost with its key");
        Ok(())
    }

    fn call(&mut self, key: u8, entrance: Entrance, way: Finish, took: Took) -> Outcome {
        let seat = self.seat_of(key)?;
        let Some(model) = self.table.at(seat) else { return Ok(()) };
        let time = match took {
            Took::NoTime => 0,
            Took::TheLimit(offset) => offset.of(model.slow_after().unwrap_or(1)),
            Took::Nanos(nanos) => nanos,
        };
        let ticket = model.acquire();
        let is_told = self.has_end_to_tell(key);
        let Some(model) = self.table.at(seat) else { return Ok(()) };
        let clock = &self.clock;
        let spend_time = || clock.advance(Duration::from_nanos(time));
        let rejection = answer::call(&(self.keyed, key), entrance, way, spend_time);
        compare_admission(model, ticket, rejection)?;
        self.end_is_told(is_told)?;
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
            let model = self.table.look(key).and_then(|at| self.table.at(Some(at)));
            let points = model.map(|model| model.turning_points()).unwrap_or_default();
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
        let Some(model) = self.table.at(seat) else { return Ok(()) };
        let ticket = model.acquire();
        let answer = self.keyed.try_acquire(&key);
        compare_admission(model, ticket, answer.as_ref().err().copied())?;
        self.end_is_told(self.has_end_to_tell(key))?;
        self.seed(seat);
        if let (Ok(permit), Some(ticket)) = (answer, ticket) {
            self.under_way.push(UnderWay { permit, ticket, seat, key });
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
        let is_gone = seat.is_some_and(|at| self.table.seats[at].key != key);
        self.table.marks.outlived += u64::from(is_gone);
        self.report(seat, ticket, way);
    }

    /// Its circuit is the one that it was admitted by, whosever that is by now.
    fn report(&mut self, seat: Option<usize>, ticket: Ticket, way: Finish) {
        match way {
            Finish::By(end) => self.table.report(seat, ticket, end.into()),
            Finish::Panic => {
                self.table.report(seat, ticket, Ended::Failed(FailureKind::Panic));
            }
            Finish::Leak => {}
        }
    }

    /// Whether a call of this key finds out that what was forced on all keys is over, if it is: one
    /// that is forced open itself doesn't, and where the whole is switched off nothing ends.
    fn has_end_to_tell(&self, key: u8) -> bool {
        let is_enabled = self.keyed.policy().settings().enabled;
        is_enabled && self.table.whole.is_none() && self.own(key) != Some(State::ForcedOpen)
    }

    fn end_is_told(&self, is_to_be: bool) -> Outcome {
        let last = self.keyed.whole().history().pop();
        let is_told = last.is_none_or(|last| last.to == State::Closed);
        prop_assert!(is_told || !is_to_be, "the whole tells of its end");
        Ok(())
    }

    fn look(&mut self, key: u8) -> Outcome {
        let found = self.keyed.get(&key).map(CircuitBreaker::state);
        prop_assert_eq!(found, self.own(key));
        self.table.look(key);
        Ok(())
    }

    fn steer(&mut self, key: u8, control: Control) {
        let (circuit, at) = (self.keyed.get(&key), self.table.look(key));
        let (Some(circuit), Some(at)) = (circuit, at) else { return };
        let (whole, seat) = (self.table.whole, &mut self.table.seats[at]);
        match control {
            Control::Force(state, time) => {
                force(circuit, state, time);
                seat.model.force(state, time);
            }
            Control::Reset => {
                circuit.reset();
                seat.model.reset();
                seat.model.obey(whole, false);
            }
            Control::OpenFor(nanos) => {
                let time = Duration::from_nanos(nanos);
                circuit.open_for(time);
                seat.model.open_for(time);
            }
            Control::Outside(step) => {
                outside::take(circuit, step);
                seat.model.step_from_outside(step);
            }
        }
    }

    fn steer_all(&mut self, control: Control) {
        match control {
            Control::Force(state, time) => force(self.keyed.whole(), state, time),
            Control::Reset => self.keyed.reset(),
            Control::OpenFor(nanos) => {
                let time = Duration::from_nanos(nanos);
                self.keyed.whole().open_for(time);
                return self.table.seats.iter_mut().for_each(|seat| seat.model.open_for(time));
            }
            Control::Outside(step) => {
                outside::take(self.keyed.whole(), step);
                return self.table.follow_runs(step == Outside::FollowRuns);
            }
        }
        if self.table.whole.is_none() && matches!(control, Control::Force(_, Some(Duration::ZERO)))
        {
            return;
        }
        self.table.force(match control {
            Control::Force(state, time) => Some(Force::new(state, self.table.now, time)),
            Control::Reset | Control::OpenFor(_) | Control::Outside(_) => None,
        });
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
        let own = self.table.seats.iter().find(|seat| seat.key == key);
        own.map(|seat| seat.model.state())
    }

    /// The circuit that a call of this key asks. One that may throw dice when its first call ends,
    /// for its jitter, has had a call before that says nothing: no circuit can be seeded before it
    /// is there.
    fn seat_of(&mut self, key: u8) -> Result<Option<usize>, TestCaseError> {
        let seat = self.table.seat_of(key);
        let jitters = self.keyed.policy().settings().jitter_millionths > 0;
        let new = seat.map(|at| &mut self.table.seats[at]);
        let Some(new) = new.filter(|seat| jitters && !seat.is_seeded) else {
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
        let Some(at) = seat.filter(|&at| !self.table.seats[at].is_seeded) else { return };
        if let Some(circuit) = self.keyed.circuits().nth(at) {
            self.table.seats[at].is_seeded = true;
            circuit.set_seed(self.seed);
        }
    }
}

/// What the key of this circuit is called.
fn text(seat: &Seat) -> String {
    if seat.is_named { seat.key.to_string() } else { "(unnamed)".into() }
}

/// The clock ends after 584 years; nobody goes there.
fn is_within_reach(at: Instant) -> bool {
    at < Instant::MAX / 2
}
