//! How long a circuit stays open (rule S8).

use core::time::Duration;

use crate::base::dice::Dice;
use crate::base::time::nanos;
use crate::policy::{MILLION, Policy};

/// How often the circuit has opened without recovering in between.
#[derive(Debug)]
pub(crate) struct Backoff {
    in_a_row: u32,
    /// For how long it was open last, in nanoseconds: that long it must be closed to have
    /// recovered. One good sign is no recovery.
    last: u64,
}

impl Backoff {
    pub(crate) const fn new() -> Self {
        Self { in_a_row: 0, last: 0 }
    }

    /// The circuit was open for so long.
    pub(crate) const fn was_open_for(&mut self, time: Duration) {
        self.last = nanos(time);
    }

    /// The circuit was closed for so long, until now.
    pub(crate) const fn was_closed_for(&mut self, time: Duration) {
        self.in_a_row = self.in_a_row_after(time);
    }

    /// The number in the row that the next opening has, unless the circuit recovers before.
    pub(crate) const fn in_a_row(&self) -> u32 {
        self.in_a_row
    }

    /// The same, if it has been closed for so long.
    pub(crate) const fn in_a_row_after(&self, closed: Duration) -> u32 {
        if nanos(closed) >= self.last { 0 } else { self.in_a_row }
    }

    /// The next opening has this number in the row.
    pub(crate) const fn set_in_a_row(&mut self, openings: u32) {
        self.in_a_row = openings;
    }

    /// The next opening has this number in the row, which goes on from before a restart. How long
    /// the one before it was by the policy; none for the first one.
    pub(crate) fn restore(&mut self, policy: &Policy, openings: u32) -> Duration {
        self.in_a_row = openings;
        let last = openings.checked_sub(1).map_or(0, |last| grown(policy, last));
        Duration::from_nanos(last)
    }

    /// The open time of the next opening: doubled for each one before it, up to the longest, then
    /// jittered once.
    pub(crate) fn next(&mut self, policy: &Policy, dice: &mut Dice) -> Duration {
        let grown = grown(policy, self.in_a_row);
        self.in_a_row = self.in_a_row.saturating_add(1);
        Duration::from_nanos(jittered(grown, policy.settings().jitter_millionths, dice))
    }
}

/// The open time with this number in the row, before jitter, in nanoseconds.
fn grown(policy: &Policy, in_a_row: u32) -> u64 {
    let first = nanos(policy.settings().open_for);
    policy.settings().max_open_for.map_or(first, |longest| {
        let factor = 1_u64.checked_shl(in_a_row).unwrap_or(u64::MAX);
        first.saturating_mul(factor).min(nanos(longest))
    })
}

/// The open time where the callee asked for this one (rule S19): at most the longest that somebody
/// else may ask for, then lengthened by the jitter. Nobody comes back before the time.
pub(crate) fn told(policy: &Policy, asked: Duration, dice: &mut Dice) -> Duration {
    let granted = nanos(asked.min(policy.longest_told()));
    Duration::from_nanos(lengthened(granted, policy.settings().jitter_millionths, dice))
}

/// Plus up to `jitter` millionths of it, uniformly.
fn lengthened(nanos: u64, jitter: u32, dice: &mut Dice) -> u64 {
    if jitter == 0 {
        return nanos;
    }
    scaled(nanos, MILLION + dice.throw(jitter + 1))
}

/// Plus or minus `jitter` millionths of it, uniformly; at least one nanosecond.
fn jittered(nanos: u64, jitter: u32, dice: &mut Dice) -> u64 {
    if jitter == 0 {
        return nanos;
    }
    scaled(nanos, MILLION - jitter + dice.throw(2 * jitter + 1)).max(1)
}

/// So many millionths of it.
fn scaled(nanos: u64, millionths: u32) -> u64 {
    let scaled = u128::from(nanos) * u128::from(millionths) / u128::from(MILLION);
    u64::try_from(scaled).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn open_times_double_up_to_the_longest() {
        let policy = Policy::new().open_for(seconds(1)).max_open_for(seconds(5));
        let (mut backoff, mut dice) = (Backoff::new(), Dice::unseeded());
        let times = [(); 5].map(|()| backoff.next(&policy, &mut dice).as_secs());
        assert_eq!(times, [1, 2, 4, 5, 5]);
    }

    #[test]
    fn a_thousand_reopenings_overflow_nothing() {
        let policy = Policy::new().open_for(seconds(1)).max_open_for(Duration::MAX);
        let (mut backoff, mut dice) = (Backoff::new(), Dice::unseeded());
        let longest = (0..1000).map(|_| backoff.next(&policy, &mut dice)).max();
        assert_eq!(longest, Some(Duration::from_nanos(u64::MAX)));
    }

    #[test]
    fn jitter_stays_within_its_share_and_uses_all_of_it() {
        let policy = Policy::new().open_for(seconds(10)).jitter_percent(20.0);
        let mut dice = Dice::unseeded();
        let times: Vec<_> = (0..10_000).map(|_| Backoff::new().next(&policy, &mut dice)).collect();
        assert!(times.iter().all(|time| (seconds(8)..=seconds(12)).contains(time)));
        assert!(times.iter().any(|&time| time < Duration::from_millis(8100)));
        assert!(times.iter().any(|&time| time > Duration::from_millis(11900)));
    }

    #[test]
    fn jitter_only_lengthens_what_a_callee_asks_for() {
        let policy = Policy::new().open_for(seconds(30)).jitter_percent(20.0);
        let mut dice = Dice::unseeded();
        let times: Vec<_> = (0..10_000).map(|_| told(&policy, seconds(10), &mut dice)).collect();
        assert!(times.iter().all(|time| (seconds(10)..=seconds(12)).contains(time)));
        assert!(times.iter().any(|&time| time < Duration::from_millis(10_050)));
        assert!(times.iter().any(|&time| time > Duration::from_millis(11_950)));
    }
}
