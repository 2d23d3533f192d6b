//! What time alone has changed, whether or not a call has found out (rule S23).

use core::time::Duration;

use super::{Context, Machine, Phase};
use crate::base::time::Time;
use crate::events::state::State;
use crate::policy::Policy;

/// The state at a moment.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Present {
    pub(crate) state: State,
    pub(crate) since: Time,
    /// The state before it and how long that lasted, if nobody was told of its end yet.
    pub(crate) before: Option<(State, Duration)>,
}

impl Machine {
    /// The state at this time: an open circuit whose time is over is half-open, a ramp-up whose
    /// time is over is closed.
    pub(crate) fn at(&self, policy: &Policy, now: Time) -> Present {
        let (state, since) = (self.state(policy), self.entered);
        match self.due(policy, now.max(self.latest)) {
            None => Present { state, since, before: None },
            Some((next, at)) => {
                Present { state: next, since: at, before: Some((state, at.since(since))) }
            }
        }
    }

    /// The state that the present phase has turned into by time alone, and when.
    fn due(&self, policy: &Policy, now: Time) -> Option<(State, Time)> {
        match &self.phase {
            _ if !policy.enabled => None,
            Phase::Open(open) => Some((State::HalfOpen, open.until)),
            Phase::RampUp(ramp_up) => Some((State::Closed, ramp_up.end())),
            _ => None,
        }
        .filter(|&(_, at)| at <= now)
        // That of a circuit that was switched off meanwhile has passed before.
        .map(|(state, at)| (state, at.max(self.entered)))
    }

    /// Takes the transition that is due, as of when it was, before anything else happens.
    pub(super) fn catch_up(&mut self, context: Context<'_>) {
        let now = self.step(context.now);
        match self.due(context.policy, now) {
            Some((State::HalfOpen, at)) => self.half_open(context, at),
            Some((_, at)) => self.end_ramp_up(context, at),
            None => {}
        }
    }
}
