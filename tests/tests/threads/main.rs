//! S11: every rule holds under any interleaving. Real threads that start at the same moment, more
//! of them than there are cores.

#![expect(clippy::unwrap_used, reason = "a failed test")]

mod counts;
mod dry_run;
mod ramp_up;
mod transitions;
mod trials;

use std::thread::available_parallelism;

/// More threads than this machine runs at once.
fn more_than_cores() -> usize {
    4 * available_parallelism().map_or(4, usize::from)
}
