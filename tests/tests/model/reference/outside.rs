//! What others do to the model.

use core::time::Duration;

use breaker_runtime::{FailureKind, State};

use super::{MILLION, Model, Phase};
use crate::history::{self, Instant, nanos};

/// The failures in a row since somebody first asked for them, and the suspicion.
#[derive(Debug, Default)]
pub(crate) struct Run {
    is_followed: bool,
    failures: u64,
    last: Option<FailureKind>,
    suspected_until: Instant,
}

impl Run {
    /// A call has ended that counts.
    pub(super) fn add(&mut self, failed: Option<FailureKind>) {
        self.failures = if failed.is_some() && self.is_followed { self.failures + 1 } else { 0 };
        self.last = failed;
    }

    pub(super) fn empty(&mut self) {
        *self = Self { is_followed: self.is_followed, ..Self::default() };
    }

    pub(super) fn is_suspected(&self, now: Instant) -> bool {
        now < self.suspected_until
    }

    /// Until when a failure matters.
    pub(super) fn troubled_until(&self, now: Instant) -> Instant {
        if self.failures > 0 && self.is_suspected(now) { self.suspected_until } else { 0 }
    }
}

impl Model {
    pub(crate) fn follow_runs(&mut self) {
        self.catch_up();
        self.run.is_followed = true;
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
        self.run.suspected_until = self.run.suspected_until.max(self.end_of(time));
        self.marks.suspected += 1;
        self.open_under_suspicion();
    }

    /// If the last two calls have failed.
    pub(super) fn open_under_suspicion(&mut self) -> bool {
        let is_enough = self.run.failures >= 2 && self.run.is_suspected(self.now);
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

    /// Trial calls under way, and those that succeeded.
    pub(super) fn trials(&self) -> Option<(u64, u64)> {
        (self.state() == State::HalfOpen).then_some(match &self.phase {
            Phase::HalfOpen { succeeded, waiting, .. } => (waiting.len() as u64, *succeeded as u64),
            _ => (0, 0),
        })
    }
}
