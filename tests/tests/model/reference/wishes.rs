//! Callees that ask callers to wait, as rule S19 describes them.

use core::time::Duration;

use breaker_runtime::FailureKind;

use super::{Ended, MILLION, Model, Phase, Standing, Ticket};
use crate::history::{self, nanos};

impl Model {
    /// Opens as a failed call's callee asks, who may not say how long.
    pub(super) fn grant(&mut self, wish: Option<Duration>) {
        self.marks.granted += 1;
        match wish {
            None => self.open(),
            Some(time) => {
                let time = self.time_if_told(time);
                self.look_at_recovery();
                self.open_until(history::after(self.now, time));
            }
        }
        self.cause = Some((None, FailureKind::Error));
    }

    /// What a call says that changes nothing else, unless its key has lost the circuit.
    pub(super) fn hear_late(&mut self, ticket: Ticket, end: Ended) {
        if ticket.standing != Standing::WouldBeRejected && ticket.generation >= self.begun {
            self.lengthen(end);
        }
    }

    /// The latest end wins while it is open.
    pub(super) fn lengthen(&mut self, end: Ended) {
        let (Ended::Told(Some(time)), Phase::Open { until }) = (end, &self.phase) else { return };
        let until = *until;
        if !self.policy.settings().enabled || until <= self.now {
            return;
        }
        let end = history::after(self.now, self.time_if_told(time));
        self.marks.lengthened += u64::from(end > until);
        self.phase = Phase::Open { until: end.max(until) };
    }

    /// At most the longest, then jittered, which only lengthens it.
    fn time_if_told(&mut self, asked: Duration) -> u64 {
        let settings = self.policy.settings();
        let longest = settings.max_open_for.unwrap_or(settings.open_for.saturating_mul(10));
        let time = nanos(asked).min(nanos(longest));
        let jitter = u64::from(settings.jitter_millionths);
        if jitter == 0 {
            return time;
        }
        let share = MILLION + self.dice.throw(jitter + 1);
        u64::try_from(u128::from(time) * u128::from(share) / u128::from(MILLION))
            .unwrap_or(u64::MAX)
    }
}
