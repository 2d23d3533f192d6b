//! The trials in flight of one round, and whether they keep their places.

use core::time::Duration;

use super::round::LOOK;
use crate::circuits::{Settings, Trials};

/// Trials in flight, as looks at the circuit show them.
#[derive(Clone, Debug, Default)]
pub(super) struct Flight {
    /// Since when there always was one.
    since: Option<Duration>,
    /// When there was one last.
    last: Option<Duration>,
    /// How many had ended at the last look: some begin and end between two looks.
    ended: u32,
    /// The circuit admits no calls beside them.
    holds: bool,
}

impl Flight {
    pub(super) fn look(&mut self, now: Duration, trials: Trials) {
        let before = core::mem::replace(&mut self.ended, trials.ended);
        if trials.in_flight > 0 {
            self.since.get_or_insert(now);
        } else {
            self.since = None;
        }
        if trials.in_flight > 0 || trials.ended > before {
            self.last = Some(now);
        }
    }

    pub(super) const fn is_on(&self) -> bool {
        self.since.is_some()
    }

    /// Since when, if so.
    pub(super) const fn since(&self) -> Option<Duration> {
        self.since
    }

    /// When there was one last.
    pub(super) const fn last(&self) -> Option<Duration> {
        self.last
    }

    /// Whether a trial loses its place to the next call, now or until the next look: it has taken
    /// the open time.
    pub(super) fn outlasts(&self, now: Duration, settings: &Settings) -> bool {
        self.since.is_some_and(|since| now.saturating_sub(since) + 2 * LOOK > settings.open_for)
    }

    /// Whether the circuit is held, so that no call gets such a place.
    pub(super) fn keeps_place(&mut self, now: Duration, settings: &Settings) -> bool {
        self.holds |= self.outlasts(now, settings);
        self.holds
    }

    /// Whether a hold is to end: no trial is in flight any more.
    pub(super) fn lets_go(&mut self) -> bool {
        self.since.is_none() && core::mem::take(&mut self.holds)
    }
}
