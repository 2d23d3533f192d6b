//! Steering by hand (rule S10).

use core::time::Duration;

use super::Circuit;
#[cfg(feature = "test-util")]
use crate::base::clock::ManualClock;
use crate::events::doing::Doing;
use crate::events::note::Note;
use crate::events::state::State;
use crate::machine::force::{On, Order};
use crate::machine::{Context, Machine};

impl Circuit {
    pub(crate) fn open_for(&self, time: Duration) {
        if let Some(keys) = self.keys_of_whole() {
            keys.open_for(time);
        } else if !self.is_whole() {
            self.steer(|machine, context| machine.open_for(context, time));
        }
    }

    pub(crate) fn force(&self, state: State, time: Option<Duration>, note: Note) {
        let on = if self.is_whole() { On::AllKeys } else { On::Circuit };
        let order = Order { state, time, note };
        let doing = Doing::NOBODYS;
        self.steer_household(true, &doing, |machine, context| machine.force(context, order, on));
    }

    pub(crate) fn reset(&self, note: Note) {
        self.steer_household(false, &Doing::noted(note), |machine, context| {
            machine.reset_for_key(context);
            true
        });
    }

    /// Takes the transition that is due: where no call finds it out.
    #[cold]
    pub(crate) fn look_at_time(&self) {
        self.steer(Machine::look_at_time);
    }

    #[cfg(feature = "test-util")]
    pub(crate) fn set_clock(&self, clock: ManualClock) {
        self.clock().hold(clock.clone());
        let mut locked = self.lock();
        locked.extras().forget_last();
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
            self.steer_household(state.is_forced(), &Doing::NOBODYS, |machine, context| {
                machine.be(context, state);
                true
            });
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
