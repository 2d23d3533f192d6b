//! Calls of one circuit in one step.

use crate::document::{Calls, Rates};

/// Calls by how they ended, in one step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts(pub(crate) [u64; 6]);

impl Counts {
    /// Whether a counter is lower than it was: it is another circuit's.
    pub(super) fn went_back_from(&self, before: &Self) -> bool {
        self.0.iter().zip(before.0).any(|(now, before)| *now < before)
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.0.iter_mut().zip(other.0).for_each(|(sum, count)| *sum = sum.saturating_add(count));
    }

    pub(crate) fn sum(steps: &[(u64, Self)]) -> Self {
        steps.iter().fold(Self::default(), |mut sum, (_, counts)| {
            sum.add(*counts);
            sum
        })
    }

    pub(crate) fn without(mut self, other: Self) -> Self {
        self.0.iter_mut().zip(other.0).for_each(|(sum, count)| *sum = sum.saturating_sub(count));
        self
    }

    /// In one of so many steps, rounded up: what happened is not shown as nothing.
    pub(super) fn mean(&self, steps: u64) -> Self {
        Self(self.0.map(|count| count.div_ceil(steps)))
    }

    /// All calls that were asked for: those that would be rejected ran.
    pub(crate) fn asked(&self) -> u64 {
        self.0[..5].iter().sum()
    }

    pub(crate) const fn failures(&self) -> u64 {
        self.0[1]
    }

    /// How many failed, if some did, of those that ended with a success or a failure.
    pub(crate) fn failed_of_ended(&self) -> Option<(u64, u64)> {
        let failed = self.failures();
        (failed > 0).then(|| (failed, self.0[0].saturating_add(failed)))
    }

    pub(crate) const fn ignored(&self) -> u64 {
        self.0[2]
    }

    pub(crate) const fn rejected(&self) -> u64 {
        self.0[4]
    }

    /// Those that a dry run let pass.
    pub(crate) const fn would_be_rejected(&self) -> u64 {
        self.0[5]
    }

    pub(crate) fn is_idle(&self) -> bool {
        *self == Self::default()
    }

    /// In one second of `seconds`, rounded up: what happened is not shown as nothing.
    pub(crate) fn rates(&self, seconds: u64) -> Rates {
        Rates {
            calls: self.asked().div_ceil(seconds),
            failures: self.failures().div_ceil(seconds),
            rejected: self.rejected().div_ceil(seconds),
        }
    }
}

impl From<breaker_runtime::Calls> for Counts {
    fn from(calls: breaker_runtime::Calls) -> Self {
        Self([
            // Of counters that never go down: one that does is another circuit's.
            calls.succeeded_at_first(),
            calls.failure,
            calls.ignored,
            calls.abandoned,
            calls.rejected,
            calls.would_be_rejected,
        ])
    }
}

impl From<Counts> for Calls {
    fn from(Counts(counts): Counts) -> Self {
        let [success, failure, ignored, abandoned, rejected, would_be_rejected] = counts;
        Self { success, failure, ignored, abandoned, rejected, would_be_rejected }
    }
}
