//! What a suspicion looks at: the present run of failures, and those that are ordinary.

use core::time::Duration;
use std::sync::Arc;

use super::Moment;
use super::consecutive::Consecutive;
use super::ordinary::Ordinary;
use crate::base::time::Time;
use crate::policy::Rule;

/// So many failures in a row open a circuit that is suspected.
const FAILURES: u64 = 2;

/// What a suspicion looks at.
#[derive(Debug)]
pub(super) struct Trust {
    run: Consecutive,
    ordinary: Ordinary,
    suspicion: Option<Suspicion>,
}

/// Until when somebody suspects a circuit, and who that is.
#[derive(Clone, Debug)]
pub(crate) struct Suspicion {
    pub(crate) until: Time,
    pub(crate) by: Arc<str>,
    /// For how long the circuit would reject if it opened: it may have to wait as long as those
    /// whom it believes.
    pub(crate) open_for: Duration,
}

impl Suspicion {
    fn lasts(&self, now: Time) -> bool {
        now < self.until
    }

    /// Of two the one that ends last, for the longest open time.
    fn and(self, other: Self) -> Self {
        let open_for = self.open_for.max(other.open_for);
        let last = if other.until > self.until { other } else { self };
        Self { open_for, ..last }
    }
}

impl Trust {
    /// Successes that were counted until this moment are of before, and so are so many failures.
    pub(super) fn from(at: Moment, failures: u64) -> Self {
        let (run, ordinary) = (Consecutive::from(at.successes, failures), Ordinary::from(at.now));
        Self { run, ordinary, suspicion: None }
    }

    pub(super) fn fail(&mut self, at: Moment) {
        self.settle(at);
        self.run.fail(at);
    }

    pub(super) const fn failures(&self) -> u64 {
        self.run.failures()
    }

    /// See [`Consecutive::take_back`].
    pub(super) const fn take_back(&mut self, successes: u64, failures: u64, one_less: bool) {
        self.run.take_back(successes, failures, one_less);
    }

    /// Takes note of the calls until now, if any has succeeded since the run grew.
    pub(super) fn settle(&mut self, at: Moment) {
        let (run, successes) = self.run.ended_by(at.successes);
        if successes > 0 {
            self.ordinary.add(run, successes, at.now);
            self.run.begin_anew(at.successes);
        }
    }

    /// Calls were not counted until now: that they seem to be none says nothing.
    pub(super) const fn go_on_from(&mut self, now: Time) {
        self.ordinary.go_on_from(now);
    }

    pub(super) fn exceeded_by(&self, at: Moment, rule: Rule) -> Option<u64> {
        let (run, suspicion) = (self.failures_in_row(at), self.suspicion(at.now)?);
        let is_doubtful = run >= FAILURES && !self.ordinary.make(run, rule, suspicion.open_for);
        is_doubtful.then_some(run)
    }

    pub(super) fn failures_in_row(&self, at: Moment) -> u64 {
        self.run.held(at.successes).failures
    }

    pub(super) fn suspicion(&self, now: Time) -> Option<&Suspicion> {
        self.suspicion.as_ref().filter(|suspicion| suspicion.lasts(now))
    }

    /// Takes this suspicion beside the one that lasts at this time.
    pub(super) fn suspect(&mut self, now: Time, suspicion: Suspicion) {
        let lasting = self.suspicion.take().filter(|own| own.lasts(now));
        self.suspicion = Some(match lasting {
            Some(lasting) => lasting.and(suspicion),
            None => suspicion,
        });
    }

    /// Ends the suspicion.
    pub(super) fn believe(&mut self) {
        self.suspicion = None;
    }

    /// Successes are counted from here on: so many of them are of before.
    pub(super) fn count_from(&mut self, successes: u64) {
        self.run.count_from(successes);
    }

    /// Whoever was suspicious has to say so again. What is ordinary is so still.
    pub(super) fn clear(&mut self, now: Time) {
        self.run.clear();
        self.ordinary.go_on_from(now);
        self.suspicion = None;
    }

    /// Forgets how often calls fail by themselves.
    pub(super) fn forget_ordinary(&mut self, now: Time) {
        self.ordinary = Ordinary::from(now);
    }
}
