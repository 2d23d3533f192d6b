//! From one phase to another, and what is told of it.

use core::mem;
use core::time::Duration;

use super::{Context, Machine, Phase};
use crate::State;
use crate::backoff::Backoff;
use crate::event::{EventKind, OpenReason};
use crate::ramp_up::RampUp;
use crate::time::{Span, Time};
use crate::trials::Trials;

/// A transition, to be told to whom it concerns.
#[derive(Debug)]
pub(crate) struct Transition {
    pub(crate) from: State,
    pub(crate) to: State,
    pub(crate) generation: u64,
    /// For how long the circuit was in the state before; zero for what is no transition.
    pub(crate) lasted: Duration,
    pub(crate) kind: EventKind,
}

impl Machine {
    /// The transitions since this was asked last, if there were any.
    #[inline]
    pub(crate) fn news(&mut self) -> Option<Vec<Transition>> {
        let transitions = &mut self.rare.as_mut()?.transitions;
        (!transitions.is_empty()).then(|| mem::take(transitions))
    }

    /// Opens for as long as the policy says, which is longer each time until the circuit has closed.
    pub(super) fn reopen(&mut self, context: Context<'_>, reason: OpenReason) {
        let time = self.backoff.next(context.policy, &mut self.dice);
        self.open_until(context, self.latest.after(time), reason);
    }

    pub(super) fn open_until(&mut self, context: Context<'_>, until: Time, reason: OpenReason) {
        let since = self.latest;
        let told = EventKind::Opened { reason, open_for: until.since(since) };
        self.enter(context, Phase::Open(Span { since, until }), told);
        self.opened += 1;
    }

    pub(super) fn half_open(&mut self, context: Context<'_>) {
        let policy = context.policy;
        let trials = Trials::new(policy.trial_calls(), policy.open_time());
        self.enter(context, Phase::HalfOpen(Box::new(trials)), EventKind::HalfOpened);
    }

    /// The trial calls have succeeded: closes, at once or over the ramp-up.
    pub(super) fn recover(&mut self, context: Context<'_>) {
        if let Some(over) = context.policy.ramp_up_time() {
            let phase = Phase::RampUp(RampUp::new(self.latest, over));
            self.empty_into(context, phase, EventKind::RampUpStarted { over });
        } else {
            self.backoff = Backoff::new();
            self.empty_into(context, Phase::Closed, EventKind::Closed);
        }
    }

    /// Everything passes again; the window goes on.
    pub(super) fn end_ramp_up(&mut self, context: Context<'_>) {
        self.backoff = Backoff::new();
        self.enter(context, Phase::Closed, EventKind::Closed);
    }

    pub(super) fn empty_into(&mut self, context: Context<'_>, phase: Phase, told: EventKind) {
        let now = self.step(context.now);
        self.enter(context, phase, told);
        self.window.clear(now);
        if let Some(rare) = &mut self.rare {
            rare.kinds.clear();
        }
        self.earlier_successes = 0;
    }

    pub(super) fn enter(&mut self, context: Context<'_>, phase: Phase, told: EventKind) {
        let from = self.state();
        let now = self.step(context.now);
        let lasted = now.since(self.entered);
        self.entered = now;
        self.earlier_successes = self.successes(context);
        if let Phase::HalfOpen(trials) = mem::replace(&mut self.phase, phase) {
            self.end_round(*trials);
        }
        self.generation += 1;
        self.untallied = 0;
        self.tell_from(from, lasted, told);
    }

    /// Tells something that is no transition.
    pub(super) fn tell(&mut self, told: EventKind) {
        self.tell_from(self.state(), Duration::ZERO, told);
    }

    fn tell_from(&mut self, from: State, lasted: Duration, kind: EventKind) {
        let (to, generation) = (self.state(), self.generation);
        let told = Transition { from, to, generation, lasted, kind };
        self.rare.get_or_insert_default().transitions.push(told);
    }
}
