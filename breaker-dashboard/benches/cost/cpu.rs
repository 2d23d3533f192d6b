//! The time that threads had, as Linux counts it in nanoseconds.

use std::fs;
use std::io::{Error, ErrorKind, Result};
use std::time::Duration;

/// As much as the kernel keeps of the names of the dashboard's threads.
const NAME: &str = "circuit-breaker";

/// All that the threads of the dashboard have had.
pub(crate) fn of_dashboard() -> Result<Duration> {
    let mut all = Duration::ZERO;
    for thread in fs::read_dir("/proc/self/task")? {
        let thread = thread?.path();
        if fs::read_to_string(thread.join("comm"))?.trim() == NAME {
            let said = fs::read_to_string(thread.join("schedstat"))?;
            let nanoseconds = said.split(' ').next().and_then(|first| first.parse().ok());
            let strange = || Error::new(ErrorKind::InvalidData, "schedstat is no list of numbers");
            all += Duration::from_nanos(nanoseconds.ok_or_else(strange)?);
        }
    }
    if all.is_zero() {
        return Err(Error::new(ErrorKind::NotFound, "the dashboard has no thread here"));
    }
    Ok(all)
}
