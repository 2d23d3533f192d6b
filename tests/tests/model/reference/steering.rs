//! The model, steered by hand.

use core::time::Duration;

use breaker_runtime::{Calls, Policy, State};

use super::{Model, Phase};
use crate::history::{self, nanos};

impl Model {
    pub(crate) fn force_open(&mut self) {
        self.catch_up();
        self.enter(Phase::ForcedOpen);
    }

    pub(crate) fn force_closed(&mut self) {
        self.catch_up();
        self.enter(Phase::ForcedClosed);
    }

    pub(crate) fn reset(&mut self) {
        self.catch_up();
        self.empty_window();
        self.in_a_row = 0;
        self.enter(Phase::Closed);
    }

    /// An opening that is no reopening: the row goes on as if it had not been (rule S8). What is
    /// open stays so until the later end; what is forced stays so (S10).
    pub(crate) fn open_for(&mut self, time: Duration) {
        self.catch_up();
        let end = history::after(self.now, nanos(time));
        match &mut self.phase {
            _ if !self.policy.settings().enabled => {}
            Phase::ForcedOpen | Phase::ForcedClosed => {}
            Phase::Open { until } => *until = end.max(*until),
            _ => {
                self.look_at_recovery();
                self.open_until(end);
            }
        }
    }

    /// Goes to another key, as good as new, in the state that is forced on all keys (rule S15).
    pub(crate) fn start_over(&mut self, whole: Option<State>) {
        self.reset();
        self.obey(whole, false);
        (self.calls, self.opened) = (Calls::default(), 0);
        (self.entered, self.told_generation) = (self.now, self.generation);
    }

    /// Is in the state that is forced on all keys; closed if none is any more, or that is meant.
    pub(crate) fn obey(&mut self, whole: Option<State>, is_reset: bool) {
        match whole {
            Some(_) if whole == self.forced() => {}
            Some(State::ForcedOpen) => self.force_open(),
            Some(_) => self.force_closed(),
            None if is_reset || self.forced().is_some() => self.reset(),
            None => {}
        }
    }

    /// Goes on by another policy, which takes effect at the next decision.
    pub(crate) fn reconfigure(&mut self, policy: Policy) {
        if policy == self.policy {
            return;
        }
        self.catch_up();
        self.marks.reconfigured_in.push(self.state());
        let (old, new) = (self.policy.settings().rule, policy.settings().rule);
        self.together_since = history::together_anew(old, new, self.together_since, self.now);
        self.history = history::kept(old, new, &self.history, self.now);
        let before = self.known_state();
        self.policy = policy;
        if before != self.known_state() {
            self.switch();
        }
        self.told_generation = self.generation;
        self.end_ramp_up_that_was_cut();
        self.recover_if_enough_succeeded();
    }
}
