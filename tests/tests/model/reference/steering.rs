//! The model, steered by hand.

use core::time::Duration;

use breaker_runtime::{Calls, Policy, State};

use super::{Force, Model, Phase};
use crate::history::{self, Instant, nanos};

impl Force {
    pub(crate) fn new(state: State, since: Instant, time: Option<Duration>) -> Self {
        // The longest times are no end.
        let time = time.filter(|&time| nanos(time) < Instant::MAX);
        let until = time.map(|time| history::after(since, nanos(time)));
        Self { state, since, until, is_of_all: false }
    }

    pub(crate) fn is_over(self, now: Instant) -> bool {
        self.until.is_some_and(|until| until <= now)
    }
}

impl Model {
    /// Until somebody says otherwise, or for a time.
    pub(crate) fn force(&mut self, state: State, time: Option<Duration>) {
        self.catch_up();
        let is_forced = self.forced().is_some_and(|force| !force.is_over(self.now));
        if time == Some(Duration::ZERO) && !is_forced {
            return;
        }
        self.be_forced(Force::new(state, self.now, time));
    }

    pub(crate) fn be_forced(&mut self, force: Force) {
        self.look_at_recovery();
        self.enter(Phase::Forced(force));
    }

    pub(crate) fn reset(&mut self) {
        self.catch_up();
        self.empty_window();
        self.run.forget_ordinary(self.now);
        (self.in_a_row, self.last_open) = (0, 0);
        self.enter(Phase::Closed);
    }

    /// An opening that is no reopening: the row goes on as if it had not been (rule S8). What is
    /// open stays so until the later end; what is forced stays so (S10).
    pub(crate) fn open_for(&mut self, time: Duration) {
        self.catch_up();
        let end = history::after(self.now, nanos(time));
        match &mut self.phase {
            _ if !self.policy.settings().enabled || time.is_zero() => {}
            Phase::Forced(_) => {}
            Phase::Open { until } => *until = end.max(*until),
            _ => {
                self.look_at_recovery();
                self.open_until(end);
            }
        }
    }

    /// Goes to another key, as good as new, in the state that is forced on all keys (rule S15).
    pub(crate) fn start_over(&mut self, whole: Option<Force>) {
        self.catch_up();
        self.reset();
        self.forget_runs();
        self.obey(whole, false);
        (self.calls, self.opened) = (Calls::default(), 0);
        self.begun = self.generation;
        (self.entered, self.told_generation) = (self.now, self.generation);
    }

    /// Is in the state that is forced on all keys, unless it has one of its own; closed if none is
    /// any more, or that is meant.
    pub(crate) fn obey(&mut self, whole: Option<Force>, is_reset: bool) {
        self.catch_up();
        self.of_all = whole.map(|force| Force { is_of_all: true, ..force });
        let said = |force: Force| (force.state, force.until);
        match (self.forced(), self.of_all) {
            (Some(own), _) if !own.is_of_all => {}
            (Some(old), Some(new)) if said(old) == said(new) => {}
            (_, Some(new)) => self.be_forced(new),
            (old, None) if is_reset || old.is_some() => self.reset(),
            (_, None) => {}
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
        let (was_on, is_on) = (self.policy.settings().enabled, policy.settings().enabled);
        if was_on != is_on {
            self.run.count_calls(self.now, is_on);
        }
        self.policy = policy;
        if before != self.known_state() {
            self.switch();
        }
        self.told_generation = self.generation;
        self.end_ramp_up_that_was_cut();
        self.end_round_if_decided();
    }
}
