//! What is said to all keys of a function, as the circuit of each follows it.
//!
//! Thousands of circuits follow one after the other, while keys come and others say something else.
//! So what is said has a number, and each circuit knows the last one that it followed: it follows
//! none twice, and none that is older than what its key began with.

use super::Circuit;
use super::locked::Locked;
use crate::base::time::Time;
use crate::events::EventKind;
use crate::events::doing::Doing;
use crate::events::note::Note;
use crate::events::state::State;
use crate::events::transition::Transition;
use crate::machine::force::Force;
use crate::machine::{Context, Machine};
use crate::policy::Policy;
use crate::telemetry::Untold;

/// The numbers of what a circuit has followed last, or began with.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Followed {
    pub(crate) order: u64,
    pub(crate) policies: u64,
}

/// An order to all keys: what is forced on them from now on, or that nothing is.
#[derive(Clone, Debug, Default)]
pub(crate) struct OrderToAll {
    number: u64,
    /// Also once its time is over: keys go through it, however short it was.
    force: Option<Force>,
    doing: Doing,
    latest_reset: Reset,
}

/// The number of an order that was a reset, and whose doing that is.
#[derive(Clone, Debug, Default)]
struct Reset {
    number: u64,
    doing: Doing,
}

impl OrderToAll {
    pub(crate) const fn number(&self) -> u64 {
        self.number
    }

    /// A later one, of which everybody is told whose doing it is. A reset is none if somebody else
    /// has forced the whole since.
    pub(crate) fn next(&self, force: Option<Force>, is_reset: bool, doing: &Doing) -> Self {
        let (number, doing) = (self.number + 1, doing.clone());
        let latest_reset = if is_reset && force.is_none() {
            Reset { number, doing: doing.clone() }
        } else {
            self.latest_reset.clone()
        };
        Self { number, force, doing, latest_reset }
    }

    /// Does as it says, and first what an earlier one said which it has overtaken: that is undone
    /// by it, but for a reset, which stays the doing of whoever ordered that.
    fn is_followed_by(&self, machine: &mut Machine, context: Context<'_>, before: u64) {
        if before < self.latest_reset.number {
            machine.step_by(context, &self.latest_reset.doing, |machine, context| {
                machine.obey(context, None, true);
            });
        }
        machine.step_by(context, &self.doing, |machine, context| {
            machine.obey(context, self.force.as_ref(), false);
        });
    }
}

impl Circuit {
    /// Does as all keys do from now on, unless its key has come later than that, or has heard
    /// something later.
    pub(crate) fn follow(&self, order: &OrderToAll) -> Untold {
        let now = self.clock().now();
        let mut locked = self.lock();
        let Some(followed) = locked.followed() else { return Untold::NOTHING };
        let before = followed.order;
        if before >= order.number {
            return Untold::NOTHING;
        }
        followed.order = order.number;
        self.step_as_all(&mut locked, now, |machine, context| {
            order.is_followed_by(machine, context, before);
        })
    }

    /// Is in the state of the whole if that is forced, and closed if it was; unless its own state
    /// is forced, for as long as that lasts.
    pub(crate) fn obey(&self, whole: Option<&Force>) -> Untold {
        let now = self.clock().now();
        self.step_as_all(&mut self.lock(), now, |machine, context| {
            machine.obey(context, whole, false);
        })
    }

    fn step_as_all(
        &self,
        locked: &mut Locked,
        now: Time,
        step: impl FnOnce(&mut Machine, Context<'_>),
    ) -> Untold {
        let is_logged = |news: &Transition| !is_of_whole(news);
        let ((), untold) = self.step_with(locked, now, step, |(), _| {}, is_logged);
        untold
    }

    /// Goes on by this policy, unless its key has come later than what says so, or has heard
    /// something later. The whole goes on by the latter of `of_whole` instead of the former.
    pub(crate) fn follow_policy(
        &self,
        number: u64,
        policy: Policy,
        of_whole: (Policy, Policy),
        note: &Note,
    ) -> Untold {
        let now = self.clock().now();
        let mut locked = self.lock();
        match locked.followed() {
            Some(followed) if followed.policies < number => followed.policies = number,
            _ => return Untold::NOTHING,
        }
        self.reconfigure_locked(&mut locked, now, Some(policy), note, |news| {
            let is_the_same = news.policies.as_ref().is_some_and(|both| **both == of_whole);
            !(is_the_same && is_of_whole(news))
        })
    }
}

/// Whether the log has it from the whole, one line for a thousand keys: what was done to all of
/// them and neither began nor ended an outage of this key's own.
fn is_of_whole(news: &Transition) -> bool {
    let began_by_force = news.from == State::ForcedOpen && news.outage_for == Some(news.lasted);
    match news.kind {
        EventKind::Reconfigured => {
            news.from == news.to || !news.from.is_outage() && !news.to.is_outage()
        }
        EventKind::ForcedOpen | EventKind::ForcedClosed | EventKind::Reset => {
            !news.from.is_outage() || began_by_force
        }
        _ => false,
    }
}
