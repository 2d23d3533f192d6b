//! All keys at once.

use super::KeyedCircuitBreaker;
use crate::breaker::CircuitBreaker;

/// # Steering all keys at once
impl KeyedCircuitBreaker {
    /// The circuit that stands for all keys: what is done to it holds for every key, present and to
    /// come.
    ///
    /// The [registry](crate::registry) lists this circuit under the function's name, without a key,
    /// whether there are keys yet or not. Its state is closed unless it is
    /// [forced](Self::force_open). Its policy is that of every key without overrides of its own.
    /// Its calls are those [without a circuit](Self::calls_without_circuit). Its events say when
    /// calls are admitted unguarded.
    ///
    /// ```
    /// use breaker_runtime::{KeyedCircuitBreaker, Policy};
    ///
    /// static FETCH: KeyedCircuitBreaker = KeyedCircuitBreaker::new("fetch", Policy::new(), 1024);
    ///
    /// FETCH.whole().subscribe(|event| eprintln!("{event}")).detach();
    /// ```
    #[must_use]
    pub fn whole(&self) -> &CircuitBreaker {
        self.here().whole_here()
    }

    /// Forces the circuits of all keys open, present and to come: every call is rejected until
    /// [`reset`](Self::reset) or [`force_closed`](Self::force_closed) (rule
    /// [S10](crate::_guide::rules#s10-forced-states)).
    ///
    /// A key whose own circuit is forced stays as that is, until its own
    /// [`reset`](crate::CircuitBreaker::reset).
    ///
    /// ```
    /// use breaker_runtime::{CircuitBreaker, KeyedCircuitBreaker, Policy};
    ///
    /// static FETCH: KeyedCircuitBreaker = KeyedCircuitBreaker::new("fetch", Policy::new(), 1024);
    ///
    /// FETCH.force_open();
    /// FETCH.with("vip.example", CircuitBreaker::force_closed);
    /// assert!(FETCH.try_acquire("example.org").is_err());
    /// assert!(FETCH.try_acquire("vip.example").is_ok());
    /// FETCH.reset();
    /// assert!(FETCH.try_acquire("example.org").is_ok());
    /// ```
    pub fn force_open(&self) {
        self.whole().force_open();
    }

    /// Forces the circuits of all keys closed, present and to come: every call is admitted, and no
    /// window records anything, until [`reset`](Self::reset) or [`force_open`](Self::force_open)
    /// (rule [S10](crate::_guide::rules#s10-forced-states)).
    ///
    /// A key whose own circuit is forced stays as that is, until its own
    /// [`reset`](crate::CircuitBreaker::reset).
    pub fn force_closed(&self) {
        self.whole().force_closed();
    }

    /// Closes the circuits of all keys with empty windows. A key whose own circuit is forced stays
    /// as that is, until its own [`reset`](crate::CircuitBreaker::reset).
    pub fn reset(&self) {
        self.whole().reset();
    }
}
