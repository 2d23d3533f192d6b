//! What a test does to a circuit.

use super::CircuitBreaker;
use crate::base::clock::ManualClock;
use crate::events::state::State;

/// # In tests
impl CircuitBreaker {
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
    pub fn set_clock(&self, clock: ManualClock) {
        self.circuit().set_clock(clock);
    }

    /// This circuit, on a clock that a test holds: see
    /// [`ManualClock`](crate::testing::ManualClock).
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
    #[track_caller]
    pub fn set_state(&self, state: State) {
        self.circuit().set_state(state);
    }

    /// Makes chance repeatable: jitter and the calls that a ramp-up admits.
    pub fn set_seed(&self, seed: u64) {
        self.circuit().set_seed(seed);
    }
}
