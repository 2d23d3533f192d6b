//! Publishing from time to time.

use core::time::Duration;
use std::sync::Arc;
use std::thread;
use std::time::Instant;

use parking_lot::{Condvar, Mutex};

use super::publish;
use crate::base::foreign::unharmed;
use crate::base::process;

/// The least time between the starts of two rounds.
const SHORTEST: Duration = Duration::from_millis(1);

/// A thread that [publishes](publish) the metrics at intervals, until the `Publisher` is dropped.
///
/// [`publish_every`] starts it.
#[derive(Debug)]
#[must_use = "dropped, it ends the publishing: keep it, or `detach` it"]
pub struct Publisher {
    end: Arc<End>,
    /// The thread's process, if there is a thread: a fork has none.
    process: Option<u32>,
}

#[derive(Debug, Default)]
struct End {
    has_come: Mutex<bool>,
    changed: Condvar,
}

/// [Publishes](publish) the metrics now and after every `period`, on a thread of its own.
///
/// If the recorder panics, the thread goes on after the next `period`.
///
/// ```
/// use std::time::Duration;
///
/// // As long as the program runs:
/// breaker_runtime::metrics::publish_every(Duration::from_secs(5)).detach();
/// ```
pub fn publish_every(period: Duration) -> Publisher {
    let end = Arc::new(End::default());
    let until = Arc::clone(&end);
    let work = move || {
        loop {
            let round = Instant::now();
            unharmed(publish);
            if until.comes_before(round, period.max(SHORTEST)) {
                return;
            }
        }
    };
    let name = String::from("circuit-breaker-metrics");
    let is_running = thread::Builder::new().name(name).spawn(work).is_ok();
    Publisher { end, process: is_running.then(process::current) }
}

impl Publisher {
    /// Whether the thread runs: not where the system refused to start it, nor in a forked process,
    /// which has none of its parent's threads.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.process == Some(process::current())
    }

    /// Keeps publishing for as long as the program runs.
    pub fn detach(self) {
        core::mem::forget(self);
    }
}

impl Drop for Publisher {
    /// A round that is under way ends by itself.
    fn drop(&mut self) {
        *self.end.has_come.lock() = true;
        self.end.changed.notify_all();
    }
}

impl End {
    /// Waits until `period` after `round` has begun; whether the end comes first.
    fn comes_before(&self, round: Instant, period: Duration) -> bool {
        let mut has_come = self.has_come.lock();
        loop {
            let rest = period.saturating_sub(round.elapsed());
            if *has_come || rest.is_zero() {
                return *has_come;
            }
            self.changed.wait_for(&mut has_come, rest);
        }
    }
}
