//! The rules of the circuit, each at its exact boundaries: one nanosecond before, and at.

#![expect(clippy::expect_used, reason = "helpers of tests fail the test")]

mod failure_kinds;
mod outside;
mod s01_count_in_time;
mod s02_share_in_time;
mod s03_last_calls;
mod s04_consecutive;
mod s05_open;
mod s06_half_open;
mod s06_lost_trials;
mod s07_generations;
mod s08_backoff;
mod s09_ramp_up;
mod s10_forced;
mod s10_forced_for;
mod s12_dry_run;
mod s13_long_lives;
mod s14_calls_within;
mod s17_some_trials_may_fail;
mod s18_async_probe;
mod s18_probe;
mod s19_told_to_wait;
mod s21_cycles;
mod s21_made_calls;
mod s22_restarts;
mod s23_due;
mod s25_no_timer;
mod slow_calls;
mod what_counts;

use core::time::Duration;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Who configures the registry does so alone: it takes back what others have configured.
fn configures_alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

const SECOND: Duration = Duration::from_secs(1);
const WINDOW: Duration = Duration::from_secs(10);
