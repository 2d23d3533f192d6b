//! All keys at once.

use super::KeyedCircuitBreaker;
use crate::breaker::CircuitBreaker;

/// # Steering all keys at once
impl KeyedCircuitBreaker {
    /// The circuit that stands for all keys. The [registry](crate::registry) lists it under the
    /// function's name, without a key, whether there are keys yet or not.
    ///
    /// Its state is closed unless it is [forced](Self::force_open), its policy is that of every key
    /// without one of its own, and its calls are those [without a
    /// circuit](Self::calls_without_circuit). It tells when calls are admitted unguarded.
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

    /// Rejects the calls of every key, those to come included, until [`reset`](Self::reset) or
    /// [`force_closed`](Self::force_closed). What was forced on a key's own circuit goes first,
    /// until that is reset.
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

    /// Admits the calls of every key and records nothing in their windows, until
    /// [`reset`](Self::reset) or [`force_open`](Self::force_open).
    pub fn force_closed(&self) {
        self.whole().force_closed();
    }

    /// Closes every circuit with an empty window, but those whose own state is forced.
    pub fn reset(&self) {
        self.whole().reset();
    }
}
