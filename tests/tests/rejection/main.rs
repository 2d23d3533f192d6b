//! Rejections behind other errors.

#![expect(clippy::unwrap_used, reason = "a failed test")]

mod behind;
mod errors;
mod layers;
mod location;
mod printed;
mod responses;
mod shapes;
mod within;

use breaker_runtime::{CircuitBreaker, CircuitOpen, Policy};

/// A rejection, by a circuit that was opened by force.
fn open() -> CircuitOpen {
    static SHOP: CircuitBreaker = CircuitBreaker::new("shop", Policy::new());
    SHOP.force_open();
    SHOP.try_acquire().unwrap_err()
}

/// Runs on a runtime whose time stands still until everybody waits for it.
fn wait<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .unwrap()
        .block_on(future)
}
