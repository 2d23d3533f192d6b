//! How long open times and leases are, and how long is known of them.

use core::time::Duration;

use super::micros;

/// No time on the wire is longer: 30 days.
pub const MOST_TIME: Duration = Duration::from_secs(30 * 24 * 3600);

/// How long a lease lasts that isn't renewed.
pub(crate) const LEASE: Duration = Duration::from_secs(3);

/// How long a record is kept once its times are over.
pub(crate) const AFTERWARDS: Duration = Duration::from_secs(60);

/// No record is kept for longer after a change: [`Terms::keep`] of the longest times.
pub(crate) const MOST_KEEP: Duration =
    Duration::from_secs(2 * MOST_TIME.as_secs() + AFTERWARDS.as_secs());

/// What an engine needs to draw one open time for all members (rule S8). The member has thrown the
/// dice already, because a script has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Terms {
    /// The first open time.
    pub open_for: Duration,
    /// The longest open time before jitter; `None`: open times don't grow.
    pub max_open_for: Option<Duration>,
    /// The jitter that the member drew, in thousandths: 1000 is none, 0 to 2000.
    pub jitter: u32,
    /// The row of openings without a recovery, as the member's own circuit counts it, *before* this
    /// opening (0: the first). An engine that knows of no outage, or of one that is over, takes the
    /// row up from here.
    pub openings: u32,
}

impl Terms {
    /// The open time after so many openings in a row:
    /// `floor(min(open_for * 2^min(openings, 32), max_open_for) * jitter / 1000)`, at least 1 µs
    /// and at most [`MOST_TIME`], in whole microseconds; without a longest the power is 1.
    #[must_use]
    pub fn drawn(&self, openings: u32) -> Duration {
        let first = micros(self.open_for.min(MOST_TIME));
        let grown = match self.max_open_for {
            Some(_) => first.saturating_mul(1 << openings.min(32)).min(micros(self.longest())),
            None => first,
        };
        let drawn = grown * u64::from(self.jitter.min(2000)) / 1000;
        Duration::from_micros(drawn.clamp(1, micros(MOST_TIME)))
    }

    /// The longest open time before jitter.
    #[must_use]
    pub fn longest(&self) -> Duration {
        self.max_open_for.unwrap_or(self.open_for).min(MOST_TIME)
    }

    /// How long a record is kept after a change: the open time that was drawn, the longest, and a
    /// minute.
    #[must_use]
    pub fn keep(&self, drawn: Duration) -> Duration {
        drawn + self.longest() + AFTERWARDS
    }
}
