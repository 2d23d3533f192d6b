//! Failures in a row (rule S4).

use super::Held;

/// The run of failures since the last success.
#[derive(Debug)]
pub(crate) struct Consecutive {
    run: u64,
    /// Successes counted when the run last grew: more of them mean that it is broken.
    successes: u64,
}

impl Consecutive {
    pub(super) const fn new() -> Self {
        Self { run: 0, successes: 0 }
    }

    pub(super) fn fail(&mut self, successes: u64) -> Held {
        self.run = self.held(successes).failures + 1;
        self.successes = successes;
        self.held(successes)
    }

    pub(super) const fn held(&self, successes: u64) -> Held {
        let run = if successes == self.successes { self.run } else { 0 };
        Held { failures: run, calls: run }
    }

    pub(super) fn clear(&mut self) {
        *self = Self::new();
    }
}
