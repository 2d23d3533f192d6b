//! How near a circuit is to opening, in numbers that can be divided whatever its rule.

use core::cmp::Ordering;

use crate::policy::{Policy, Rule};
use crate::watch::snapshot::Snapshot;

/// Failures that count, and how many of them open the circuit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::watch) struct Nearness {
    pub(in crate::watch) failures: u64,
    pub(in crate::watch) to_open: u64,
}

impl Nearness {
    pub(super) fn of(circuit: &Snapshot) -> Self {
        Self::under(circuit.policy.rule(), circuit.failures_in_window, circuit.calls_in_window)
    }

    /// That of a circuit without calls.
    pub(super) fn of_unused(policy: &Policy) -> Self {
        Self::under(policy.rule(), 0, 0)
    }

    fn under(rule: Rule, failures: u64, calls: u64) -> Self {
        Self { failures, to_open: rule.failures_to_open(failures, calls) }
    }

    pub(super) fn nearer(self, other: Self) -> Self {
        if self.cmp_share(other) == Ordering::Less { other } else { self }
    }

    fn cmp_share(self, other: Self) -> Ordering {
        let product = |one, other| u128::from(one) * u128::from(other);
        product(self.failures, other.to_open).cmp(&product(other.failures, self.to_open))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use core::time::Duration;

    fn near(policy: Policy, failures: u64, calls: u64) -> (u64, u64) {
        let Nearness { failures, to_open } = Nearness::under(policy.rule(), failures, calls);
        (failures, to_open)
    }

    #[test]
    fn a_count_opens_at_its_threshold() {
        let policy = Policy::new();
        assert_eq!(near(policy.threshold(5), 2, 2), (2, 5));
        assert_eq!(near(policy.consecutive(3), 2, 2), (2, 3));
    }

    #[test]
    fn a_share_opens_at_that_many_of_the_calls_and_not_before_there_are_enough() {
        let policy = Policy::new().threshold_percent(50.0).window(Duration::from_secs(10));
        let policy = policy.min_calls(20);
        for (failures, calls, to_open) in [
            (0, 0, 20),
            (12, 12, 20),
            (0, 15, 10),
            (1, 15, 10),
            (6, 15, 11),
            (9, 20, 10),
            (50, 101, 51),
        ] {
            assert_eq!(near(policy, failures, calls), (failures, to_open), "{failures} of {calls}");
        }
    }

    #[test]
    fn the_nearest_is_the_one_with_the_largest_share_of_its_failures() {
        let near = |failures, to_open| Nearness { failures, to_open };
        assert_eq!(near(2, 5).nearer(near(3, 10)), near(2, 5));
        assert_eq!(near(0, 5).nearer(near(3, 10)), near(3, 10));
        assert_eq!(near(0, 5).nearer(near(0, 10)), near(0, 5));
    }
}
