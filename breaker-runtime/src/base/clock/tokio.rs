//! tokio's clock, which a test may pause by tokio's own feature `test-util`.
//!
//! Where nothing pauses it, it is the system's: as precise, but without a cheap coarse one beside
//! it.

use core::time::Duration;
use std::sync::OnceLock;
use std::time::Instant;

use crate::base::time::{Time, nanos};

/// The time by tokio's clock.
#[inline]
pub(super) fn time() -> Time {
    Time::from_nanos(nanos(tokio::time::Instant::now().into_std() - start()))
}

/// An instant before any that a paused clock can show; a clock that was paused before the first
/// call here is behind it.
fn start() -> Instant {
    static START: OnceLock<Instant> = OnceLock::new();
    const LONGEST_TEST: Duration = Duration::from_secs(3600);
    *START.get_or_init(|| {
        let now = Instant::now();
        now.checked_sub(LONGEST_TEST).unwrap_or(now)
    })
}
