//! Steering by hand (rule S10).

use core::time::Duration;

use super::CircuitBreaker;

/// # Steering it by hand
impl CircuitBreaker {
    /// Opens the circuit for `time`, whatever the policy says: for servers that say when to come
    /// back.
    ///
    /// Trial calls pass after that time, as after any opening (rule
    /// [S19](crate::_guide::rules#s19-told-to-wait)).
    ///
    /// An open circuit stays open until the later of both ends: a thousand calls under way that are
    /// all told to wait make one opening, and a short time never shortens a long one. The event of
    /// the opening has the reason [`ToldToWait`](crate::OpenReason::ToldToWait). A later end is no
    /// event: [`Snapshot::retry_after`](crate::Snapshot::retry_after) and the rejections show it. A
    /// circuit that is forced open or closed, or [disabled](crate::Policy::enabled), stays so (rule
    /// [S10](crate::_guide::rules#s10-forced-states)).
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

    /// Forces the circuit open: it rejects every call until [`reset`](Self::reset) or
    /// [`force_closed`](Self::force_closed) (rule [S10](crate::_guide::rules#s10-forced-states)).
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

    /// Forces the circuit closed: it admits every call until [`reset`](Self::reset) or
    /// [`force_open`](Self::force_open) (rule [S10](crate::_guide::rules#s10-forced-states)).
    ///
    /// The window records nothing meanwhile. [`Snapshot::calls`](crate::Snapshot::calls) goes on
    /// counting.
    ///
    /// ```
    /// use breaker_runtime::{CircuitBreaker, Policy, State};
    ///
    /// static GATEWAY: CircuitBreaker = CircuitBreaker::new("gateway", Policy::new().threshold(1));
    /// GATEWAY.force_closed();
    /// GATEWAY.try_acquire().unwrap().failure();
    /// assert_eq!(GATEWAY.state(), State::ForcedClosed);
    /// assert_eq!(GATEWAY.snapshot().calls.failure, 1);
    /// # GATEWAY.reset();
    /// ```
    pub fn force_closed(&self) {
        self.circuit().force_closed();
    }

    /// Closes the circuit with an empty window, whatever its state.
    ///
    /// Calls under way change nothing when they end (rule
    /// [S7](crate::_guide::rules#s7-generations)). [`Snapshot::calls`](crate::Snapshot::calls)
    /// keeps its counts.
    ///
    /// ```
    /// use breaker_runtime::{CircuitBreaker, Policy, State};
    ///
    /// static GATEWAY: CircuitBreaker = CircuitBreaker::new("gateway", Policy::new().threshold(1));
    /// GATEWAY.try_acquire().unwrap().failure();
    /// assert_eq!(GATEWAY.state(), State::Open);
    /// GATEWAY.reset();
    /// assert_eq!(GATEWAY.state(), State::Closed);
    /// assert_eq!(GATEWAY.snapshot().calls.failure, 1);
    /// ```
    pub fn reset(&self) {
        self.circuit().reset();
    }
}
