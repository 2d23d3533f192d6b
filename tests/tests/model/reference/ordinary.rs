//! What the model knows of errors that say nothing.

use breaker_runtime::Rule;

use crate::history::Instant;

/// Sixteen are a failure.
const FRACTIONS: u64 = 16;

/// Calls that were counted before the present run of failures, and how many of them failed.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Ordinary {
    fractions: u64,
    calls: u64,
    nanos: u64,
    until: Instant,
}

impl Ordinary {
    /// Nothing is known.
    pub(super) fn from(now: Instant) -> Self {
        Self { until: now, ..Self::default() }
    }

    pub(super) fn go_on_from(&mut self, now: Instant) {
        self.until = now;
    }

    pub(super) fn add(&mut self, failures: u64, successes: u64, now: Instant) {
        self.fractions += failures * FRACTIONS;
        self.calls += failures;
        let nanos = now - self.until;
        for _ in 0..(successes / 128).min(nanos / 10_000_000_000).min(64) {
            self.forget_half();
        }
        self.calls += successes;
        self.nanos = self.nanos.saturating_add(nanos);
        self.until = now;
        while self.calls > 256 && self.nanos > 20_000_000_000 {
            self.forget_half();
        }
    }

    fn forget_half(&mut self) {
        self.fractions /= 2;
        self.calls /= 2;
        self.nanos /= 2;
    }

    /// The share of calls that would be rejected if each such run opened the circuit for so long.
    #[expect(clippy::cast_precision_loss, reason = "compared with what no rounding reaches")]
    pub(super) fn rejected(&self, run: u64, rule: Rule, open_for: u64) -> f64 {
        let prior = if matches!(rule, Rule::Share { .. }) { 0.5 } else { 0.0 };
        let failures = self.fractions as f64 / FRACTIONS as f64 + prior;
        let (calls, nanos) = (self.calls as f64 + 20.0, self.nanos as f64 + 2e9);
        let failed_before = 0..run.min(64);
        let chance = failed_before
            .map(|failed| (failures + failed as f64) / (calls + failed as f64))
            .product::<f64>();
        chance * calls * open_for as f64 / nanos
    }
}
