//! The places of a half-open circuit's trial calls (rule S6).

use core::time::Duration;
use std::collections::VecDeque;

use crate::time::{Span, Time};

/// Which trial call of its half-open generation a permit stands for. Numbers start over after 2^32 of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Trial(pub(crate) u32);

/// Trial calls that hold a place, in the order of their admission.
#[derive(Debug)]
pub(crate) struct Trials {
    places: u64,
    succeeded: u64,
    in_flight: VecDeque<(Trial, Time)>,
    next: Trial,
    /// How long a call may hold its place without a result.
    patience: Duration,
}

impl Trials {
    pub(crate) fn new(places: u32, patience: Duration) -> Self {
        Self {
            places: u64::from(places),
            succeeded: 0,
            in_flight: VecDeque::new(),
            next: Trial(0),
            patience,
        }
    }

    /// Admits a trial call if there is a place for it, be it that of a call that was silent for too long.
    pub(crate) fn admit(&mut self, now: Time) -> Option<Trial> {
        if self.full().until > now {
            return None;
        }
        if let Some(silent) = self.in_the_way() {
            self.in_flight.drain(..=silent);
        }
        let trial = self.next;
        self.next = Trial(trial.0.wrapping_add(1));
        self.in_flight.push_back((trial, now));
        Some(trial)
    }

    /// Since when and until when there is no place.
    pub(crate) fn full(&self) -> Span {
        let holder = self.in_the_way().and_then(|at| self.in_flight.get(at));
        holder.map_or(Span::default(), |&(_, admitted)| Span {
            since: admitted,
            until: admitted.after(self.patience),
        })
    }

    /// Records a success, also of a call that lost its place; true if it was the last one needed.
    pub(crate) fn succeed(&mut self, trial: Trial) -> bool {
        self.give_back(trial);
        self.succeeded += 1;
        self.succeeded >= self.places
    }

    /// Frees the call's place, unless it was lost.
    pub(crate) fn give_back(&mut self, trial: Trial) {
        let Some(&(oldest, _)) = self.in_flight.front() else { return };
        let age = |trial: Trial| trial.0.wrapping_sub(oldest.0);
        let place = self.in_flight.binary_search_by_key(&age(trial), |&(held, _)| age(held));
        if let Ok(place) = place {
            self.in_flight.remove(place);
        }
    }

    /// Goes on with another number of places and another patience; true if the successes so far are enough.
    pub(crate) fn retune(&mut self, places: u32, patience: Duration) -> bool {
        (self.places, self.patience) = (u64::from(places), patience);
        self.succeeded >= self.places
    }

    /// The last of the calls in flight that must lose their places before another one is admitted, if any must.
    fn in_the_way(&self) -> Option<usize> {
        let held = self.succeeded + self.in_flight.len() as u64;
        held.checked_sub(self.places).and_then(|excess| usize::try_from(excess).ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATIENCE: Duration = Duration::from_nanos(10);

    fn at(nanos: u64) -> Time {
        Time::from_nanos(nanos)
    }

    #[test]
    fn a_silent_call_loses_its_place_after_its_time_and_not_before() {
        let mut trials = Trials::new(1, PATIENCE);
        assert_eq!(trials.admit(at(0)), Some(Trial(0)));
        assert_eq!(trials.admit(at(9)), None);
        assert_eq!(trials.admit(at(10)), Some(Trial(1)));
    }

    #[test]
    fn a_late_success_leaves_no_place_for_one_more_than_are_needed() {
        let mut trials = Trials::new(2, PATIENCE);
        let late = trials.admit(at(0)).expect("free");
        trials.admit(at(0));
        trials.admit(at(10));
        trials.admit(at(11));
        assert!(!trials.succeed(late));
        assert_eq!(
            trials.full().until,
            at(21),
            "one success and two in flight: both must fall silent"
        );
        assert_eq!(trials.admit(at(20)), None);
        assert_eq!(trials.admit(at(21)), Some(Trial(4)));
    }
}
