//! Times in which something is so, such as an outage.

use core::ops::Range;
use core::time::Duration;

/// A time in seconds, as scenarios are written.
pub(crate) fn s(seconds: f64) -> Duration {
    Duration::from_secs_f64(seconds)
}

pub(crate) const fn ms(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Times(Vec<Range<Duration>>);

impl Times {
    pub(crate) const fn never() -> Self {
        Self(Vec::new())
    }

    pub(crate) fn seconds(from: f64, to: f64) -> Self {
        Self::never().and(s(from)..s(to))
    }

    #[must_use]
    pub(crate) fn and(mut self, more: Range<Duration>) -> Self {
        self.0.push(more);
        self
    }

    pub(crate) fn ranges(&self) -> &[Range<Duration>] {
        &self.0
    }

    pub(crate) fn contains(&self, now: Duration) -> bool {
        self.0.iter().any(|range| range.contains(&now))
    }
}
