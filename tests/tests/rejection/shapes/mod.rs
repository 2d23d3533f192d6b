//! Error types and functions of every shape: a rejection is seen wherever the compiler knows
//! enough, and all of them compile.

#![expect(
    clippy::redundant_allocation,
    clippy::type_complexity,
    clippy::unused_self,
    reason = "shapes of functions"
)]

mod errors;
mod functions;
mod generics;
mod opaque;
mod pointers;

use breaker_runtime::registry;

/// How often the circuit of this function was told nothing, and how often of a failure.
#[track_caller]
fn assert_counts(module: &str, function: &str, ignored: u64, failures: u64) {
    let name = format!("{module}::{function}");
    let calls = registry().get(&name).unwrap().snapshot().calls;
    assert_eq!((calls.ignored, calls.failure), (ignored, failures), "{name}");
}
