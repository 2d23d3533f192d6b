//! Rejections behind other errors.

#![expect(clippy::unwrap_used, reason = "a failed test")]

mod behind;
mod errors;
mod layers;
mod location;
mod printed;
mod responses;
mod shapes;
mod who_is_hit;
mod within;

use breaker_runtime::{CircuitBreaker, CircuitOpen, Policy};

/// A rejection, by a circuit that was opened by force.
fn open() -> CircuitOpen {
    static SHOP: CircuitBreaker = CircuitBreaker::new("shop", Policy::new());
    SHOP.force_open();
    SHOP.try_acquire().unwrap_err()
}
