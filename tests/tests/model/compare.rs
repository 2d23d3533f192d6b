//! A circuit and its model side by side.

use core::time::Duration;

use breaker_runtime::testing::ManualClock;
use breaker_runtime::{CircuitBreaker, CircuitOpen, Permit, Policy, State};
use proptest::prelude::TestCaseError;
use proptest::sample::Index;
use proptest::{prop_assert, prop_assert_eq};

use crate::answer;
use crate::history::{Instant, nanos};
use crate::reference::{End, Model, Ticket, Visible};
use crate::steps::{Entrance, Finish, Offset, Step, Took};

type Outcome = Result<(), TestCaseError>;

/// A breaker and the clock that it was given.
pub(crate) struct Subject {
    breaker: CircuitBreaker,
    clock: ManualClock,
}

impl Subject {
    pub(crate) fn new(policy: Policy, seed: u64) -> Self {
        let clock = ManualClock::new();
        let breaker = CircuitBreaker::new("tested", policy).with_clock(clock.clone());
        breaker.set_seed(seed);
        Self { breaker, clock }
    }
}

pub(crate) struct Pair<'b> {
    subject: &'b Subject,
    pub(crate) model: Model,
    under_way: Vec<(Permit<'b>, Ticket)>,
}

impl<'b> Pair<'b> {
    /// The circuit, which nobody has used, and its model.
    pub(crate) fn new(subject: &'b Subject, seed: u64) -> Self {
        let model = Model::new(subject.breaker.policy(), seed);
        Self { subject, model, under_way: Vec::new() }
    }

    /// Takes the step on both sides, and compares all that can be seen.
    pub(crate) fn take(&mut self, step: Step) -> Outcome {
        match step {
            Step::Call(entrance, finish, took) => self.call(entrance, finish, took)?,
            Step::Burst(calls, end) => self.burst(calls, end)?,
            Step::Trip(calls) => self.trip(calls)?,
            Step::Recover(calls) => self.recover(calls)?,
            Step::Relapse(times) => self.relapse(times)?,
            Step::Acquire => self.acquire()?,
            Step::Finish(which, way) => self.finish(which, way),
            Step::Wait(nanos) => self.wait_until(self.model.now + nanos),
            Step::Partway(hundredths) => self.go_partway(hundredths),
            Step::ToTurningPoint(which, offset) => {
                self.go_to(self.model.turning_points(), which, offset);
            }
            Step::ToDeparture(which, offset) => self.go_to(self.model.departures(), which, offset),
            Step::ToSlowness(which, offset) => self.go_to(self.slowness(), which, offset),
            Step::OpenFor(time) => {
                self.steer(|circuit| circuit.open_for(time), |model| model.open_for(time));
            }
            Step::ForceOpen => self.steer(CircuitBreaker::force_open, Model::force_open),
            Step::ForceClosed => self.steer(CircuitBreaker::force_closed, Model::force_closed),
            Step::Reset => self.steer(CircuitBreaker::reset, Model::reset),
        }
        self.compare()
    }

    fn compare(&self) -> Outcome {
        let now = self.subject.breaker.snapshot();
        let latest = self.subject.breaker.history().pop();
        let seen = Visible {
            state: now.state,
            in_state_for: nanos(now.in_state_for),
            generation: latest.map_or(1, |event| event.generation),
            calls: now.calls,
            failures_in_window: now.failures_in_window,
            opened: now.opened,
            retry_after: now.retry_after.map(nanos),
        };
        prop_assert_eq!(seen, self.model.visible());
        prop_assert_eq!(self.subject.breaker.state(), now.state);
        Ok(())
    }

    fn call(&mut self, entrance: Entrance, way: Finish, took: Took) -> Outcome {
        let time = self.nanos_of(took);
        let clock = &self.subject.clock;
        let spend_time = || clock.advance(Duration::from_nanos(time));
        let ticket = self.model.acquire();
        let rejection = answer::call(&self.subject.breaker, entrance, way, spend_time);
        self.compare_admission(ticket, rejection)?;
        if let Some(ticket) = ticket {
            self.model.now += time;
            self.report(ticket, way);
        }
        prop_assert_eq!(nanos(clock.elapsed()), self.model.now, "the body runs once");
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

    fn acquire(&mut self) -> Outcome {
        let ticket = self.model.acquire();
        let answer = self.subject.breaker.try_acquire();
        self.compare_admission(ticket, answer.as_ref().err().copied())?;
        self.under_way.extend(answer.ok().zip(ticket));
        Ok(())
    }

    fn compare_admission(&self, ticket: Option<Ticket>, rejection: Option<CircuitOpen>) -> Outcome {
        prop_assert_eq!(ticket.is_some(), rejection.is_none(), "admitted? {:?}", rejection);
        if let Some(open) = rejection {
            prop_assert_eq!(open.state(), self.model.state());
            prop_assert_eq!(open.retry_after().map(nanos), self.model.retry_after());
            prop_assert!(
                open.retry_after() != Some(Duration::ZERO) || open.state() == State::RampUp,
                "rejected without a reason"
            );
        }
        Ok(())
    }

    fn finish(&mut self, which: Index, way: Finish) {
        if !self.under_way.is_empty() {
            let (permit, ticket) = self.under_way.swap_remove(which.index(self.under_way.len()));
            answer::finish(permit, way);
            self.report(ticket, way);
        }
    }

    fn report(&mut self, ticket: Ticket, way: Finish) {
        match way {
            Finish::By(end) => self.model.report(ticket, end),
            Finish::Panic => self.model.report(ticket, End::Failure),
            Finish::Leak => {}
        }
    }

    fn steer(&mut self, circuit: impl Fn(&CircuitBreaker), model: impl Fn(&mut Model)) {
        circuit(&self.subject.breaker);
        model(&mut self.model);
    }

    /// The last moments at which calls under way are not slow.
    fn slowness(&self) -> Vec<Instant> {
        self.under_way.iter().filter_map(|(_, ticket)| self.model.slow_behind(*ticket)).collect()
    }

    fn go_to(&mut self, moments: Vec<Instant>, which: Index, offset: Offset) {
        let is_ahead = |&at: &Instant| at > self.model.now && is_within_reach(at);
        let ahead: Vec<_> = moments.into_iter().filter(is_ahead).collect();
        if !ahead.is_empty() {
            self.wait_until(offset.of(*which.get(&ahead)));
        }
    }

    fn go_partway(&mut self, hundredths: u8) {
        let way = u128::from(self.last_turning_point() - self.model.now);
        let part = way * u128::from(hundredths) / 100;
        self.wait_until(self.model.now + u64::try_from(part).unwrap());
    }

    fn last_turning_point(&self) -> Instant {
        let points = self.model.turning_points();
        points.into_iter().rfind(|&at| is_within_reach(at)).unwrap_or(self.model.now)
    }

    fn wait_until(&mut self, moment: Instant) {
        self.subject.clock.advance(Duration::from_nanos(moment - self.model.now));
        self.model.now = moment;
    }

    fn nanos_of(&self, took: Took) -> u64 {
        match took {
            Took::NoTime => 0,
            Took::TheLimit(offset) => offset.of(self.model.slow_after().unwrap_or(1)),
            Took::Nanos(nanos) => nanos,
        }
    }
}

/// The clock ends after 584 years; nobody goes there.
fn is_within_reach(at: Instant) -> bool {
    at < Instant::MAX / 2
}
