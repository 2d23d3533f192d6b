//! How many calls a second a process makes.

use core::time::Duration;

use crate::chance::Chance;
use crate::times::{Times, ms};

#[derive(Clone, Debug)]
pub(crate) struct Traffic {
    per_second: f64,
    /// Calls come at equal distances.
    is_even: bool,
    silent: Times,
}

impl Traffic {
    pub(crate) const fn steady(per_second: f64) -> Self {
        Self { per_second, is_even: false, silent: Times::never() }
    }

    /// A call each `pause`.
    pub(crate) fn even(pause: Duration) -> Self {
        Self { is_even: true, ..Self::steady(1.0 / pause.as_secs_f64()) }
    }

    #[must_use]
    pub(crate) fn silent(mut self, when: Times) -> Self {
        self.silent = when;
        self
    }

    pub(crate) fn flows(&self, now: Duration) -> bool {
        self.per_second > 0.0 && !self.silent.contains(now)
    }

    /// The time to the next call; calls come independently of each other, if not evenly.
    pub(crate) fn pause(&self, chance: &mut Chance) -> Duration {
        if self.is_even {
            return Duration::from_secs_f64(1.0 / self.per_second);
        }
        if self.per_second > 0.0 { chance.until_next(self.per_second) } else { ms(1000) }
    }
}
