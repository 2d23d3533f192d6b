//! Where a circuit takes its time from.

use crate::base::time::Time;

#[cfg(all(target_family = "wasm", target_os = "unknown", not(feature = "web")))]
mod absent;
#[cfg(feature = "test-util")]
mod held;
#[cfg(any(target_os = "linux", target_os = "android"))]
mod linux;
#[cfg(not(any(
    target_os = "linux",
    target_os = "android",
    all(target_family = "wasm", target_os = "unknown")
)))]
mod portable;
#[cfg(feature = "tokio")]
mod tokio;
#[cfg(all(target_family = "wasm", target_os = "unknown", feature = "web"))]
mod web;

#[cfg(all(target_family = "wasm", target_os = "unknown", not(feature = "web")))]
use absent as system;
#[cfg(feature = "test-util")]
pub use held::ManualClock;
#[cfg(any(target_os = "linux", target_os = "android"))]
use linux as system;
#[cfg(not(any(
    target_os = "linux",
    target_os = "android",
    all(target_family = "wasm", target_os = "unknown")
)))]
use portable as system;
pub(crate) use system::wall;
#[cfg(all(target_family = "wasm", target_os = "unknown", feature = "web"))]
use web as system;

/// The system's monotonic clock, unless a test holds it.
#[derive(Debug)]
pub(crate) struct Clock {
    #[cfg(feature = "test-util")]
    held: held::Held,
}

impl Clock {
    pub(crate) const fn system() -> Self {
        Self {
            #[cfg(feature = "test-util")]
            held: held::Held::nowhere(),
        }
    }

    #[cfg(feature = "test-util")]
    pub(crate) fn hold(&self, clock: ManualClock) {
        self.held.hold(clock);
    }

    /// The clock that a test holds it by, if one does.
    #[cfg(feature = "test-util")]
    pub(crate) fn held(&self) -> Option<ManualClock> {
        self.held.clock()
    }

    /// Takes the time from where that clock does.
    #[cfg(feature = "test-util")]
    pub(crate) fn follow(&self, other: &Self) {
        if let Some(clock) = other.held() {
            self.hold(clock);
        }
    }

    #[cfg(not(feature = "test-util"))]
    #[expect(clippy::unused_self, reason = "the other configuration's signature")]
    pub(crate) const fn follow(&self, _other: &Self) {}

    /// The time.
    pub(crate) fn now(&self) -> Time {
        self.shown_to_a_test().unwrap_or_else(system::precise)
    }

    /// The time, or a cheaper one that lags by less than [`LAG`](Self::LAG).
    pub(crate) fn about_now(&self) -> Time {
        self.shown_to_a_test().unwrap_or_else(system::coarse)
    }

    /// The time if it is before `instant`. Exact, though it seldom pays for a precise clock.
    #[inline]
    pub(crate) fn before(&self, instant: Time) -> Option<Time> {
        // Known before the clock is read: nothing waits for it.
        let surely = instant.before(Self::LAG);
        let about = self.about_now();
        if about < surely {
            return Some(about);
        }
        self.just_before(instant)
    }

    /// The same, by the precise clock.
    #[cold]
    #[inline(never)]
    fn just_before(&self, instant: Time) -> Option<Time> {
        Some(self.now()).filter(|&now| now < instant)
    }

    /// More than a tick of the slowest coarse clock: a kernel of 100 Hz.
    pub(crate) const LAG: core::time::Duration = core::time::Duration::from_millis(11);

    #[inline]
    fn shown_to_a_test(&self) -> Option<Time> {
        self.shown_by_hand().or_else(shown_by_tokio)
    }

    #[cfg(feature = "test-util")]
    #[inline]
    fn shown_by_hand(&self) -> Option<Time> {
        self.held.time()
    }

    #[cfg(not(feature = "test-util"))]
    #[expect(clippy::unused_self, reason = "the other configuration's signature")]
    const fn shown_by_hand(&self) -> Option<Time> {
        None
    }
}

#[cfg(feature = "tokio")]
use tokio::time as shown_by_tokio;

#[cfg(not(feature = "tokio"))]
const fn shown_by_tokio() -> Option<Time> {
    None
}
