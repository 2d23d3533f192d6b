//! The model from one phase to another.

use breaker_runtime::State;

use super::sight::is_outage;
use super::{Force, MILLION, Model, Phase};
use crate::history::{self, Instant, nanos};

impl Model {
    /// Closes at as many successes as are asked for, and opens once these can't come any more
    /// (rule S17).
    pub(super) fn end_round_if_decided(&mut self) {
        let Phase::HalfOpen { results, .. } = &self.phase else { return };
        let settings = self.policy.settings();
        let (needed, all) = (settings.half_open_calls, settings.half_open_calls_of);
        let failed = results.failed.len();
        if results.succeeded >= needed as usize {
            self.marks.recovered_after_failures += u64::from(failed > 0);
            self.recover();
        } else if failed > (all - needed) as usize {
            self.marks.reopened_by_several += u64::from(failed > 1);
            let kinds = results.failed.clone();
            self.open();
            let last = kinds.last().copied();
            self.cause = last.map(|last| (Some(history::kinds_of(kinds)), last));
        }
    }

    fn recover(&mut self) {
        self.marks.recovered += 1;
        self.empty_window();
        if self.policy.settings().ramp_up.is_some() {
            self.enter(Phase::RampUp { since: self.now });
        } else {
            self.enter(Phase::Closed);
        }
    }

    /// Takes the transition that time alone has made, as of when it was (rule S23).
    pub(super) fn catch_up(&mut self) {
        while let Some((next, at)) = self.next_due() {
            let is_in_outage = self.outage_since.is_some();
            match self.phase {
                Phase::Open { until } => self.last_open = until - self.opened_at,
                Phase::Forced(force) => self.end_force(force, next),
                _ => self.marks.ramped_up += 1,
            }
            match next {
                State::HalfOpen => {
                    self.enter(Phase::half_open());
                }
                State::Closed => self.enter(Phase::Closed),
                // It is forced already, with all keys.
                _ => {}
            }
            self.entered = at;
            self.outage_since =
                self.outage_since.map(|since| if is_in_outage { since } else { at });
        }
    }

    /// What was forced on a key is over before that loses its circuit.
    pub(crate) fn end_force_that_is_over(&mut self) {
        if matches!(self.phase, Phase::Forced(_)) {
            self.catch_up();
        }
    }

    /// The time of a forced state is over.
    fn end_force(&mut self, force: Force, next: State) {
        self.marks.forces_ended += 1;
        match next {
            State::HalfOpen => self.last_open = force.until.map_or(0, |end| end - force.since),
            State::Closed => {
                self.empty_window();
                self.in_a_row = 0;
                self.last_open = 0;
            }
            _ => self.of_all_after(force).into_iter().for_each(|force| self.be_forced(force)),
        }
    }

    /// A ramp-up that another policy makes so short that it is over ends now.
    pub(super) fn end_ramp_up_that_was_cut(&mut self) {
        if matches!(self.phase, Phase::RampUp { .. }) && self.due().is_some() {
            self.marks.ramped_up += 1;
            self.enter(Phase::Closed);
        }
    }

    pub(super) fn empty_window(&mut self) {
        self.history.clear();
        self.run.empty(self.now);
        self.together_since = self.now;
    }

    /// A circuit that has been closed for as long as it was last open has recovered (rule S8).
    pub(super) fn look_at_recovery(&mut self) {
        if matches!(self.phase, Phase::Closed) {
            let has_recovered = self.now - self.entered >= self.last_open;
            self.marks.recoveries.0 += u64::from(has_recovered && self.in_a_row > 0);
            self.marks.recoveries.1 += u64::from(!has_recovered);
            if has_recovered {
                self.in_a_row = 0;
            }
        }
    }

    pub(super) fn open(&mut self) {
        self.marks.opened_after_recovery += u64::from(self.marks.recovered > 0);
        self.look_at_recovery();
        let time = self.next_open_time();
        self.open_until(history::after(self.now, time));
    }

    pub(super) fn open_until(&mut self, until: Instant) {
        self.opened += 1;
        self.opened_at = self.now;
        self.enter(Phase::Open { until });
    }

    /// Twice the one before, up to the longest; then jittered.
    fn next_open_time(&mut self) -> u64 {
        let first = u128::from(nanos(self.policy.settings().open_for));
        let grown = match self.policy.settings().max_open_for {
            Some(longest) => (first << self.in_a_row.min(63)).min(longest.as_nanos()),
            None => first,
        };
        self.in_a_row = self.in_a_row.saturating_add(1);
        self.marks.longest_row = self.marks.longest_row.max(self.in_a_row);
        let jitter = u64::from(self.policy.settings().jitter_millionths);
        if jitter == 0 {
            return u64::try_from(grown).unwrap();
        }
        let share = MILLION - jitter + self.dice.throw(2 * jitter + 1);
        u64::try_from(grown * u128::from(share) / u128::from(MILLION)).unwrap_or(u64::MAX).max(1)
    }

    /// Shows another state because it is switched off or on. Trial calls begin anew (rule S7).
    pub(super) fn switch(&mut self) {
        if let Phase::HalfOpen { .. } = self.phase {
            self.phase = Phase::half_open();
        }
        self.entered = self.now;
        self.generation += 1;
        self.cause = None;
        let since = self.outage_since.unwrap_or(self.now);
        self.outage_since = is_outage(self.known_state()).then_some(since);
    }

    /// A circuit that is switched off shows the same as before.
    pub(super) fn enter(&mut self, phase: Phase) {
        self.phase = phase;
        self.generation += 1;
        if self.policy.settings().enabled {
            (self.entered, self.told_generation) = (self.now, self.generation);
        }
        self.cause = None;
        let since = self.outage_since.unwrap_or(self.now);
        self.outage_since = is_outage(self.known_state()).then_some(since);
    }
}
