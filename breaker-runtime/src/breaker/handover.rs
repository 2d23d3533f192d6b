//! One key after another on the same circuit: how a keyed breaker gives a circuit that has nothing to remember to another key.

use std::sync::Arc;

use super::{Answer, CircuitBreaker, Tenant};
use crate::admission::Admission;
use crate::event::journal::Journal;
use crate::identity::Name;
use crate::machine::Machine;
use crate::snapshot::Calls;
use crate::{KeyedCircuitBreaker, Policy, State};

impl CircuitBreaker {
    /// A closed circuit for one of a keyed breaker's keys.
    pub(crate) fn for_key(keyed: &KeyedCircuitBreaker, policy: Policy, key: Arc<str>) -> Self {
        let circuit = Self::assemble(Name::Given(keyed.name()), policy, keyed.location());
        let tenant = Tenant { key, counted_before: Calls::default() };
        circuit.failing.locked.lock().extras().tenant = Some(tenant);
        circuit
    }

    /// Gives the circuit to another key, as good as new; false, and nothing has changed, unless it is closed and has no failure in its
    /// window. `going` runs when that is certain, before the first change. The caller [tells](Self::tell) of the end of a ramp-up.
    ///
    /// Calls under way report to an older generation, so they change nothing for the new key (rule S7).
    pub(crate) fn hand_over(&self, key: &Arc<str>, going: impl FnOnce()) -> bool {
        match self.known_state() {
            // Most that can't be given away show it without the lock.
            State::Open | State::HalfOpen | State::ForcedOpen => return false,
            State::RampUp => {
                self.step_untold(self.clock().now(), Machine::look_at_time);
            }
            State::Closed | State::ForcedClosed => {}
        }
        let now = self.clock().now();
        let mut locked = self.lock();
        let policy = *locked.policy(&self.shared.policy);
        let context = self.context(&policy, now);
        let (machine, extras) = locked.parts();
        if !machine.is_untroubled(context) {
            return false;
        }
        going();
        let counted_before = extras.calls(self);
        machine.start_over(context);
        if let Some(tenant) = &mut extras.tenant {
            (tenant.key, tenant.counted_before) = (Arc::clone(key), counted_before);
        }
        extras.journal = Journal::since(counted_before.turned_away(), machine.generation());
        self.publish(machine, context);
        true
    }

    /// A permit, or the answer of a circuit that rejects the call; `None`, as if nobody had asked, if it has changed hands meanwhile.
    ///
    /// `is_same` is asked after the circuit has answered: who has seen anything of the next key's sees that it changed hands.
    #[inline]
    pub(crate) fn acquire_while(
        &self,
        is_same: impl Fn() -> bool,
    ) -> Option<Result<Admission<'_>, Answer>> {
        let word = self.word();
        if word.passes() {
            // A permit of an older generation means nothing, so that it needs no word when it goes.
            return is_same().then_some(Ok(Admission::at_a_glance(self, word)));
        }
        let answer = self.answer_while(is_same)?;
        Some(self.admission(answer))
    }

    #[inline(never)]
    fn answer_while(&self, is_same: impl Fn() -> bool) -> Option<Answer> {
        let answer = self.consider();
        if is_same() {
            self.count_rejection(answer);
            Some(answer)
        } else {
            self.withdraw(answer.word);
            None
        }
    }
}
