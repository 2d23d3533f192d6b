//! The way back from a trickle to all calls (rule S9).

use core::time::Duration;

use crate::base::dice::Dice;
use crate::base::time::Time;
use crate::policy::{MILLION, ramp_up};

/// The share of calls that passes grows with time.
#[derive(Debug)]
pub(crate) struct RampUp {
    since: Time,
    time: Duration,
}

impl RampUp {
    pub(crate) const fn new(since: Time, time: Duration) -> Self {
        Self { since, time }
    }

    /// Takes another time from now on, counted from the same beginning.
    pub(crate) const fn retune(&mut self, time: Duration) {
        self.time = time;
    }

    /// When it is over. At the end of time it is, however long it should have taken: there it would
    /// never end.
    pub(crate) fn end(&self) -> Time {
        self.since.after(self.time)
    }

    /// Whether chance admits this call.
    pub(crate) fn admits(&self, now: Time, dice: &mut Dice) -> bool {
        dice.throw(MILLION) < self.share(now)
    }

    /// Millionths of the calls.
    fn share(&self, now: Time) -> u32 {
        ramp_up::share(now.since(self.since), self.time)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_share_grows_from_a_tenth_to_all() {
        let ramp_up = RampUp::new(Time::from_nanos(100), Duration::from_nanos(900));
        let times = [100, 200, 550, 999, 1000, 1001];
        let shares = times.map(|now| ramp_up.share(Time::from_nanos(now)));
        assert_eq!(shares, [100_000, 200_000, 550_000, 999_000, 1_000_000, 1_000_000]);
        assert_eq!(ramp_up.end(), Time::from_nanos(1000));
    }

    #[test]
    fn chance_admits_about_that_share() {
        let ramp_up = RampUp::new(Time::ZERO, Duration::from_nanos(900));
        let mut dice = Dice::unseeded();
        let admitted = (0..100_000).filter(|_| ramp_up.admits(Time::from_nanos(300), &mut dice));
        let share = admitted.count();
        assert!((38_000..42_000).contains(&share), "{share} of 100000 at two fifths");
    }
}
