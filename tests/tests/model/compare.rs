//! A circuit and its model side by side.

use core::time::Duration;

use breaker_runtime::testing::ManualClock;
use breaker_runtime::{CircuitBreaker, CircuitOpen, Permit, Policy};
use proptest::prelude::TestCaseError;
use proptest::sample::Index;
use proptest::{prop_assert, prop_assert_eq};

use crate::answer;
use crate::history::Instant;
use crate::reference::{End, Model, Ticket, Visible};
use crate::steps::{Entrance, Finish, Offset, Step};

type Outcome = Result<(), TestCaseError>;

/// A breaker and the clock that it was given.
pub(crate) struct Subject {
    breaker: CircuitBreaker,
    clock: ManualClock,
}

pub(crate) struct Pair<'b> {
    subject: &'b Subject,
    pub(crate) model: Model,
    under_way: Vec<(Permit<'b>, Ticket)>,
}

impl<'b> Pair<'b> {
    pub(crate) fn breaker(policy: Policy) -> Subject {
        let clock = ManualClock::new();
        Subject { breaker: CircuitBreaker::new("tested", policy).with_clock(clock.clone()), clock }
    }

    pub(crate) fn new(subject: &'b Subject) -> Self {
        let model = Model::new(subject.breaker.policy());
        Self { subject, model, under_way: Vec::new() }
    }

    /// Takes the step on both sides, and compares all that can be seen.
    pub(crate) fn take(&mut self, step: Step) -> Outcome {
        match step {
            Step::Call(entrance, finish) => self.call(entrance, finish)?,
            Step::Burst(calls, end) => self.burst(calls, end)?,
            Step::Recover => self.recover()?,
            Step::Acquire => self.acquire()?,
            Step::Finish(which, way) => self.finish(which, way),
            Step::Wait(nanos) => self.wait_until(self.model.now + nanos),
            Step::ToTurningPoint(which, offset) => {
                self.go_to(self.model.turning_points(), which, offset);
            }
            Step::ToDeparture(which, offset) => self.go_to(self.model.departures(), which, offset),
            Step::ForceOpen => self.steer(CircuitBreaker::force_open, Model::force_open),
            Step::ForceClosed => self.steer(CircuitBreaker::force_closed, Model::force_closed),
            Step::Reset => self.steer(CircuitBreaker::reset, Model::reset),
        }
        self.compare()
    }

    fn compare(&self) -> Outcome {
        let now = self.subject.breaker.snapshot();
        let seen = Visible {
            state: now.state,
            calls: now.calls,
            failures_in_window: now.failures_in_window,
            opened: now.opened,
            retry_after: now.retry_after.map(nanos),
        };
        prop_assert_eq!(seen, self.model.visible());
        prop_assert_eq!(self.subject.breaker.state(), now.state);
        Ok(())
    }

    fn call(&mut self, entrance: Entrance, way: Finish) -> Outcome {
        let ticket = self.model.acquire();
        let rejection = answer::call(&self.subject.breaker, entrance, way);
        self.compare_admission(ticket, rejection)?;
        if let Some(ticket) = ticket {
            self.report(ticket, way);
        }
        Ok(())
    }

    fn burst(&mut self, calls: u8, end: End) -> Outcome {
        for _ in 0..calls {
            self.call(Entrance::Permit, Finish::By(end))?;
            self.compare()?;
        }
        Ok(())
    }

    fn recover(&mut self) -> Outcome {
        if let Some(&last) = self.model.turning_points().last() {
            self.wait_until(last);
        }
        self.burst(1, End::Success)
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
                open.retry_after().is_none_or(|rest| !rest.is_zero()),
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

    fn steer(&mut self, circuit: fn(&CircuitBreaker), model: fn(&mut Model)) {
        circuit(&self.subject.breaker);
        model(&mut self.model);
    }

    fn go_to(&mut self, moments: Vec<Instant>, which: Index, offset: Offset) {
        // The clock ends after 584 years; nobody goes there.
        let within_reach = |&at: &Instant| at > self.model.now && at < Instant::MAX / 2;
        let ahead: Vec<_> = moments.into_iter().filter(within_reach).collect();
        if !ahead.is_empty() {
            let moment = *which.get(&ahead);
            self.wait_until(match offset {
                Offset::Before => moment - 1,
                Offset::At => moment,
                Offset::Behind => moment + 1,
            });
        }
    }

    fn wait_until(&mut self, moment: Instant) {
        self.subject.clock.advance(Duration::from_nanos(moment - self.model.now));
        self.model.now = moment;
    }
}

fn nanos(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap()
}
