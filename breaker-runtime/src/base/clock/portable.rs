//! The standard library's monotonic clock, counted from its first use.

use std::sync::OnceLock;
use std::time::{Instant, SystemTime};

use crate::base::time::{Time, nanos};

static START: OnceLock<Instant> = OnceLock::new();

pub(super) fn precise() -> Time {
    Time::from_nanos(nanos(START.get_or_init(Instant::now).elapsed()))
}

pub(super) fn coarse() -> Time {
    precise()
}

/// The time of the day, for people who read of an event.
pub(crate) fn wall() -> SystemTime {
    SystemTime::now()
}
