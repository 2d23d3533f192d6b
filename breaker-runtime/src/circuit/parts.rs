//! A circuit at one moment, in the parts that snapshots are made from.

use core::time::Duration;
use std::sync::Arc;

use super::Circuit;
use super::last_failure::LastFailure;
use super::last_rejection::LastRejection;
use super::locked::Occupant;
use crate::base::time::Time;
use crate::call::rejection::CircuitOpen;
use crate::events::forced::Forced;
use crate::events::state::State;
use crate::events::time_in_states::TimeInStates;
use crate::machine::force::Force;
use crate::machine::window::InWindow;
use crate::machine::{Context, Machine};
use crate::policy::Policy;
use crate::tallies::calls::Calls;

/// What there is to know of a circuit, while its lock is held.
pub(crate) struct Parts<'c> {
    pub(crate) state: State,
    occupant: Option<&'c Occupant>,
    /// All that it ever counted, for whichever keys.
    counted: Calls,
    /// The time in each state before the present one.
    earlier: TimeInStates,
    last_failure: Option<&'c LastFailure>,
    last_rejection: Option<&'c LastRejection>,
    machine: &'c Machine,
    context: Context<'c>,
}

impl Circuit {
    /// Looks at all of it at one moment. Whoever looks can't ask the circuit for more meanwhile.
    pub(crate) fn with_parts<R>(&self, look: impl FnOnce(Parts<'_>) -> R) -> R {
        let locked = self.lock();
        let now = self.clock().now();
        look(Parts {
            state: self.state_now(&locked, now),
            occupant: locked.occupant(),
            counted: locked.calls(self),
            earlier: locked.time_in_states(),
            last_failure: locked.last_failure(),
            last_rejection: locked.last_rejection(),
            machine: locked.machine(),
            context: self.context(locked.policy(&self.shared.policy), now),
        })
    }
}

impl Circuit {
    /// What the window holds, and no more. A circuit without calls stays as it is.
    pub(crate) fn in_window(&self) -> InWindow {
        if self.is_fresh() {
            return InWindow::default();
        }
        let locked = self.lock();
        let context = self.context(locked.policy(&self.shared.policy), self.clock().now());
        locked.machine().held(context)
    }
}

impl Parts<'_> {
    pub(crate) const fn policy(&self) -> Policy {
        *self.context.policy
    }

    pub(crate) fn key(&self) -> Option<Arc<str>> {
        self.occupant.map(|occupant| Arc::clone(&occupant.key))
    }

    /// Its calls; those since the key got it, if it is for one.
    pub(crate) fn calls(&self) -> Calls {
        self.counted
            .since(self.occupant.map_or_else(Calls::default, |occupant| occupant.counted_before))
    }

    pub(crate) fn held_in_window(&self) -> InWindow {
        self.machine.held(self.context)
    }

    pub(crate) const fn opened(&self) -> u64 {
        self.machine.opened()
    }

    /// When it may admit a call again, if it rejects calls and that is known.
    pub(crate) fn retry_after(&self) -> Option<Duration> {
        let until = match self.force() {
            Some(force) if self.state == State::ForcedOpen => force.until(),
            _ => self.machine.rejects(self.context.policy).until,
        };
        let rest = match until {
            Time::NEVER => None,
            until => Some(until.since(self.context.now)),
        };
        rest.filter(|rest| !rest.is_zero())
    }

    fn force(&self) -> Option<&Force> {
        self.machine.force_at(self.context.policy, self.context.now)
    }

    /// What is known of the state that it is forced into.
    pub(crate) fn forced(&self) -> Option<Forced> {
        Some(self.force()?.told(self.context.now))
    }

    /// Who suspects it, and for how long still.
    pub(crate) fn suspected(&self) -> Option<(Duration, Arc<str>)> {
        let suspicion = self.machine.suspicion(self.context)?;
        Some((suspicion.until.since(self.context.now), Arc::clone(&suspicion.by)))
    }

    /// The number in the row that its next opening would have.
    pub(crate) fn reopenings(&self) -> u32 {
        self.machine.reopenings(self.context)
    }

    /// The trial calls that hold a place, those that succeeded and those that failed, while it is
    /// half-open.
    pub(crate) fn trials(&self) -> Option<[u64; 3]> {
        (self.state == State::HalfOpen).then(|| self.machine.trial_counts())
    }

    /// The last failure, and how long ago it was.
    pub(crate) fn last_failure(&self) -> Option<(Duration, &LastFailure)> {
        let last = self.last_failure?;
        Some((self.context.now.since(last.at), last))
    }

    /// The last rejection from within, and how long ago it was.
    pub(crate) fn last_rejection(&self) -> Option<(Duration, CircuitOpen)> {
        let last = self.last_rejection?;
        Some((self.context.now.since(last.at), last.by))
    }

    pub(crate) fn outage_for(&self) -> Option<Duration> {
        let present = self.machine.at(self.context.policy, self.context.now);
        present.outage_since.map(|since| self.context.now.since(since))
    }

    /// For how long it has been in its present state, and in each of them altogether.
    pub(crate) fn times(&self) -> (Duration, TimeInStates) {
        let present = self.machine.at(self.context.policy, self.context.now);
        let in_state_for = self.context.now.since(present.since);
        let mut times = self.earlier;
        for (before, time) in present.before.into_iter().flatten() {
            times.add(before, time);
        }
        times.add(present.state, in_state_for);
        (in_state_for, times)
    }
}
