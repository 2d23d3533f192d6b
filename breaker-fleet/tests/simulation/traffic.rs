//! How many calls a second a process makes.

use core::time::Duration;

use crate::chance::Chance;
use crate::times::{Times, ms};

#[derive(Clone, Debug)]
pub(crate) struct Traffic {
    per_second: f64,
    silent: Times,
}

impl Traffic {
    pub(crate) const fn steady(per_second: f64) -> Self {
        Self { per_second, silent: Times::never() }
    }

    #[must_use]
    pub(crate) fn silent(mut self, when: Times) -> Self {
        self.silent = when;
        self
    }

    pub(crate) fn flows(&self, now: Duration) -> bool {
        self.per_second > 0.0 && !self.silent.contains(now)
    }

    /// The time to the next call; calls come independently of each other.
    pub(crate) fn pause(&self, chance: &mut Chance) -> Duration {
        if self.per_second > 0.0 { chance.until_next(self.per_second) } else { ms(1000) }
    }
}
