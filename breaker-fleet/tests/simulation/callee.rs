//! What is called: when it is down, how long it takes, how many calls it can serve.

use core::time::Duration;

use crate::chance::Chance;
use crate::times::{Times, ms};

#[derive(Clone, Debug)]
pub(crate) struct Callee {
    pub(crate) down: Times,
    /// The share of calls that fail while it is up.
    pub(crate) ordinary_errors: f64,
    pub(crate) good_call_takes: Duration,
    pub(crate) bad_call_takes: Duration,
    pub(crate) cache: Option<ColdCache>,
}

impl Callee {
    pub(crate) const fn steady() -> Self {
        Self {
            down: Times::never(),
            ordinary_errors: 0.0,
            good_call_takes: ms(20),
            bad_call_takes: ms(20),
            cache: None,
        }
    }

    /// Whether a call that reaches it now works.
    pub(crate) fn serves(&mut self, now: Duration, chance: &mut Chance) -> bool {
        let copes = self.cache.as_mut().is_none_or(|cache| cache.copes(now));
        copes && !self.down.contains(now) && !chance.happens(self.ordinary_errors)
    }

    pub(crate) fn takes(&self, works: bool) -> Duration {
        if works { self.good_call_takes } else { self.bad_call_takes }
    }
}

/// A callee that comes back with an empty cache: at first it serves a part of the usual load, and
/// more with each tenth of a second without an overload. An overload empties the cache again.
#[derive(Clone, Debug)]
pub(crate) struct ColdCache {
    pub(crate) back_at: Duration,
    /// Calls a second that are usual.
    pub(crate) usual: f64,
    tenth: u128,
    calls: f64,
    capacity: f64,
    warm_tenths: f64,
}

impl ColdCache {
    /// From a fifth of the usual load to three times of it, in six seconds.
    const WARM_AFTER_TENTHS: f64 = 60.0;

    pub(crate) fn new(back_at: Duration, usual: f64) -> Self {
        let capacity = Self::capacity(usual, 0.0);
        Self { back_at, usual, tenth: 0, calls: 0.0, capacity, warm_tenths: 0.0 }
    }

    fn capacity(usual: f64, warm_tenths: f64) -> f64 {
        usual / 10.0 * (0.2 + 2.8 * warm_tenths / Self::WARM_AFTER_TENTHS)
    }

    fn copes(&mut self, now: Duration) -> bool {
        if now < self.back_at {
            return true;
        }
        let tenth = now.as_millis() / 100;
        if tenth != self.tenth {
            self.turn(tenth);
        }
        self.calls += 1.0;
        self.calls <= self.capacity
    }

    /// The past tenth of a second has warmed it, or overloaded it.
    fn turn(&mut self, tenth: u128) {
        let is_overloaded = self.calls > self.capacity;
        let warmer = if self.calls > 0.0 { 1.0 } else { 0.0 };
        self.warm_tenths = if is_overloaded {
            0.0
        } else {
            (self.warm_tenths + warmer).min(Self::WARM_AFTER_TENTHS)
        };
        self.capacity = Self::capacity(self.usual, self.warm_tenths);
        (self.tenth, self.calls) = (tenth, 0.0);
    }
}
