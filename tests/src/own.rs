//! Whose a test's circuit is: the test's alone.

use core::fmt::Display;

use breaker_runtime::{CircuitBreaker, KeyedCircuitBreaker, Policy};

/// A circuit, or one for each key, of one test. In `tests/alone` a fleet takes part in it.
pub type Own<C> = C;

/// A circuit of the name `tested`.
#[must_use]
pub const fn circuit(policy: Policy) -> Own<CircuitBreaker> {
    CircuitBreaker::new("tested", policy)
}

/// One for each key, of the name `tested`.
#[must_use]
pub const fn keyed(policy: Policy, max_keys: u32) -> Own<KeyedCircuitBreaker> {
    KeyedCircuitBreaker::new("tested", policy, max_keys)
}

/// How it is shown, with that name.
pub fn shown(what: &impl Display) -> String {
    what.to_string()
}
