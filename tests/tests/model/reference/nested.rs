//! Trial calls and calls within calls, as rule S14 describes them.

use super::{Ended, Model, Phase, Standing, Ticket};

/// Which trial call it was: its generation, and the number of the call.
pub(super) type Trial = (u64, u64);

/// What a call is to a recovery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Nothing,
    /// A trial call.
    Trial,
    /// Within a trial call, the one that was this call.
    Within(u64),
    /// Of a ramp-up.
    RampUp,
}

impl Ticket {
    pub(super) const fn trial(self) -> Option<Trial> {
        match self.part {
            Part::Trial => Some((self.generation, self.call)),
            Part::Within(call) => Some((self.generation, call)),
            Part::Nothing | Part::RampUp => None,
        }
    }
}

impl Model {
    /// The body of this call runs from now on, within those that run already.
    pub(crate) fn begin_body(&mut self, ticket: Ticket) {
        self.around.push(ticket);
    }

    /// The innermost body has ended, or waits.
    pub(crate) fn end_body(&mut self) {
        self.around.pop();
    }

    /// The trial call that the next call is part of: one around it that holds its place, or has its
    /// result.
    pub(super) fn trial_around(&self) -> Option<u64> {
        let Phase::HalfOpen { waiting, .. } = &self.phase else { return None };
        let trials = self.around.iter().rev().filter_map(|ticket| ticket.trial());
        let mut of_this_round = trials.filter(|&(generation, _)| generation == self.generation);
        let holds = |call: u64| waiting.iter().any(|trial| trial.call == call);
        of_this_round
            .find(|&(generation, call)| holds(call) || self.results.contains(&(generation, call)))
            .map(|(_, call)| call)
    }

    /// Whether a call around the next one was admitted in this ramp-up, or in the round of trial
    /// calls before it.
    pub(super) fn is_within_recovery(&self) -> bool {
        self.around.iter().any(|ticket| match ticket.part {
            Part::RampUp => ticket.generation == self.generation,
            Part::Trial | Part::Within(_) => ticket.generation + 1 == self.generation,
            Part::Nothing => false,
        })
    }

    /// The first result of a trial call and those within it counts, and nothing else of them, but
    /// that the trial call itself may bring none. What comes after the round changes nothing,
    /// however many rounds there were since.
    pub(super) fn report_of_trial(&mut self, ticket: Ticket, trial: Trial, end: Ended) {
        let is_within = ticket.part != Part::Trial;
        let is_result = end == Ended::Success || end.failed().is_some();
        let has_result = self.results.contains(&trial);
        if is_within && !is_result {
            return;
        }
        self.marks.uncounted_results += u64::from(has_result && is_result);
        if ticket.generation != self.generation {
            self.marks.stale_results += 1;
            if !has_result {
                self.count(end);
                self.results.extend(is_result.then_some(trial));
            }
            self.hear_late(ticket, end);
            return;
        }
        self.tried = self.now;
        if !self.policy.settings().enabled {
            if !is_within && !has_result {
                self.count(end);
            }
            return;
        }
        if !has_result {
            self.count(end);
            self.results.extend(is_result.then_some(trial));
            self.marks.decided_within += u64::from(is_within);
            self.end_trial(trial.1, end);
        }
    }

    pub(super) fn part(&mut self, standing: Standing, trial: Option<u64>) -> Part {
        match (standing, &self.phase, trial) {
            (Standing::Admitted, _, Some(call)) => Part::Within(call),
            (Standing::Admitted, Phase::HalfOpen { .. }, None) => Part::Trial,
            (Standing::Admitted, Phase::RampUp { .. }, None) => Part::RampUp,
            _ => Part::Nothing,
        }
    }
}
