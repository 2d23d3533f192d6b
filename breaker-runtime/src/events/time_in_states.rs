//! How long a circuit was in each state.

use core::time::Duration;

use crate::events::state::State;

/// The time that was spent in each state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct TimeInStates([Duration; State::ALL.len()]);

impl TimeInStates {
    pub(crate) const fn of(self, state: State) -> Duration {
        self.0[state as usize]
    }

    pub(crate) fn add(&mut self, state: State, time: Duration) {
        let spent = &mut self.0[state as usize];
        *spent = spent.saturating_add(time);
    }
}
