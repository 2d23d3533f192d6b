//! What a look at a round of trials shows.

use core::time::Duration;

use super::lease::{RENEW, UNUSED, renewed_for};
use super::round::{LOOK, Round};
use crate::circuits::{Settings, Trials};
use crate::wire::LEASE;

/// What a look at a round shows.
pub(super) enum Look {
    /// All is well, or somebody else's event will say what happened.
    Wait,
    /// A trial is in flight, and nobody was told.
    Claim,
    /// A trial is in flight, or the round has begun.
    Renew,
    /// No call came.
    GiveBack,
    /// The round has begun, and calls are rare.
    Share,
    /// The round has run out over a trial that takes too long.
    Lapsed,
}

impl Round {
    pub(super) fn look(&mut self, now: Duration, trials: Trials, settings: &Settings) -> Look {
        self.flight.look(now, trials);
        let Some(renewed) = self.lease else {
            return match self.flight.is_on() {
                true if !self.claimed => Look::Claim,
                true if self.alone && self.flight.outlasts(now, settings) => Look::Lapsed,
                _ => Look::Wait,
            };
        };
        let began = self.flight.since().unwrap_or(self.began);
        let in_time = now.saturating_sub(began) <= renewed_for(settings);
        let old = now.saturating_sub(renewed);
        let used = self.flight.last().unwrap_or(self.began);
        let idle = now.saturating_sub(used) >= UNUSED;
        match (self.flight.is_on(), trials.ended > 0) {
            (false, false) if idle => Look::GiveBack,
            (false, true) if idle => Look::Share,
            (true, _) | (_, true) if in_time && old >= RENEW => Look::Renew,
            (true, _) if old + LOOK >= LEASE => Look::Lapsed,
            _ => Look::Wait,
        }
    }
}
