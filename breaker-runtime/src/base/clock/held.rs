//! A clock that a test holds.

use core::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use core::time::Duration;
use std::sync::Arc;

use parking_lot::Mutex;

use crate::base::time::Time;

/// A clock for tests, which stands still until the test [advances](Self::advance) it.
///
/// Clones share the time.
///
/// ```
/// use breaker_runtime::testing::ManualClock;
/// use breaker_runtime::{CircuitBreaker, Policy, State};
/// use std::time::Duration;
///
/// let clock = ManualClock::new();
/// let policy = Policy::new().threshold(1).open_for(Duration::from_secs(30));
/// let breaker = CircuitBreaker::new("db", policy).with_clock(clock.clone());
///
/// breaker.try_acquire()?.failure();
/// assert_eq!(breaker.state(), State::Open);
///
/// clock.advance(Duration::from_nanos(29_999_999_999));
/// assert!(breaker.try_acquire().is_err());
/// clock.advance(Duration::from_nanos(1));
/// breaker.try_acquire()?.success();
/// assert_eq!(breaker.state(), State::Closed);
/// # Ok::<(), breaker_runtime::CircuitOpen>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct ManualClock(Arc<AtomicU64>);

impl ManualClock {
    /// Makes a clock at zero.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Moves the time forward by `by`, up to 584 years in all.
    pub fn advance(&self, by: Duration) {
        let later = |time| Some(Time::from_nanos(time).after(by).as_nanos());
        // `later` always has a value.
        let _ = self.0.fetch_update(Ordering::SeqCst, Ordering::SeqCst, later);
    }

    /// How far tests have moved the clock in all.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        Duration::from_nanos(self.0.load(Ordering::SeqCst))
    }
}

/// The clock that is held, if any.
#[derive(Debug)]
pub(super) struct Held {
    /// Spares the lock where no test holds a clock.
    is_held: AtomicBool,
    clock: Mutex<Option<ManualClock>>,
}

impl Held {
    pub(super) const fn nowhere() -> Self {
        Self { is_held: AtomicBool::new(false), clock: parking_lot::const_mutex(None) }
    }

    pub(super) fn hold(&self, clock: ManualClock) {
        *self.clock.lock() = Some(clock);
        self.is_held.store(true, Ordering::Release);
    }

    pub(super) fn clock(&self) -> Option<ManualClock> {
        self.clock.lock().clone()
    }

    /// Takes the time from the same clock as that one, if a test holds it.
    pub(super) fn follow(&self, other: &Self) {
        if let Some(clock) = other.clock() {
            self.hold(clock);
        }
    }

    /// Whether a test holds it.
    pub(super) fn is_held(&self) -> bool {
        self.is_held.load(Ordering::Acquire)
    }

    /// The time that a test controls: of the clock that it holds, or of the one that it may pause.
    #[inline]
    pub(super) fn time(&self) -> Option<Time> {
        if self.is_held.load(Ordering::Acquire) {
            self.clock.lock().as_ref().map(|clock| Time::from_nanos(clock.0.load(Ordering::SeqCst)))
        } else {
            paused()
        }
    }
}

#[cfg(feature = "tokio")]
#[expect(clippy::unnecessary_wraps, reason = "the other configuration has none")]
fn paused() -> Option<Time> {
    Some(super::tokio::time())
}

#[cfg(not(feature = "tokio"))]
const fn paused() -> Option<Time> {
    None
}
