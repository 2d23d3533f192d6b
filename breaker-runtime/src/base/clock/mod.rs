//! Where a circuit takes its time from.

use crate::base::time::Time;

#[cfg(all(target_family = "wasm", target_os = "unknown", not(feature = "web")))]
mod absent;
#[cfg(feature = "test-util")]
mod held;
#[cfg(any(target_os = "linux", target_os = "android"))]
mod linux;
#[cfg(not(feature = "test-util"))]
mod never_held;
#[cfg(not(any(
    target_os = "linux",
    target_os = "android",
    all(target_family = "wasm", target_os = "unknown", not(feature = "web"))
)))]
mod portable;
#[cfg(all(feature = "test-util", feature = "tokio"))]
mod tokio;

#[cfg(all(target_family = "wasm", target_os = "unknown", not(feature = "web")))]
use absent as system;
#[cfg(feature = "test-util")]
use held::Held;
#[cfg(feature = "test-util")]
pub use held::ManualClock;
#[cfg(any(target_os = "linux", target_os = "android"))]
use linux as system;
#[cfg(not(feature = "test-util"))]
use never_held::Held;
#[cfg(not(any(
    target_os = "linux",
    target_os = "android",
    all(target_family = "wasm", target_os = "unknown", not(feature = "web"))
)))]
use portable as system;
pub(crate) use system::wall;

/// The system's monotonic clock, unless a test holds it.
#[derive(Debug)]
pub(crate) struct Clock {
    held: Held,
}

impl Clock {
    pub(crate) const fn system() -> Self {
        Self { held: Held::nowhere() }
    }

    /// Takes the time from the same source as that clock.
    pub(crate) fn follow(&self, other: &Self) {
        self.held.follow(&other.held);
    }

    /// Whether a test holds it.
    pub(crate) fn is_held(&self) -> bool {
        self.held.is_held()
    }

    /// The time.
    pub(crate) fn now(&self) -> Time {
        self.held.time().unwrap_or_else(system::precise)
    }

    /// The time, or a cheaper one that lags by less than [`LAG`](Self::LAG).
    pub(crate) fn about_now(&self) -> Time {
        self.held.time().unwrap_or_else(system::coarse)
    }

    /// The time, if it is before `instant`. Exact, though it seldom reads the precise clock.
    #[inline]
    pub(crate) fn before(&self, instant: Time) -> Option<Time> {
        // Computed before the clock is read, so that nothing waits for it.
        let surely = instant.before(Self::LAG);
        let about = self.about_now();
        if about < surely {
            return Some(about);
        }
        self.just_before(instant)
    }

    /// The time by the precise clock, if it is before `instant`.
    #[cold]
    #[inline(never)]
    fn just_before(&self, instant: Time) -> Option<Time> {
        Some(self.now()).filter(|&now| now < instant)
    }

    /// More than a tick of the slowest coarse clock: a kernel of 100 Hz.
    pub(crate) const LAG: core::time::Duration = core::time::Duration::from_millis(11);
}

#[cfg(feature = "test-util")]
impl Clock {
    pub(crate) fn hold(&self, clock: ManualClock) {
        self.held.hold(clock);
    }

    /// The clock of the test that holds this one, if one does.
    pub(crate) fn held(&self) -> Option<ManualClock> {
        self.held.clock()
    }
}
