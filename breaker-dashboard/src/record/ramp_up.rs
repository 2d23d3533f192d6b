//! How far a circuit is on its way back to all calls (rule S9).

use std::time::Duration;

use breaker_runtime::State;

use super::facts::Facts;
use super::moments::millis;

impl Facts {
    /// When it lets all calls pass again, while a growing share of them does.
    pub(crate) fn ramp_up_ends(&self) -> Option<i64> {
        let over = self.slow.policy.settings().ramp_up.filter(|_| self.state == State::RampUp)?;
        Some(self.since.saturating_add(millis(over)))
    }

    /// The share of calls that it lets pass at this time, 0 to 1; all of them, but in a ramp-up.
    pub(crate) fn passing_share(&self, now: i64) -> f64 {
        if self.state != State::RampUp {
            return 1.0;
        }
        let passed = u64::try_from(now.saturating_sub(self.since)).unwrap_or(0);
        self.slow.policy.ramp_up_share(Duration::from_millis(passed))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use breaker_runtime::testing::ManualClock;
    use breaker_runtime::{CircuitBreaker, Policy};

    use crate::record::Record;
    use crate::record::reading::Reading;

    /// As the event of its beginning says, and as the circuit itself then does.
    #[test]
    fn a_ramp_up_says_when_all_calls_pass_and_which_share_does_until_then() {
        let clock = ManualClock::new();
        let policy = Policy::new().threshold(1).ramp_up(Duration::from_secs(9));
        let circuit = CircuitBreaker::new("ramps up", policy).with_clock(clock.clone());
        let (mut record, mut tick) = (Record::new(), 0);
        let mut after = |seconds: u64| {
            clock.advance(Duration::from_secs(seconds));
            tick += seconds;
            let now = i64::try_from(tick * 1000).unwrap();
            record.take(tick, now, &[Reading::of(circuit.snapshot(), 1)], |_| None);
            let facts = record.track(0).unwrap().present().unwrap();
            let rest = facts.ramp_up_ends().map(|ends| ends - now);
            (rest, (facts.passing_share(now) * 10.0).round())
        };
        assert_eq!(after(1), (None, 10.0));
        circuit.try_acquire().unwrap().failure();
        assert_eq!(after(1).0, None);
        after(30);
        circuit.try_acquire().unwrap().success();
        assert_eq!([after(3), after(5)], [(Some(6_000), 4.0), (Some(1_000), 9.0)]);
        assert_eq!(after(1), (None, 10.0), "and is closed");
    }
}
