//! A circuit and its model side by side.

use core::mem;
use core::time::Duration;

use breaker_runtime::testing::ManualClock;
use breaker_runtime::{
    Calls, CircuitBreaker, CircuitOpen, EventKind, FailureKind, OpenReason, Permit, Snapshot,
    State, registry,
};
use proptest::prelude::TestCaseError;
use proptest::sample::Index;
use proptest::{prop_assert, prop_assert_eq};

use crate::answer;
use crate::history::nanos;
use crate::outside;
use crate::reference::{Cause, End, Ended, Model, Ticket, Visible};
use crate::settings::Change;
use crate::steps::{Entrance, Finish, Step, Took};

mod nested;
mod pace;

pub(crate) type Outcome = Result<(), TestCaseError>;

pub(crate) struct Pair<'b> {
    breaker: &'b CircuitBreaker,
    clock: ManualClock,
    pub(crate) model: Model,
    under_way: Vec<(Permit<'b>, Ticket)>,
    /// What the circuit had seen before.
    before: Snapshot,
    generation_before: u64,
}

impl<'b> Pair<'b> {
    /// The circuit, which starts over, and its model.
    pub(crate) fn new(breaker: &'b CircuitBreaker, seed: u64) -> Self {
        let clock = ManualClock::new();
        breaker.set_clock(clock.clone());
        breaker.set_seed(seed);
        breaker.reset();
        let (before, generation_before) = (breaker.snapshot(), generation(breaker));
        let model = Model::new(before.policy, seed, 0);
        Self { breaker, clock, model, under_way: Vec::new(), before, generation_before }
    }

    /// Takes the step on both sides, and compares all that can be seen.
    pub(crate) fn take(&mut self, step: Step) -> Outcome {
        match step {
            Step::Call(entrance, finish, took) => self.call(entrance, finish, took)?,
            Step::Nest(nest) => self.nest_when_it_may(&nest)?,
            Step::Burst(calls, end) => self.burst(calls, end)?,
            Step::Trip(calls) => self.trip(calls)?,
            Step::Recover(calls) => self.recover(calls)?,
            Step::Relapse(times) => self.relapse(times)?,
            Step::Linger(calls, hundredths) => self.linger(calls, hundredths)?,
            Step::Outlast(calls) => self.outlast(calls)?,
            Step::Acquire => self.acquire()?,
            Step::Finish(which, way) => self.finish(which, way),
            Step::FinishAll(end) => self.finish_all(end)?,
            Step::Wait(nanos) => self.wait_until(self.model.now + nanos),
            Step::Partway(hundredths) => self.go_partway(hundredths),
            Step::ToTurningPoint(which, offset) => {
                self.go_to(self.model.turning_points(), which, offset);
            }
            Step::AskAround(which, offset, end) => {
                self.go_to(self.model.turning_points(), which, offset);
                self.burst(1, end)?;
            }
            Step::FailAround(which, offset) => {
                self.go_to(self.model.departures(), which, offset);
                self.burst(1, End::Failure)?;
            }
            Step::ToDeparture(which, offset) => self.go_to(self.model.departures(), which, offset),
            Step::ToSlowness(which, offset) => self.go_to(self.slowness(), which, offset),
            Step::OpenFor(time) => {
                self.steer(|circuit| circuit.open_for(time), |model| model.open_for(time));
            }
            Step::Force(state, time) => {
                self.steer(|circuit| force(circuit, state, time), |model| model.force(state, time));
            }
            Step::Reset => self.steer(CircuitBreaker::reset, Model::reset),
            Step::Outside(step) => {
                let begins = outside::take(self.breaker, step);
                prop_assert_eq!(begins, self.model.step_from_outside(step));
            }
            Step::Configure(change) => self.configure(change)?,
        }
        self.compare()
    }

    pub(crate) fn compare(&self) -> Outcome {
        let now = self.breaker.snapshot();
        let generation = generation(self.breaker) - self.generation_before;
        let mut seen = Visible::of(&now, generation);
        seen.calls = since(now.calls, self.before.calls);
        seen.opened -= self.before.opened;
        prop_assert_eq!(seen, self.model.visible());
        prop_assert_eq!(self.breaker.state(), now.state);
        prop_assert_eq!(cause(self.breaker), self.model.cause);
        Ok(())
    }

    fn call(&mut self, entrance: Entrance, way: Finish, took: Took) -> Outcome {
        let time = self.nanos_of(took);
        let clock = &self.clock;
        let spend_time = || clock.advance(Duration::from_nanos(time));
        let ticket = self.model.acquire();
        let rejection = answer::call(self.breaker, entrance, way, spend_time);
        compare_admission(&self.model, ticket, rejection)?;
        if let Some(ticket) = ticket {
            self.model.now += time;
            report(&mut self.model, ticket, way);
        }
        prop_assert_eq!(nanos(self.clock.elapsed()), self.model.now, "the body runs once");
        Ok(())
    }

    fn burst(&mut self, calls: u8, end: End) -> Outcome {
        for _ in 0..calls {
            self.call(Entrance::Permit, Finish::By(end), Took::NoTime)?;
            self.compare()?;
        }
        Ok(())
    }

    fn trip(&mut self, calls: u8) -> Outcome {
        for _ in 0..calls {
            if self.model.state() == State::Open {
                break;
            }
            self.burst(1, End::Failure)?;
        }
        Ok(())
    }

