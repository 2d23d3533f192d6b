//! Waiting for what other threads do by themselves.

use std::thread;
use std::time::{Duration, Instant};

/// More than any machine needs.
const PATIENCE: Duration = Duration::from_mins(1);

/// Waits until that has come about.
///
/// # Panics
///
/// If it does not.
#[track_caller]
pub fn wait_until(mut has_come: impl FnMut() -> bool) {
    let started = Instant::now();
    while !has_come() {
        assert!(started.elapsed() < PATIENCE, "it has not come about");
        thread::yield_now();
    }
}
