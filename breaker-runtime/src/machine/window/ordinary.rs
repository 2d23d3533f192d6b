//! How often a circuit's calls fail by themselves, so that a suspicion takes no ordinary errors for
//! an outage.
//!
//! Independent errors come in runs as well: of calls that fail once in ten times, four in a row
//! fail once in ten thousand, which is every ten seconds if there are a thousand calls a second. So
//! how long a run must be depends on the share of errors, on the calls a second, and on what an
//! opening for nothing costs: its open time.

use core::cmp;
use core::time::Duration;

use crate::base::time::{Time, nanos};
use crate::policy::Rule;

/// Of so many calls, or of so long a time if there are more in it, it is known how many failed; of
/// up to twice as many.
const CALLS: u64 = 128;
const TIME: u64 = 10 * SECOND;

/// What is taken for granted beside: so many calls, ten a second.
const PRIOR_CALLS: u64 = 20;
const PRIOR_TIME: u64 = 2 * SECOND;

const SECOND: u64 = 1_000_000_000;

/// Failures are kept in fractions, so that half of one is remembered when older calls are forgotten
/// by halves.
const FAILURE: u64 = 16;

/// Under suspicion one call of so many may be rejected because of ordinary errors.
const REJECTED: u128 = 200;

/// No run is looked at beyond this. Where calls fail so often that even this is ordinary, the
/// circuit's own rule has to decide.
const LONGEST: u64 = 64;

/// The calls of late that have ended before the present run of failures.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ordinary {
    /// In fractions of a [`FAILURE`].
    failures: u64,
    calls: u64,
    /// In which they came, in nanoseconds.
    time: u64,
    /// The end of that time.
    until: Time,
}

impl Ordinary {
    pub(super) const fn from(now: Time) -> Self {
        Self { failures: 0, calls: 0, time: 0, until: now }
    }

    /// No call came between what is remembered and this moment, for none passed.
    pub(super) const fn go_on_from(&mut self, now: Time) {
        self.until = now;
    }

    /// A run of failures has ended by successes, all until this moment.
    pub(super) fn add(&mut self, run: u64, successes: u64, now: Time) {
        self.failures = self.failures.saturating_add(run.saturating_mul(FAILURE));
        self.calls = self.calls.saturating_add(run);
        let time = nanos(now.since(self.until));
        // These successes come at once, and may be many: what was before them is forgotten as if
        // they had come one by one.
        self.halve(cmp::min(successes / CALLS, time / TIME));
        self.calls = self.calls.saturating_add(successes);
        self.time = self.time.saturating_add(time);
        self.until = now;
        while self.calls > 2 * CALLS && self.time > 2 * TIME {
            self.halve(1);
        }
    }

    /// Forgets half of it, so often.
    fn halve(&mut self, times: u64) {
        let times = times.min(63);
        self.failures >>= times;
        self.calls >>= times;
        self.time >>= times;
    }

    /// Whether a run of so many failures is what ordinary errors make: so often that, if each of
    /// them opened the circuit for `open_for`, more than one of [`REJECTED`] calls would be
    /// rejected.
    ///
    /// That is the chance that the next calls of that number all fail, times the calls of an open
    /// time.
    pub(super) fn make(&self, run: u64, rule: Rule, open_for: Duration) -> bool {
        let calls = u128::from(self.calls.saturating_add(PRIOR_CALLS));
        let time = u128::from(self.time) + u128::from(PRIOR_TIME);
        let openings = self.chance_of(run, rule).saturating_mul(calls);
        let rejected = openings.saturating_mul(u128::from(nanos(open_for)));
        rejected.saturating_mul(REJECTED) > time.saturating_mul(ONE)
    }

    /// The chance that the next calls all fail, by the rule of succession: each that does makes the
    /// next failure more likely.
    fn chance_of(&self, run: u64, rule: Rule) -> u128 {
        let failures = self.failures.saturating_add(prior_failures(rule));
        (0..run.min(LONGEST)).fold(ONE, |chance, failed| {
            let failed_so_far = failures.saturating_add(failed * FAILURE);
            let calls_so_far = self.calls.saturating_add(PRIOR_CALLS + failed);
            chance * u128::from(failed_so_far) / (u128::from(calls_so_far) * u128::from(FAILURE))
        })
    }
}

/// A chance of one; of smaller ones it is the fraction. Times the largest `u64` it fits.
const ONE: u128 = 1 << 48;

/// Who allows a share of calls to fail expects that some do: of the calls that are taken for
/// granted half a one did. Under any other rule none does before it has been seen.
const fn prior_failures(rule: Rule) -> u64 {
    match rule {
        Rule::Share { .. } => FAILURE / 2,
        Rule::Count { .. } | Rule::Consecutive { .. } => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Window;

    const SHARE: Rule =
        Rule::Share { millionths: 500_000, min_calls: 20, window: Window::calls(100) };

    #[test]
    fn numbers_of_any_size_are_looked_at_and_a_longer_run_is_never_more_ordinary() {
        let sizes = [0, 1, 1 << 20, u64::MAX / 2, u64::MAX];
        let all = sizes.iter().flat_map(|run| sizes.map(|successes| (*run, successes)));
        for ((run, successes), time) in all.flat_map(|calls| sizes.map(|time| (calls, time))) {
            let mut ordinary = Ordinary::from(Time::ZERO);
            ordinary.add(run, successes, Time::from_nanos(time));
            ordinary.add(run, successes, Time::LAST);
            for open_for in [Duration::ZERO, Duration::from_secs(30), Duration::MAX] {
                let makes =
                    [1, 2, LONGEST, u64::MAX].map(|run| ordinary.make(run, SHARE, open_for));
                assert!(makes.is_sorted_by(|shorter, longer| shorter >= longer), "{ordinary:?}");
            }
        }
    }

    #[test]
    fn a_busy_hour_without_errors_leaves_nothing_of_those_before() {
        let mut ordinary = Ordinary::from(Time::ZERO);
        ordinary.add(1000, 1, Time::from_nanos(SECOND));
        ordinary.add(0, 3_600_000, Time::from_nanos(3600 * SECOND));
        assert_eq!(ordinary.failures, 0);
        assert!(ordinary.time <= 2 * TIME && ordinary.calls >= CALLS, "{ordinary:?}");
    }
}
