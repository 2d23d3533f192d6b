//! No guard at all, and the clocks.

use std::time::Instant;

use crate::body::{
    BAD, GOOD, body, body_async, large_body, large_body_async, repeat, repeat_async,
};
use crate::{Case, Path};

pub(crate) const BARE: &str = "bare function";
pub(crate) const INSTANT: &str = "`Instant::now`";

pub(super) const CASES: &[Case] = &[
    Case::new(Path::Success, BARE, |n| repeat(n, GOOD, body)),
    Case::new(Path::AsyncSuccess, BARE, |n| repeat_async(n, GOOD, body_async)),
    Case::new(Path::LargeSuccess, BARE, |n| repeat(n, GOOD, large_body)),
    Case::new(Path::AsyncLargeSuccess, BARE, |n| repeat_async(n, GOOD, large_body_async)),
    Case::new(Path::Failure, BARE, |n| repeat(n, BAD, body)),
    Case::new(Path::AsyncFailure, BARE, |n| repeat_async(n, BAD, body_async)),
    Case::new(Path::Clock, INSTANT, |n| repeat(n, GOOD, |_| Instant::now())),
    #[cfg(target_os = "linux")]
    Case::new(Path::Clock, "`CLOCK_MONOTONIC_COARSE`", |n| {
        use rustix::time::{ClockId, clock_gettime};
        repeat(n, GOOD, |_| clock_gettime(ClockId::MonotonicCoarse));
    }),
];
