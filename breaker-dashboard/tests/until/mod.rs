//! Waits for what comes by itself: with the recorder's next tick, or from another thread.

use std::thread;
use std::time::{Duration, Instant};

/// So long at most: who waits longer on the slowest machine waits in vain.
const PATIENCE: Duration = Duration::from_secs(60);
const LOOK: Duration = Duration::from_millis(20);

/// What is found, once it is there; `what` says for what was waited in vain.
#[track_caller]
pub(crate) fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(began.elapsed() < PATIENCE, "never: {what}");
        thread::sleep(LOOK);
    }
}
