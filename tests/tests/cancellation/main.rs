//! Futures that are dropped before they finished: abandoned, neither success nor failure; unless
//! their own panic drops them.

#![expect(clippy::unwrap_used, reason = "a failed test")]

mod completed;
mod dropped;
mod panicking;
mod trials;
mod unwinding;

use core::future::pending;
use std::io;

use breaker_runtime::{Calls, Policy};
use tests::TestCircuit;

type Answer = io::Result<u32>;

fn circuit() -> TestCircuit {
    TestCircuit::new(Policy::new().threshold(2))
}

/// A callee that never answers.
async fn silence() -> Answer {
    pending().await
}

/// Calls that were abandoned and that failed, if there were no others.
#[track_caller]
fn abandoned_and_failed(calls: Calls) -> (u64, u64) {
    assert_eq!(calls.total(), calls.abandoned + calls.failure, "{calls:?}");
    (calls.abandoned, calls.failure)
}
