//! No key can leave: when that is told.

use core::time::Duration;

use crate::base::time::Time;

/// The least time between two that are told of: places may come and go all the time.
const APART: Duration = Duration::from_secs(1);

/// From the first key that finds no place until one finds one again.
#[derive(Debug, Default)]
pub(in crate::keyed) struct Shortage {
    is_told: bool,
    last_told: Option<Time>,
}

impl Shortage {
    /// A key has found no place; whether that is to be told.
    pub(in crate::keyed) fn goes_on(&mut self, now: Time) -> bool {
        // A clock that a test has exchanged may show less.
        let is_soon = self.last_told.is_some_and(|last| last <= now && now.since(last) < APART);
        if self.is_told || is_soon {
            return false;
        }
        (self.is_told, self.last_told) = (true, Some(now));
        true
    }

    /// A key has found one.
    pub(in crate::keyed) const fn end(&mut self) {
        self.is_told = false;
    }
}

#[cfg(all(test, not(breaker_loom)))]
mod tests {
    use super::*;

    #[test]
    fn each_shortage_is_told_once_and_not_more_often_than_once_a_second() {
        let mut shortage = Shortage::default();
        let at = |millis| Time::ZERO.after(Duration::from_millis(millis));
        assert!(shortage.goes_on(at(0)) && !shortage.goes_on(at(5_000)));
        shortage.end();
        assert!(shortage.goes_on(at(6_000)));
        shortage.end();
        assert!(!shortage.goes_on(at(6_999)) && shortage.goes_on(at(7_000)));
        shortage.end();
        assert!(shortage.goes_on(at(1)), "by another clock");
    }
}