    fn recover(&mut self, calls: u8) -> Outcome {
        for _ in 0..calls {
            if let State::Closed | State::ForcedClosed = self.model.state() {
                break;
            }
            self.wait_until(self.last_turning_point());
            self.burst(1, End::Success)?;
        }
        Ok(())
    }

    fn relapse(&mut self, times: u8) -> Outcome {
        for _ in 0..times {
            match self.model.state() {
                State::Open | State::HalfOpen => self.wait_until(self.last_turning_point()),
                State::RampUp => self.go_partway(80),
                _ => break,
            }
            self.burst(5, End::Failure)?;
        }
        Ok(())
    }

    fn linger(&mut self, calls: u8, hundredths: u8) -> Outcome {
        for _ in 0..calls {
            if self.model.state() == State::Open {
                self.wait_until(self.last_turning_point());
            }
            self.acquire()?;
            self.go_partway(hundredths);
            self.compare()?;
        }
        Ok(())
    }

    fn outlast(&mut self, calls: u8) -> Outcome {
        if self.model.state() == State::RampUp {
            self.go_partway(90);
        }
        for _ in 0..calls {
            self.acquire()?;
        }
        self.wait_until(self.last_turning_point());
        self.finish_all(End::Failure)
    }

    fn acquire(&mut self) -> Outcome {
        let ticket = self.model.acquire();
        let answer = self.breaker.try_acquire();
        compare_admission(&self.model, ticket, answer.as_ref().err().copied())?;
        self.under_way.extend(answer.ok().zip(ticket));
        Ok(())
    }

    fn finish(&mut self, which: Index, way: Finish) {
        if !self.under_way.is_empty() {
            let (permit, ticket) = self.under_way.swap_remove(which.index(self.under_way.len()));
            answer::finish(permit, way);
            report(&mut self.model, ticket, way);
        }
    }

    fn finish_all(&mut self, end: End) -> Outcome {
        for (permit, ticket) in mem::take(&mut self.under_way) {
            answer::finish(permit, Finish::By(end));
            report(&mut self.model, ticket, Finish::By(end));
            self.compare()?;
        }
        Ok(())
    }

    fn steer(&mut self, circuit: impl Fn(&CircuitBreaker), model: impl Fn(&mut Model)) {
        circuit(self.breaker);
        model(&mut self.model);
    }

    fn configure(&mut self, change: Change) -> Outcome {
        let before = self.breaker.policy();
        let overrides = change.of(&before, self.breaker.name());
        let result = registry().configure(&overrides);
        let policy = self.breaker.policy();
        prop_assert!(result.is_ok() || policy == before, "a mistake changes nothing");
        self.model.reconfigure(policy);
        Ok(())
    }
}

/// Whether the circuit answers as the model does.
pub(crate) fn compare_admission(
    model: &Model,
    ticket: Option<Ticket>,
    rejection: Option<CircuitOpen>,
) -> Outcome {
    prop_assert_eq!(ticket.is_some(), rejection.is_none(), "admitted? {:?}", rejection);
    if let Some(open) = rejection {
        prop_assert_eq!(open.state(), model.state());
        prop_assert_eq!(open.retry_after().map(nanos), model.retry_after());
        prop_assert!(
            open.retry_after() != Some(Duration::ZERO) || open.state() == State::RampUp,
            "rejected without a reason"
        );
    }
    Ok(())
}

pub(crate) fn report(model: &mut Model, ticket: Ticket, way: Finish) {
    match way {
        Finish::By(end) => model.report(ticket, end),
        Finish::Panic => model.report(ticket, Ended::Failed(FailureKind::Panic)),
        Finish::Leak => {}
    }
}

/// That of the latest transition.
fn generation(breaker: &CircuitBreaker) -> u64 {
    breaker.history().last().unwrap().generation
}

/// Why its latest transition opened the circuit, if that was the doing of calls.
fn cause(breaker: &CircuitBreaker) -> Option<Cause> {
    let latest = breaker.history().into_iter().rev().find(breaker_runtime::Event::is_transition);
    match latest?.kind {
        EventKind::Opened { reason, .. } => match reason {
            OpenReason::Failures { kinds, last, .. }
            | OpenReason::TrialCall { kinds, last, .. } => Some((Some(kinds), last)),
            OpenReason::Suspected { last, .. } => Some((None, last)),
            OpenReason::ToldToWait { last, .. } => Some((None, last?)),
            _ => None,
        },
        _ => None,
    }
}

fn since(now: Calls, before: Calls) -> Calls {
    let mut calls = now;
    calls.success -= before.success;
    calls.failure -= before.failure;
    calls.failure_kinds.error -= before.failure_kinds.error;
    calls.failure_kinds.slow_call -= before.failure_kinds.slow_call;
    calls.failure_kinds.panic -= before.failure_kinds.panic;
    calls.ignored -= before.ignored;
    calls.rejected_within -= before.rejected_within;
    calls.abandoned -= before.abandoned;
    calls.rejected -= before.rejected;
    calls.would_be_rejected -= before.would_be_rejected;
    calls
}

/// Forces its state, until somebody says otherwise or for a time.
pub(crate) fn force(circuit: &CircuitBreaker, state: State, time: Option<Duration>) {
    match (state, time) {
        (State::ForcedOpen, None) => circuit.force_open(),
        (State::ForcedOpen, Some(time)) => circuit.force_open_for(time, ""),
        (_, None) => circuit.force_closed(),
        (_, Some(time)) => circuit.force_closed_for(time, ""),
    }
}
