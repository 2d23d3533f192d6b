//! Monotonic time as one word, so that it fits an atomic.

use core::time::Duration;

/// Nanoseconds on a monotonic clock: 584 years of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Time(u64);

/// A span from one instant to another; by default, one that was over before it began.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Span {
    pub(crate) since: Time,
    pub(crate) until: Time,
}

impl Time {
    pub(crate) const ZERO: Self = Self(0);
    /// Later than every instant that a clock can show.
    pub(crate) const NEVER: Self = Self(u64::MAX);
    /// The last instant that a clock can show, where it stops.
    pub(crate) const LAST: Self = Self(u64::MAX - 1);

    pub(crate) const fn from_nanos(nanos: u64) -> Self {
        Self(nanos)
    }

    pub(crate) const fn as_nanos(self) -> u64 {
        self.0
    }

    /// The instant `delay` later; the [last](Self::LAST) one if that is beyond it.
    pub(crate) fn after(self, delay: Duration) -> Self {
        Self(self.0.saturating_add(nanos(delay))).min(Self::LAST)
    }

    /// The instant `delay` earlier; the first one if that is before it.
    pub(crate) const fn before(self, delay: Duration) -> Self {
        Self(self.0.saturating_sub(nanos(delay)))
    }

    /// How much later `self` is than `earlier`; zero if it is not.
    pub(crate) const fn since(self, earlier: Self) -> Duration {
        Duration::from_nanos(self.0.saturating_sub(earlier.0))
    }
}

/// `duration` in nanoseconds, saturating.
#[expect(clippy::cast_possible_truncation, reason = "compared before")]
pub(crate) const fn nanos(duration: Duration) -> u64 {
    let nanos = duration.as_nanos();
    if nanos > u64::MAX as u128 { u64::MAX } else { nanos as u64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_delay_ends_before_never() {
        assert!(Time::from_nanos(1).after(Duration::MAX) < Time::NEVER);
    }

    #[test]
    fn an_earlier_instant_is_not_later_by_anything() {
        assert_eq!(Time::ZERO.since(Time::NEVER), Duration::ZERO);
    }
}
