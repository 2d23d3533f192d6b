//! Steps that somebody takes by hand.

use core::time::Duration;

use super::window::Successes;
use super::{Context, Machine, Phase};
use crate::events::note::Note;
use crate::events::state::State;
use crate::events::{EventKind, OpenReason};
use crate::machine::backoff::Backoff;
use crate::machine::force::Force;
#[cfg(feature = "test-util")]
use crate::machine::force::{On, Order};
#[cfg(feature = "test-util")]
use crate::machine::ramp_up::RampUp;
use crate::tallies;

impl Machine {
    /// Opens for this long, whatever the policy says; not if somebody has forced the circuit into
    /// its state, or switched it off, which is the same as forced closed.
    ///
    /// An open circuit stays open until the later end: many callers that are told to wait are one
    /// opening, and none shortens another's. No time at all opens nothing.
    pub(crate) fn open_for(&mut self, context: Context<'_>, time: Duration) {
        self.catch_up(context);
        let until = self.latest.after(time);
        match &mut self.phase {
            _ if !context.policy.enabled || time.is_zero() => {}
            Phase::Forced(_) => {}
            Phase::Open(open) => open.until = open.until.max(until),
            _ => {
                let reason = OpenReason::ToldToWait { asked: None, last: None, error: None };
                self.open_as_told(context, until, reason);
            }
        }
    }

    /// Closes the circuit with an empty window.
    pub(crate) fn reset(&mut self, context: Context<'_>) {
        self.catch_up(context);
        self.backoff = Backoff::new();
        self.empty_into(context, self.latest, Phase::Closed, EventKind::Reset);
        self.window.forget_ordinary(self.latest);
    }

    /// Goes on by the policy of `context` instead of `old`. What was recorded stays, as far as the
    /// new rule looks at the same.
    pub(crate) fn reconfigure(&mut self, old: Context<'_>, context: Context<'_>, note: &Note) {
        self.catch_up(old);
        // Before the window is another one, by which successes count.
        let (former, moment) = (self.counting(old), self.moment(old, self.latest));
        if old.policy.enabled != context.policy.enabled {
            self.window.count_calls(moment, context.policy.enabled);
        }
        if !self.window.retune(context.policy.rule(), moment) {
            self.count_successes_from_now(context);
        }
        if self.counting(context) != former {
            tallies::retag(context.slot, self.tag(context.slot));
        }
        self.record_policy(old, context, note);
        self.retune_recovery(context);
    }

    /// What decides how a success is counted: while that is the same, the word is too.
    pub(super) fn counting(&self, context: Context<'_>) -> (State, Option<(bool, Successes)>) {
        let state = self.state(context.policy);
        let is_closed = state == State::Closed;
        (state, is_closed.then(|| (context.policy.watches(), self.window.needs())))
    }

    /// Goes on with the recovery by another policy, which may say that it is over.
    fn retune_recovery(&mut self, context: Context<'_>) {
        let (policy, now) = (context.policy, self.latest);
        match &mut self.phase {
            Phase::HalfOpen(trials) => {
                let decision = trials.retune(&policy.settings());
                if let Some(decision) = decision {
                    self.end_trials(context, decision);
                }
            }
            Phase::RampUp(ramp_up) => {
                ramp_up.retune(policy.settings().ramp_up.unwrap_or_default());
                // Not as of then: it was one until now.
                let is_over = policy.enabled && ramp_up.end() <= now;
                is_over.then(|| self.end_ramp_up(context, now));
            }
            _ => {}
        }
    }

    /// Leaves the successes so far to the window of before. They are read once: a success meanwhile
    /// is one of before or one of now, never neither.
    fn count_successes_from_now(&mut self, context: Context<'_>) {
        let so_far = self.counted_successes(context);
        self.earlier_successes = self.earlier_successes.wrapping_sub(so_far);
        self.window.count_from(so_far);
    }

    /// Takes the transition that is due, which a call would find out otherwise.
    pub(crate) fn look_at_time(&mut self, context: Context<'_>) {
        self.catch_up(context);
    }

    /// Starts over as if it had never opened and nobody had ever suspected it, in the state that is
    /// forced on all keys if there is one.
    pub(crate) fn start_over(&mut self, context: Context<'_>, whole: Option<&Force>) {
        self.reset(context);
        // Of a generation that nobody has seen yet: no success was counted in it.
        self.window.forget_runs();
        self.obey(context, whole, false);
        (self.opened, self.entered) = (0, self.latest);
        // Nothing that happened to the circuit: a life of it begins here.
        self.forget_news();
    }

    /// Goes to the start of this state.
    #[cfg(feature = "test-util")]
    pub(crate) fn be(&mut self, context: Context<'_>, state: State) {
        self.catch_up(context);
        let now = self.latest;
        match state {
            State::Closed => self.reset(context),
            State::Open => self.reopen(context, OpenReason::ByHand),
            State::HalfOpen => self.half_open(context, now),
            State::RampUp => {
                let over = context.policy.settings().ramp_up;
                let over = over.unwrap_or(context.policy.settings().open_for);
                let phase = Phase::RampUp(RampUp::new(now, over));
                self.empty_into(context, now, phase, EventKind::RampUpStarted { over });
            }
            State::ForcedOpen | State::ForcedClosed => {
                let order = Order { state, time: None, note: Note::default() };
                self.force(context, order, On::Circuit);
            }
        }
    }

    /// Starts over on a clock that shows `now`.
    #[cfg(feature = "test-util")]
    pub(crate) fn change_clock(&mut self, context: Context<'_>) {
        (self.latest, self.entered) = (context.now, context.now);
        self.phase = Phase::Closed;
        self.rare.iter_mut().for_each(|rare| rare.of_all_keys = None);
        self.reset(context);
        // Nothing that happened to the circuit: its life begins here.
        self.forget_news();
    }

    /// Makes chance repeatable.
    #[cfg(feature = "test-util")]
    pub(crate) fn seed(&mut self, seed: u64) {
        self.dice.seed(seed);
    }
}
