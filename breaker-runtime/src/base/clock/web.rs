//! The clock of a browser, a worker or Node, counted from its first use: the standard library's
//! clocks panic there.

use std::sync::OnceLock;
use std::time::SystemTime;

use web_time::Instant;

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
    let since_then = web_time::SystemTime::now().duration_since(web_time::UNIX_EPOCH);
    SystemTime::UNIX_EPOCH + since_then.unwrap_or_default()
}
