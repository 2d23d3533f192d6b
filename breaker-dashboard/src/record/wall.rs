//! The wall clock at each tick. Somebody may set it, and it goes on while the machine sleeps, which
//! the clock of the ticks does not everywhere.

use std::collections::VecDeque;

/// Both clocks may differ by so much more than before until it is noted.
const SAME: i64 = 50;

/// By how much the wall clock is ahead of the record's.
#[derive(Debug, Default)]
pub(crate) struct Wall {
    /// From which tick on, in milliseconds.
    ahead: VecDeque<(u64, i64)>,
}

impl Wall {
    /// Notes what the wall clock says at this tick, in milliseconds since 1970, and the record's.
    pub(crate) fn note(&mut self, tick: u64, now: i64, wall: u64) {
        let ahead = i64::try_from(wall).unwrap_or(i64::MAX).saturating_sub(now);
        if self.ahead.back().is_none_or(|(_, before)| before.abs_diff(ahead) > SAME.unsigned_abs())
        {
            self.ahead.push_back((tick, ahead));
        }
    }

    /// What it said at this tick, which was `now` by the record's clock.
    pub(crate) fn at(&self, tick: u64, now: i64) -> u64 {
        let next = self.ahead.partition_point(|(from, _)| *from <= tick);
        let ahead = self.ahead.get(next.saturating_sub(1)).map_or(0, |(_, ahead)| *ahead);
        u64::try_from(now.saturating_add(ahead)).unwrap_or(0)
    }

    /// Forgets what was before this tick; what held then goes on to hold.
    pub(super) fn forget_before(&mut self, tick: u64) {
        while self.ahead.get(1).is_some_and(|(from, _)| *from <= tick) {
            self.ahead.pop_front();
        }
        if self.ahead.capacity() / 4 > self.ahead.len() {
            self.ahead.shrink_to(self.ahead.len() * 2);
        }
    }

    pub(super) fn bytes(&self) -> usize {
        self.ahead.capacity() * size_of::<(u64, i64)>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_tick_keeps_the_time_that_was_told_then() {
        let mut wall = Wall::default();
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
        assert_eq!(wall.ahead.len(), 2);
    }
}
