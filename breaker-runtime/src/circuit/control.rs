//! Steering by hand (rule S10).

use core::time::Duration;

use super::Circuit;
#[cfg(feature = "test-util")]
use crate::base::clock::ManualClock;
#[cfg(feature = "test-util")]
use crate::events::state::State;
use crate::machine::{Context, Machine};

impl Circuit {
    pub(crate) fn open_for(&self, time: Duration) {
        if let Some(keys) = self.keys_of_whole() {
            keys.open_for(time);
        } else if !self.is_whole() {
            self.steer(|machine, context| machine.open_for(context, time));
        }
    }

    pub(crate) fn force_open(&self) {
        self.force(true, Machine::force_open);
    }

    pub(crate) fn force_closed(&self) {
        self.force(true, Machine::force_closed);
    }

    pub(crate) fn reset(&self) {
        self.force(false, Machine::reset);
    }

    #[cfg(feature = "test-util")]
    pub(crate) fn set_clock(&self, clock: ManualClock) {
        self.clock().hold(clock.clone());
        let mut locked = self.lock();
        (locked.extras().abandonment, locked.extras().last_failure) = Default::default();
        drop(locked);
        self.start_over_by_hand(Machine::change_clock);
        if let Some(keys) = self.keys_of_whole() {
            keys.set_clock(clock);
        }
    }

    #[cfg(feature = "test-util")]
    #[track_caller]
    pub(crate) fn set_state(&self, state: State) {
        if state.is_forced() || state == State::Closed {
            self.force(state.is_forced(), |machine, context| machine.be(context, state));
        } else {
            assert!(
                !self.is_whole(),
                "`{name}` has a circuit for each key, and they can't be {state} together: \
                 take a key's, `{name}[..]`, or force the whole open with `force_open`",
                name = self.name(),
            );
            self.steer(|machine, context| machine.be(context, state));
        }
    }

    #[cfg(feature = "test-util")]
    pub(crate) fn set_seed(&self, seed: u64) {
        self.steer(|machine, _| machine.seed(seed));
    }

    fn steer(&self, step: impl FnOnce(&mut Machine, Context<'_>)) {
        self.step(self.clock().now(), step);
    }
}
