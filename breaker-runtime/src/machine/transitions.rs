//! From one phase to another, and what is told of it.

use core::mem;
use core::time::Duration;

use super::{Context, Machine, Phase};
use crate::State;
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

    /// Opens for as long as the policy says, which is longer each time until the circuit has recovered.
    pub(super) fn reopen(&mut self, context: Context<'_>, reason: OpenReason) {
        self.look_at_recovery();
        let time = self.backoff.next(context.policy, &mut self.dice);
        self.open_until(context, self.latest.after(time), reason);
    }

    /// Opens as somebody wishes: the row of openings is what it was.
    pub(super) fn open_by_hand(&mut self, context: Context<'_>, until: Time) {
        self.look_at_recovery();
        self.open_until(context, until, OpenReason::ByHand);
    }

    fn open_until(&mut self, context: Context<'_>, until: Time, reason: OpenReason) {
        let since = self.latest;
        let told = EventKind::Opened { reason, open_for: until.since(since) };
        self.enter(context, since, Phase::Open(Span { since, until }), told);
        self.opened += 1;
    }

    /// Starts a new row of openings if the circuit has been closed for long enough.
    fn look_at_recovery(&mut self) {
        if let Phase::Closed = self.phase {
            self.backoff.was_closed_for(self.latest.since(self.entered));
        }
    }

    /// The open time ended at this time.
    pub(super) fn half_open(&mut self, context: Context<'_>, at: Time) {
        if let Phase::Open(open) = &self.phase {
            self.backoff.was_open_for(open.until.since(open.since));
        }
        let policy = context.policy;
        let trials = Trials::new(policy.trial_calls(), policy.open_time());
        self.enter(context, at, Phase::HalfOpen(Box::new(trials)), EventKind::HalfOpened);
    }

    /// The trial calls have succeeded: closes, at once or over the ramp-up.
    pub(super) fn recover(&mut self, context: Context<'_>) {
        if let Some(over) = context.policy.ramp_up_time() {
            let phase = Phase::RampUp(RampUp::new(self.latest, over));
            self.empty_into(context, phase, EventKind::RampUpStarted { over });
        } else {
            self.empty_into(context, Phase::Closed, EventKind::Closed);
        }
    }

    /// Everything has passed again since this time; the window goes on.
    pub(super) fn end_ramp_up(&mut self, context: Context<'_>, at: Time) {
        self.enter(context, at, Phase::Closed, EventKind::Closed);
    }

    pub(super) fn empty_into(&mut self, context: Context<'_>, phase: Phase, told: EventKind) {
        let now = self.step(context.now);
        self.enter(context, now, phase, told);
        self.window.clear(now);
        if let Some(rare) = &mut self.rare {
            rare.kinds.clear();
        }
        self.earlier_successes = 0;
    }

    pub(super) fn enter(&mut self, context: Context<'_>, at: Time, phase: Phase, told: EventKind) {
        let from = self.state();
        let lasted = at.since(self.entered);
        self.entered = at;
        self.earlier_successes = self.successes(context);
        if let Phase::HalfOpen(trials) = mem::replace(&mut self.phase, phase) {
            self.end_round(*trials);
        }
        self.generation += 1;
        self.untallied = 0;
        self.tell_from(from, lasted, told);
    }

    /// Tells something that is no transition.
    pub(crate) fn announce(&mut self, told: EventKind) {
        self.tell_from(self.state(), Duration::ZERO, told);
    }

    fn tell_from(&mut self, from: State, lasted: Duration, kind: EventKind) {
        let (to, generation) = (self.state(), self.generation);
        let told = Transition { from, to, generation, lasted, kind };
        self.rare.get_or_insert_default().transitions.push(told);
    }
}
