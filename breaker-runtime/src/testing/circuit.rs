//! What a test does to a circuit.

use crate::base::clock::ManualClock;
use crate::breaker::CircuitBreaker;
use crate::events::state::State;

/// # In tests
impl CircuitBreaker {
    /// Puts the circuit on `clock` and starts it over: closed, with an empty window.
    ///
    /// The registry finds the circuit of a guarded function:
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
    pub fn set_clock(&self, clock: ManualClock) {
        self.circuit().set_clock(clock);
    }

    /// Puts a new circuit on `clock`, which the test moves: see
    /// [`ManualClock`](crate::testing::ManualClock).
    ///
    /// ```
    /// use breaker_runtime::testing::ManualClock;
    /// use breaker_runtime::{CircuitBreaker, Policy, State};
    /// use std::time::Duration;
    ///
    /// let clock = ManualClock::new();
    /// let policy = Policy::new().threshold(1).open_for(Duration::from_secs(30));
    /// let db = CircuitBreaker::new("db", policy).with_clock(clock.clone());
    ///
    /// db.try_acquire()?.failure();
    /// assert_eq!(db.state(), State::Open);
    /// clock.advance(Duration::from_secs(30));
    /// assert_eq!(db.state(), State::HalfOpen);
    /// # Ok::<(), breaker_runtime::CircuitOpen>(())
    /// ```
    #[must_use]
    pub fn with_clock(self, clock: ManualClock) -> Self {
        self.set_clock(clock);
        self
    }

    /// Puts the circuit into `state`, as if its calls had brought it there.
    ///
    /// Open, the circuit stays open for the policy's open time. Half-open, all places for trial
    /// calls are free. A ramp-up begins now; it takes the open time if the policy has no `ramp_up`.
    /// Listeners and the history are told of the transition: an opening has the reason
    /// [`ByHand`](crate::OpenReason::ByHand), a closing is a [`Reset`](crate::EventKind::Reset).
    ///
    /// # Panics
    ///
    /// If the circuit [stands for all keys](crate::KeyedCircuitBreaker::whole) of a function and
    /// `state` is open, half-open or a ramp-up, which keys can't be in together. Use the circuit of
    /// one key instead, `test.circuit("fetch[example.org]")`, once the key was
    /// [added](crate::KeyedCircuitBreaker::add) or called; or reject every key by
    /// [`force_open`](Self::force_open).
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
    #[track_caller]
    pub fn set_state(&self, state: State) {
        self.circuit().set_state(state);
    }

    /// Seeds the circuit's random numbers, so that jitter and the calls that a ramp-up admits
    /// repeat.
    ///
    /// ```
    /// use breaker_runtime::{CircuitBreaker, CircuitOpen, Policy};
    /// use breaker_runtime::testing::ManualClock;
    ///
    /// let wait = |seed| {
    ///     let policy = Policy::new().threshold(1).jitter_percent(20.0);
    ///     let db = CircuitBreaker::new("db", policy).with_clock(ManualClock::new());
    ///     db.set_seed(seed);
    ///     db.try_acquire()?.failure();
    ///     Ok::<_, CircuitOpen>(db.snapshot().retry_after)
    /// };
    /// assert_eq!(wait(7)?, wait(7)?);
    /// # Ok::<(), CircuitOpen>(())
    /// ```
    pub fn set_seed(&self, seed: u64) {
        self.circuit().set_seed(seed);
    }
}
