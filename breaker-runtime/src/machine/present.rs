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
    /// Since when it has not been closed.
    pub(crate) outage_since: Option<Time>,
    /// The states before it and how long they lasted, if nobody was told of their ends yet: what
    /// was forced on one key, and then on all of them.
    pub(crate) before: [Option<(State, Duration)>; 2],
}

impl Machine {
    /// The state at this time: an open circuit whose time is over is half-open, a ramp-up whose
    /// time is over is closed, and so is one that was forced closed.
    pub(crate) fn at(&self, policy: &Policy, now: Time) -> Present {
        let (state, since) = (self.state(policy), self.entered);
        let now = now.max(self.latest);
        let Some((next, at)) = self.due(policy, now) else {
            let outage_since = self.outage_since().filter(|_| state.is_outage());
            return Present { state, since, outage_since, before: [None; 2] };
        };
        // What is forced on all keys begins an outage without a call.
        let outage = self.outage_since().unwrap_or(at);
        let outage_since = |state: State| state.is_outage().then_some(outage);
        let first = Some((state, at.since(since)));
        let forced = self.force_in_phase().and_then(|force| self.force_after(force));
        match forced.filter(|force| force.is_over(now)) {
            None => {
                let outage_since = outage_since(next);
                Present { state: next, since: at, outage_since, before: [first, None] }
            }
            Some(force) => {
                let end = force.until().max(at);
                let before = [first, Some((next, end.since(at)))];
                let state = self.state_after(force);
                Present { state, since: end, outage_since: outage_since(state), before }
            }
        }
    }
}
