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

    /// When things happened by the record's clock, in their order, of which is known what the wall
    /// clock said then. Where it said the same twice, for it was set back, it is the first time
    /// that is not before the thing before it.
    pub(crate) fn moments(&self, told: impl Iterator<Item = u64>) -> Vec<i64> {
        let mut last = i64::MIN;
        let moment = |told| {
            last = self.moment(told, last).max(last);
            last
        };
        told.map(moment).collect()
    }

    /// What fits nowhere was before the first tick, or while the clock was set.
    fn moment(&self, told: u64, not_before: i64) -> i64 {
        let told = i64::try_from(told).unwrap_or(i64::MAX);
        let spans = self.ahead.iter();
        let ends = self.ahead.iter().skip(1).map(|(from, _)| second(*from)).chain([i64::MAX]);
        let mut fitting = spans.zip(ends).filter_map(|((from, ahead), end)| {
            let at = told.saturating_sub(*ahead);
            // The clock was set at some time in the second before the tick that noted it.
            let is_then = second(*from).saturating_sub(1000) <= at && at <= end;
            (is_then && at >= not_before).then_some(at)
        });
        let first = || self.ahead.iter().next().map(|(from, ahead)| (second(*from), ahead));
        let before = || first().map(|(from, ahead)| told.saturating_sub(*ahead).min(from));
        fitting.next().or_else(before).unwrap_or(i64::MIN)
    }

    /// Forgets what was before this tick; what held then goes on to hold.
    pub(super) fn forget_before(&mut self, tick: u64) {
        self.ahead.forget_before(tick);
    }

    pub(super) fn bytes(&self) -> usize {
        self.ahead.bytes()
    }
}

fn second(tick: u64) -> i64 {
    i64::try_from(tick).unwrap_or(i64::MAX).saturating_mul(1000)
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

    #[test]
    fn what_the_wall_clock_said_is_of_the_tick_at_which_it_said_so() {
        // Three hours back after two hours, and ahead for a minute after four.
        let (began, hour, day) = (1_000_000_000, 3_600_000, 24 * 3_600_000);
        let told = |tick: u64| match tick * 1000 {
            now if now < 2 * hour => began + now,
            now if (4 * hour..4 * hour + 60_000).contains(&now) => began + now + 400 * day,
            now => began + now - 3 * hour,
        };
        let mut wall = Wall::new();
        (0..=15_000).for_each(|tick| wall.note(tick, second(tick), told(tick)));
        let moments = |ticks: &[u64]| wall.moments(ticks.iter().map(|tick| told(*tick)));
        for ticks in [&[1000, 9000, 14_420, 15_000][..], &[9000], &[14_420], &[1000, 1001]] {
            let seconds: Vec<_> = ticks.iter().map(|tick| second(*tick)).collect();
            assert_eq!(moments(ticks), seconds);
        }
        assert_eq!(wall.moments([began - 10 * day].into_iter()), [-864_000_000], "before it began");
    }
}
