//! Whether a circuit is down, wherever that is said or counted.

use breaker_runtime::{CircuitBreaker, State};

use super::began;
use super::facts::{Facts, Force};
use super::moments::millis;
use crate::document::{self, Effect};

/// Within it, calls that keep coming make the trial call: until then an outage goes on.
const SOON: i64 = 5_000;

/// How a circuit stands to its calls: what the state alone does not say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// In no outage, or in one by force.
    Up,
    /// In an outage that goes on. A trial call under way does not end it: which circuit is the
    /// worst would change with each.
    Down,
    /// Half-open for some time, or since an order has ended, without a call to try it. It rejects
    /// none: nobody calls, and whether it would fail is not known.
    Waits,
}

impl Standing {
    /// Of one that has been in its state for so long, and admits a call after `rest`; both in
    /// milliseconds. `is_by_order` is asked whether all that it goes back to is an order: who was
    /// forced open by hand is not down when that ends.
    pub(crate) fn of(
        state: State,
        in_state_for: i64,
        rest: i64,
        is_by_order: impl FnOnce() -> bool,
    ) -> Self {
        match state {
            State::HalfOpen if in_state_for >= SOON && rest <= 0 => Self::Waits,
            State::HalfOpen if is_by_order() => match rest {
                ..=0 => Self::Waits,
                _ => Self::Up,
            },
            State::Open | State::HalfOpen => Self::Down,
            _ => Self::Up,
        }
    }

    /// What it does to calls at this moment, and how it stands in that. Who decides without
    /// rejecting is never down.
    pub(crate) fn now(circuit: &CircuitBreaker) -> (Effect, Self) {
        match circuit.state() {
            // Its policy is looked at where that makes a difference: most circuits are closed.
            state @ (State::Closed | State::ForcedClosed) => (effect(state, false), Self::Up),
            state if circuit.policy().settings().dry_run => (effect(state, true), Self::Up),
            State::HalfOpen => {
                let now = circuit.snapshot();
                let rest = now.retry_after.map_or(0, millis);
                let in_state_for = millis(now.in_state_for);
                let standing =
                    Self::of(now.state, in_state_for, rest, || began::is_by_order(circuit));
                (effect(now.state, false), standing)
            }
            state => (effect(state, false), Self::of(state, 0, 0, || false)),
        }
    }
}

impl Facts {
    /// Decides without rejecting.
    pub(crate) fn is_dry(&self) -> bool {
        self.slow.policy.settings().dry_run
    }

    /// The order that has ended and left it to be tried, or to recover: nothing has failed.
    pub(crate) fn ended_order(&self) -> Option<&Force> {
        self.slow.order.as_ref().filter(|_| matches!(self.state, State::HalfOpen | State::RampUp))
    }

    /// Since when its present outage lasts: an order that has ended is none, nor is a dry run.
    pub(crate) fn outage_began(&self) -> Option<i64> {
        let began = self.outage_since.filter(|_| self.ended_order().is_none())?;
        Some(self.slow.rejects_since.unwrap_or(began))
    }

    /// How it stands at this time.
    pub(crate) fn standing(&self, now: i64) -> Standing {
        let rest = self.retry_at.map_or(0, |at| at.saturating_sub(now));
        let in_state_for = now.saturating_sub(self.since);
        Standing::of(self.state, in_state_for, rest, || self.ended_order().is_some())
    }

    /// What it does to calls.
    pub(crate) fn effect(&self) -> Effect {
        effect(self.state, self.is_dry())
    }

    /// What it shows: of a function on which nothing is forced, what its worst key does.
    pub(crate) fn shown(&self) -> Effect {
        match self.effect() {
            Effect::Closed => self.keys.as_ref().map_or(Effect::Closed, |keys| keys.worst()),
            own => own,
        }
    }
}

fn effect(now: State, is_dry: bool) -> Effect {
    state(now).effect(is_dry)
}

/// As documents have it.
pub(crate) const fn state(state: State) -> document::State {
    match state {
        State::Open => document::State::Open,
        State::HalfOpen => document::State::HalfOpen,
        State::RampUp => document::State::RampUp,
        State::ForcedOpen => document::State::ForcedOpen,
        State::ForcedClosed => document::State::ForcedClosed,
        _ => document::State::Closed,
    }
}
