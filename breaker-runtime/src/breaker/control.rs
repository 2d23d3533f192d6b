//! Steering by hand (rule S10).

use core::time::Duration;

use super::CircuitBreaker;

/// # Steering it by hand
impl CircuitBreaker {
    /// Opens the circuit for this long, whatever the policy says; then trial calls pass as after
    /// any opening. For servers that say when to come back.
    ///
    /// An open circuit stays open until the later of both ends. A thousand calls under way that are
    /// all told to wait make one opening, and a short wish never shortens a long one. The event
    /// tells of the opening, with the reason [`ToldToWait`](crate::OpenReason::ToldToWait); of a
    /// later end, [`Snapshot::retry_after`](crate::Snapshot::retry_after) and the rejections. A
    /// circuit that is forced open or closed, or [switched off](crate::Policy::enabled), stays so
    /// (rule [S10](crate::_guide::rules#s10-forced-states)).
    ///
    /// ```
    /// use breaker_runtime::{CircuitBreaker, Policy, State};
    /// use std::time::Duration;
    ///
    /// static API: CircuitBreaker = CircuitBreaker::new("api", Policy::new());
    /// # struct Response;
    /// # impl Response {
    /// #     fn retry_after(&self) -> Option<Duration> { Some(Duration::from_secs(7)) }
    /// # }
    /// # let response = Response;
    /// if let Some(time) = response.retry_after() {
    ///     API.open_for(time); // 429 or 503 with `Retry-After: 7`
    /// }
    /// assert_eq!(API.state(), State::Open);
    /// assert!(API.try_acquire().unwrap_err().retry_after() <= Some(Duration::from_secs(7)));
    /// ```
    pub fn open_for(&self, time: Duration) {
        self.circuit().open_for(time);
    }

    /// Rejects every call until [`reset`](Self::reset) or [`force_closed`](Self::force_closed).
    ///
    /// ```
    /// use breaker_runtime::{CircuitBreaker, Policy, State};
    ///
    /// static GATEWAY: CircuitBreaker = CircuitBreaker::new("gateway", Policy::new());
    /// GATEWAY.force_open();
    /// let open = GATEWAY.try_acquire().unwrap_err();
    /// assert_eq!((open.state(), open.retry_after()), (State::ForcedOpen, None));
    /// GATEWAY.reset();
    /// assert!(GATEWAY.try_acquire().is_ok());
    /// ```
    pub fn force_open(&self) {
        self.circuit().force_open();
    }

    /// Admits every call and records nothing in the window, until [`reset`](Self::reset) or
    /// [`force_open`](Self::force_open). Calls by outcome are counted all the same.
    pub fn force_closed(&self) {
        self.circuit().force_closed();
    }

    /// Closes the circuit with an empty window, from any state. What calls under way then report
    /// changes nothing (rule [S7](crate::_guide::rules#s7-generations)). Calls by outcome keep
    /// their counts.
    pub fn reset(&self) {
        self.circuit().reset();
    }
}
