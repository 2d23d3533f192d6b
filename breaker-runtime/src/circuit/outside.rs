//! Steps that somebody outside of this process asks for.

use core::time::Duration;
use std::sync::Arc;

use super::Circuit;
use crate::events::doing::Doing;
use crate::events::note::Note;
use crate::events::state::State;
use crate::machine::force::{On, Order};
use crate::machine::restored::Before;
use crate::machine::{Context, Machine};

impl Circuit {
    /// Follows runs of failures from now on; a whole with all its keys.
    #[cold]
    pub(crate) fn follow_runs(&self) {
        self.step(self.clock().now(), Machine::follow_runs);
        if let Some(keys) = self.keys_of_whole() {
            keys.follow_runs();
        }
    }

    pub(crate) fn follows_runs(&self) -> bool {
        self.lock().machine().follows_runs()
    }

    pub(crate) fn suspect_for(&self, time: Duration, by: &Arc<str>, opening: Option<u64>) {
        self.step_from_outside(by, opening, |machine, context| machine.suspect(context, time, by));
    }

    pub(crate) fn trust(&self, by: &Arc<str>, opening: Option<u64>) {
        self.step_from_outside(by, opening, Machine::trust);
    }

    pub(crate) fn hold_for(&self, time: Duration, by: &Arc<str>, opening: Option<u64>) {
        self.step_from_outside(by, opening, |machine, context| machine.hold(context, time));
    }

    pub(crate) fn begin_trials(&self, by: &Arc<str>, opening: Option<u64>) -> bool {
        self.step_from_outside(by, opening, Machine::begin_trials)
    }

    pub(crate) fn set_reopenings(&self, reopenings: u32, by: &Arc<str>, opening: Option<u64>) {
        self.step_from_outside(by, opening, |machine, _| machine.set_reopenings(reopenings));
    }

    /// Goes on as it was before a restart; false, and nothing, if it is not a closed one.
    #[cold]
    pub(crate) fn restore(&self, before: Before) -> bool {
        self.step(self.clock().now(), |machine, context| machine.restore(context, before))
    }

    /// Forces it as by hand.
    pub(crate) fn force_by(&self, state: State, time: Duration, note: Note, by: &Arc<str>) {
        let on = if self.is_whole() { On::AllKeys } else { On::Circuit };
        let order = Order { state, time: Some(time), note };
        let doing = Doing::by(by);
        self.steer_household(true, &doing, |machine, context| machine.force(context, order, on));
    }

    /// Resets it as by hand.
    pub(crate) fn reset_by(&self, note: Note, by: &Arc<str>) {
        let doing = Doing { note, ..Doing::by(by) };
        self.steer_household(false, &doing, |machine, context| {
            machine.reset_for_key(context);
            true
        });
    }

    /// One that stands for keys has no calls of its own, of which somebody could know more.
    #[cold]
    fn step_from_outside<R: Default>(
        &self,
        by: &Arc<str>,
        opening: Option<u64>,
        step: impl FnOnce(&mut Machine, Context<'_>) -> R,
    ) -> R {
        if self.is_whole() {
            return R::default();
        }
        let result = self.step(self.clock().now(), |machine, context| {
            machine.step_from_outside(context, by, opening, step)
        });
        // It may wait for less than it said to the next key, by the same word.
        let home = self.lock().occupant().map(|occupant| (occupant.keys.upgrade(), occupant.place));
        if let Some((Some(keys), place)) = home {
            keys.ask_again(place);
        }
        result
    }
}
