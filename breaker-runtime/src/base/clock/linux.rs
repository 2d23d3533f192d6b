//! The monotonic clocks of Linux: one precise, one that shows the last timer tick of the same
//! clock.

use std::time::SystemTime;

use rustix::time::{ClockId, clock_gettime};

use crate::base::time::Time;

pub(super) fn precise() -> Time {
    read(ClockId::Monotonic)
}

#[inline]
pub(super) fn coarse() -> Time {
    read(ClockId::MonotonicCoarse)
}

#[inline]
#[expect(clippy::cast_sign_loss, reason = "neither is negative: the clock starts at boot")]
fn read(clock: ClockId) -> Time {
    let time = clock_gettime(clock);
    Time::from_nanos(time.tv_sec as u64 * 1_000_000_000 + time.tv_nsec as u64)
}

/// The time of the day, for people who read of an event.
pub(crate) fn wall() -> SystemTime {
    SystemTime::now()
}
