//! The run's time: everything that is measured is dated from one start.

use std::time::{Duration, Instant};

#[derive(Clone, Copy, Debug)]
pub(crate) struct Stopwatch {
    start: Instant,
}

impl Stopwatch {
    pub(crate) fn start() -> Self {
        Self { start: Instant::now() }
    }

    pub(crate) fn elapsed(self) -> Duration {
        self.start.elapsed()
    }

    pub(crate) async fn wait_until(self, time: Duration) {
        tokio::time::sleep_until((self.start + time).into()).await;
    }
}
