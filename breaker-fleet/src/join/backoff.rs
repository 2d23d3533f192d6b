//! How long until the next attempt.

use core::time::Duration;

use super::identity::random;

const FIRST: Duration = Duration::from_millis(100);
const LONGEST: Duration = Duration::from_secs(5);
/// A connection that breaks off sooner has not held: an engine that answers, but refuses what it is
/// told, would be connected to again many times a second.
const HOLDS: Duration = Duration::from_secs(5);

/// Twice as long after each attempt that failed, and each time between half of that and all of it,
/// so that a fleet doesn't come back at once.
#[derive(Debug, Default)]
pub(super) struct Backoff {
    attempts: u32,
}

impl Backoff {
    /// None before the first attempt.
    pub(super) fn next(&mut self) -> Duration {
        let longest = match self.attempts {
            0 => Duration::ZERO,
            nth => FIRST.saturating_mul(1 << (nth - 1).min(16)).min(LONGEST),
        };
        self.attempts = self.attempts.saturating_add(1);
        longest / 2 + longest.mul_f64(fraction()) / 2
    }

    /// A connection broke off after it had lasted so long: if it had held, the next attempt comes
    /// soon, but not at once.
    pub(super) fn broke_off(&mut self, lasted: Duration) {
        if lasted >= HOLDS {
            self.attempts = 1;
        }
    }
}

/// At least 0, less than 1.
fn fraction() -> f64 {
    f64::from(u32::try_from(random() >> 32).unwrap_or(0)) / 4_294_967_296.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attempts_come_later_and_later_up_to_five_seconds() {
        let mut backoff = Backoff::default();
        assert_eq!(backoff.next(), Duration::ZERO);
        for longest in [100, 200, 400, 800, 1600, 3200, 5000, 5000].map(Duration::from_millis) {
            let next = backoff.next();
            assert!(next >= longest / 2 && next <= longest, "{next:?} of {longest:?}");
        }
        backoff.broke_off(HOLDS);
        assert!(backoff.next() <= Duration::from_millis(100));
    }

    #[test]
    fn what_breaks_off_soon_again_and_again_is_tried_more_and_more_seldom() {
        let mut backoff = Backoff::default();
        backoff.next();
        for longest in [100, 200, 400].map(Duration::from_millis) {
            backoff.broke_off(Duration::from_millis(60));
            let next = backoff.next();
            assert!(next >= longest / 2 && next <= longest, "{next:?} of {longest:?}");
        }
    }
}
