//! The standard library's monotonic clock, counted from its first use. In a browser, a worker or
//! Node it panics: JavaScript's takes its place, which has the same interface.

use std::sync::OnceLock;
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
use std::time::{Instant, SystemTime, UNIX_EPOCH};

#[cfg(all(target_family = "wasm", target_os = "unknown"))]
use web_time::{Instant, SystemTime, UNIX_EPOCH};

use crate::base::time::{Time, nanos};

static START: OnceLock<Instant> = OnceLock::new();

pub(super) fn precise() -> Time {
    Time::from_nanos(nanos(START.get_or_init(Instant::now).elapsed()))
}

pub(super) fn coarse() -> Time {
    precise()
}

/// The time of the day, for people who read of an event.
pub(crate) fn wall() -> std::time::SystemTime {
    let since_then = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    std::time::SystemTime::UNIX_EPOCH + since_then
}
