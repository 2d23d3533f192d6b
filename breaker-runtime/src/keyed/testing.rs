//! What a test does to circuits by key.

use super::KeyedCircuitBreaker;
use crate::base::clock::ManualClock;

/// # In tests
impl KeyedCircuitBreaker {
    /// Takes the time from `clock` for every key, also for those to come; see
    /// [`CircuitBreaker::set_clock`](crate::CircuitBreaker::set_clock).
    pub fn set_clock(&self, clock: ManualClock) {
        self.whole().set_clock(clock);
    }

    /// These circuits, on a clock that a test holds: see
    /// [`ManualClock`](crate::testing::ManualClock).
    ///
    /// ```
    /// use breaker_runtime::testing::ManualClock;
    /// use breaker_runtime::{KeyedCircuitBreaker, Policy};
    /// use std::time::Duration;
    ///
    /// let clock = ManualClock::new();
    /// let policy = Policy::new().threshold(1).open_for(Duration::from_secs(30));
    /// let fetch = KeyedCircuitBreaker::new("fetch", policy, 1024).with_clock(clock.clone());
    ///
    /// fetch.try_acquire("example.org")?.failure();
    /// assert!(fetch.try_acquire("example.org").is_err());
    /// clock.advance(Duration::from_secs(30));
    /// fetch.try_acquire("example.org")?.success();
    /// # Ok::<(), breaker_runtime::CircuitOpen>(())
    /// ```
    #[must_use]
    pub fn with_clock(self, clock: ManualClock) -> Self {
        self.set_clock(clock);
        self
    }
}
