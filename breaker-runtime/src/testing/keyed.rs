//! What a test does to circuits by key.

use crate::base::clock::ManualClock;
use crate::keyed::KeyedCircuitBreaker;

/// # In tests
impl KeyedCircuitBreaker {
    /// Puts the circuits of all keys, present and to come, on `clock`; see
    /// [`CircuitBreaker::set_clock`](crate::CircuitBreaker::set_clock).
    ///
    /// ```
    /// use breaker_runtime::testing::ManualClock;
    /// use breaker_runtime::{KeyedCircuitBreaker, Policy};
    /// use std::time::Duration;
    ///
    /// static FETCH: KeyedCircuitBreaker = KeyedCircuitBreaker::new("fetch", Policy::new(), 1024);
    /// let clock = ManualClock::new();
    /// FETCH.set_clock(clock.clone());
    ///
    /// FETCH.with("example.org", |circuit| circuit.open_for(Duration::from_secs(30)));
    /// clock.advance(Duration::from_secs(30));
    /// assert!(FETCH.try_acquire("example.org").is_ok());
    /// ```
    pub fn set_clock(&self, clock: ManualClock) {
        self.whole().set_clock(clock);
    }

    /// Puts a new breaker on `clock`, which the test moves: see
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
