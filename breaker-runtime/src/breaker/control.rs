//! Steering by hand (rule S10).

use core::time::Duration;

use super::CircuitBreaker;
#[cfg(feature = "test-util")]
use crate::base::clock::ManualClock;
#[cfg(feature = "test-util")]
use crate::events::state::State;

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

    /// Takes the time from `clock`, and starts over: closed, with an empty window.
    ///
    /// For the circuit of a guarded function, found in the registry:
    ///
    /// ```
    /// use breaker_runtime::testing::ManualClock;
    /// use breaker_runtime::{circuit_breaker, registry, State};
    /// use std::time::Duration;
    ///
    /// #[circuit_breaker(threshold = 1, open_for = "30s", name = "mail")]
    /// fn send(to: &str) -> std::io::Result<()> {
    ///     if to.is_empty() { Err(std::io::ErrorKind::InvalidInput.into()) } else { Ok(()) }
    /// }
    ///
    /// # fn main() -> std::io::Result<()> {
    /// # send("warm-up")?; // lists the circuit where the linker can't
    /// let clock = ManualClock::new();
    /// let mail = registry().get("mail").expect("guarded above");
    /// mail.set_clock(clock.clone());
    ///
    /// send("").unwrap_err();
    /// assert_eq!(mail.state(), State::Open);
    /// clock.advance(Duration::from_secs(30));
    /// send("somebody")?;
    /// assert_eq!(mail.state(), State::Closed);
    /// # Ok(())
    /// # }
    /// ```
    #[cfg(feature = "test-util")]
    pub fn set_clock(&self, clock: ManualClock) {
        self.circuit().set_clock(clock);
    }

    /// This circuit, on a clock that a test holds: see
    /// [`ManualClock`](crate::testing::ManualClock).
    #[cfg(feature = "test-util")]
    #[must_use]
    pub fn with_clock(self, clock: ManualClock) -> Self {
        self.set_clock(clock);
        self
    }

    /// Puts the circuit into this state, as if it had got there by its calls: open for the policy's
    /// open time, half-open with all places for trial calls free, at the start of its ramp-up (over
    /// the open time if the policy has none). It is a transition as any other: listeners and the
    /// history are told, of an opening by hand or a reset where that is what it looks like.
    ///
    /// # Panics
    ///
    /// If the circuit stands for all keys of a function, which can't be open, half-open or in a
    /// ramp-up together: `test.circuit("fetch[example.org]")` is that of a key, once
    /// [added](crate::KeyedCircuitBreaker::add) or called; [`force_open`](Self::force_open) rejects
    /// every key.
    ///
    /// ```
    /// use breaker_runtime::{CircuitBreaker, Policy, State};
    ///
    /// let breaker = CircuitBreaker::new("db", Policy::new());
    /// breaker.set_state(State::HalfOpen);
    /// breaker.try_acquire()?.success();
    /// assert_eq!(breaker.state(), State::Closed);
    /// # Ok::<(), breaker_runtime::CircuitOpen>(())
    /// ```
    #[cfg(feature = "test-util")]
    #[track_caller]
    pub fn set_state(&self, state: State) {
        self.circuit().set_state(state);
    }

    /// Makes chance repeatable: jitter and the calls that a ramp-up admits.
    #[cfg(feature = "test-util")]
    pub fn set_seed(&self, seed: u64) {
        self.circuit().set_seed(seed);
    }
}
