//! The state at a moment, whether or not a call has found out (rule S23).

use core::time::Duration;

use super::Machine;
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
}
