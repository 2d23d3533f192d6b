//! Times as numbers.

use core::time::Duration;

use super::MOST;

/// In whole microseconds, and no larger than numbers on the wire.
pub(crate) fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX).min(MOST)
}
