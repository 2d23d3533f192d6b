//! The wall clock at each tick. Somebody may set it, and it goes on while the machine sleeps, which
//! the clock of the ticks does not everywhere.

use super::over::Over;

/// Both clocks may differ by so much more than before until it is noted.
const SAME: i64 = 50;

/// By how much the wall clock is ahead of the record's.
#[derive(Debug)]
pub(crate) struct Wall {
    /// From which tick on, in milliseconds.
    ahead: Over<i64>,
}

impl Wall {
    pub(crate) const fn new() -> Self {
        Self { ahead: Over::new() }
    }

    /// Notes what the wall clock says at this tick, in milliseconds since 1970, and the record's.
    pub(crate) fn note(&mut self, tick: u64, now: i64, wall: u64) {
        let ahead = i64::try_from(wall).unwrap_or(i64::MAX).saturating_sub(now);
        let before = self.ahead.present();
        if before.is_none_or(|before| before.abs_diff(ahead) > SAME.unsigned_abs()) {
            self.ahead.note(tick, ahead);
        }
    }

    /// What it said at this tick, which was `now` by the record's clock.
    pub(crate) fn at(&self, tick: u64, now: i64) -> u64 {
        // Of a time before the first tick that is what the first one said.
        let first = || self.ahead.iter().next().map(|(_, ahead)| ahead);
        let ahead = self.ahead.at(tick).or_else(first).copied().unwrap_or(0);
        u64::try_from(now.saturating_add(ahead)).unwrap_or(0)
    }

    /// Forgets what was before this tick; what held then goes on to hold.
    pub(super) fn forget_before(&mut self, tick: u64) {
        self.ahead.forget_before(tick);
    }

    pub(super) fn bytes(&self) -> usize {
        self.ahead.bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_tick_keeps_the_time_that_was_told_then() {
        let mut wall = Wall::new();
        let hours = 2 * 3_600_000;
        for (tick, told) in [(0, 1_000_000), (1, 1_001_010), (2, 1_002_000 + hours), (3, 5000)] {
            wall.note(tick, i64::try_from(tick * 1000).unwrap_or(0), told);
        }
        let told = |wall: &Wall| {
            [(0, 0), (1, 1000), (2, 2000), (3, 3000)].map(|(tick, now)| wall.at(tick, now))
        };
        let all = [1_000_000, 1_001_000, 1_002_000 + hours, 5000];
        assert_eq!(told(&wall), all, "a little is the tick's own");
        wall.forget_before(2);
        assert_eq!(wall.at(2, 2000), 1_002_000 + hours);
        assert_eq!(wall.ahead.iter().count(), 2);
    }
}
