//! What others do to the model.

use core::time::Duration;

use breaker_runtime::{FailureKind, State};

use super::ordinary::Ordinary;
use super::{MILLION, Model, Phase};
use crate::history::{self, Instant, nanos};

/// The failures in a row since somebody first asked for them, and the suspicion.
#[derive(Debug, Default)]
pub(crate) struct Run {
    is_followed: bool,
    failures: u64,
    /// Since the last failure.
    successes: u64,
    last: Option<FailureKind>,
    ordinary: Ordinary,
    suspected_until: Instant,
    /// For how long it would open.
    open_for: u64,
}

impl Run {
    /// A call has ended that counts.
    pub(super) fn add(&mut self, failed: Option<FailureKind>, now: Instant) {
        self.last = failed;
        match failed {
            _ if !self.is_followed => {}
            None => self.successes += 1,
            Some(_) => {
                self.settle(now);
                self.failures += 1;
            }
        }
    }

    /// What is known of the calls until now, if the last one has succeeded.
    fn settle(&mut self, now: Instant) {
        if self.successes > 0 {
            self.ordinary.add(self.failures, self.successes, now);
            (self.failures, self.successes) = (0, 0);
        }
    }

    /// Calls count no more, or again.
    pub(super) fn count_calls(&mut self, now: Instant, are_counted: bool) {
        if are_counted {
            self.ordinary.go_on_from(now);
        } else {
            self.settle(now);
        }
    }

    /// The failures at the end of all calls.
    fn in_row(&self) -> u64 {
        if self.successes == 0 { self.failures } else { 0 }
    }

    pub(super) fn empty(&mut self, now: Instant) {
        let (is_followed, mut ordinary) = (self.is_followed, self.ordinary);
        ordinary.go_on_from(now);
        *self = Self { is_followed, ordinary, ..Self::default() };
    }

    pub(super) fn forget_ordinary(&mut self, now: Instant) {
        self.ordinary = Ordinary::from(now);
    }

    fn suspect(&mut self, now: Instant, until: Instant, open_for: u64) {
        let former = if self.is_suspected(now) { self.open_for } else { 0 };
        self.open_for = former.max(open_for);
        self.suspected_until = self.suspected_until.max(until);
    }

    pub(super) fn is_suspected(&self, now: Instant) -> bool {
        now < self.suspected_until
    }

    /// Until when a failure matters.
    pub(super) fn troubled_until(&self, now: Instant) -> Instant {
        if self.in_row() > 0 && self.is_suspected(now) { self.suspected_until } else { 0 }
    }
}

impl Model {
    pub(crate) fn follow_runs(&mut self) {
        self.catch_up();
        if !self.run.is_followed {
            self.run = Run { is_followed: true, ..Run::default() };
            self.run.forget_ordinary(self.now);
        }
    }

    /// Nobody has asked for the runs of the next key.
    pub(crate) fn forget_runs(&mut self) {
        self.run = Run::default();
    }

    pub(crate) fn obeys_others(&self) -> bool {
        self.policy.settings().enabled && self.forced().is_none()
    }

    fn calls_pass(&self) -> bool {
        matches!(self.phase, Phase::Closed | Phase::RampUp { .. })
    }

    /// The longest open time, jitter included.
    fn longest(&self) -> u64 {
        let settings = self.policy.settings();
        let tenfold = nanos(settings.open_for).saturating_mul(10);
        let longest = u128::from(settings.max_open_for.map_or(tenfold, nanos));
        let jitter = longest * u128::from(settings.jitter_millionths) / u128::from(MILLION);
        u64::try_from(longest + jitter).unwrap_or(u64::MAX)
    }

    fn end_of(&self, time: Duration) -> Instant {
        history::after(self.now, nanos(time).min(self.longest()))
    }

    pub(crate) fn suspect(&mut self, time: Duration) {
        if !self.calls_pass() || time.is_zero() {
            return;
        }
        let (end, open_for) = (self.end_of(time), nanos(self.policy.settings().open_for));
        self.run.suspect(self.now, end, open_for.max(end - self.now));
        self.marks.suspected += 1;
        self.open_under_suspicion();
    }

    /// If at least the last two calls have failed, and that is no ordinary run: if every such run
    /// opened the circuit, more than one call of two hundred would be rejected.
    pub(super) fn open_under_suspicion(&mut self) -> bool {
        let (run, rule) = (self.run.in_row(), self.policy.settings().rule);
        let rejected = self.run.ordinary.rejected(run, rule, self.run.open_for);
        self.marks.ordinary_runs += u64::from(run >= 2 && rejected > 1.0 / 200.0);
        let is_enough = run >= 2 && rejected <= 1.0 / 200.0 && self.run.is_suspected(self.now);
        if let (true, Some(last)) = (is_enough, self.run.last) {
            self.catch_up();
            self.open();
            self.marks.opened_under_suspicion += 1;
            self.cause = Some((None, last));
        }
        is_enough
    }

    pub(crate) fn trust(&mut self) {
        self.run.suspected_until = 0;
    }

    pub(crate) fn hold(&mut self, time: Duration) {
        let longest = self.longest().saturating_add(5_000_000_000);
        let end = history::after(self.now, nanos(time).min(longest));
        match &mut self.phase {
            Phase::Open { until } => *until = end,
            Phase::HalfOpen { held, .. } => {
                *held = end;
                self.marks.held += 1;
            }
            _ => {}
        }
    }

    pub(crate) fn begin_trials(&mut self) -> bool {
        let Phase::Open { until } = self.phase else { return false };
        self.last_open = until.min(self.now) - self.opened_at;
        self.marks.begun += 1;
        self.enter(Phase::half_open());
        true
    }

    pub(crate) fn set_reopenings(&mut self, reopenings: u32) {
        self.in_a_row = reopenings;
    }

    /// The number of the next opening in the row.
    pub(super) fn reopenings(&self) -> u32 {
        let since = self.due().map_or(self.entered, |(_, at)| at);
        let has_recovered = match self.phase {
            _ if self.state() != State::Closed => false,
            Phase::Forced(_) => true,
            _ => self.now - since >= self.last_open,
        };
        if has_recovered { 0 } else { self.in_a_row }
    }

    /// How long somebody suspects it still, as anybody sees it.
    pub(super) fn suspected(&self) -> Option<u64> {
        let matters = self.calls_pass() && self.policy.settings().enabled;
        (matters && self.run.is_suspected(self.now)).then(|| self.run.suspected_until - self.now)
    }

    /// Trial calls under way, those that succeeded and those that failed.
    pub(super) fn trials(&self) -> Option<[u64; 3]> {
        let numbers = match &self.phase {
            Phase::HalfOpen { results, waiting, .. } => {
                [waiting.len(), results.succeeded, results.failed.len()]
            }
            _ => [0; 3],
        };
        (self.state() == State::HalfOpen).then_some(numbers.map(|number| number as u64))
    }
}
