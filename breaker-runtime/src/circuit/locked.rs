//! What is behind a circuit's lock: the state machine, and what few circuits have beside it.

use std::sync::{Arc, Weak};

use super::Circuit;
use super::abandonment::Abandonment;
use super::handover::NextOccupant;
use super::keys::Keys;
use super::last_failure::LastFailure;
use super::last_rejection::LastRejection;
use super::to_all::Followed;
use crate::base::scope::ScopeId;
use crate::base::sync::MutexGuard;
use crate::base::time::Time;
use crate::circuit::word::Word;
use crate::events::Event;
use crate::events::journal::Journal;
use crate::events::note::Note;
use crate::events::time_in_states::TimeInStates;
use crate::events::transition::Transition;
use crate::machine::{Context, Machine};
use crate::policy::Policy;
use crate::tallies::Slot;
use crate::tallies::calls::{Calls, Rare};
use crate::telemetry::{Outbox, Untold};

#[derive(Debug)]
pub(super) struct Locked {
    machine: Machine,
    /// Made when it is first needed: most circuits never leave their first state.
    extras: Option<Box<Extras>>,
}

#[derive(Debug, Default)]
pub(super) struct Extras {
    /// Instead of the policy that the circuit was made with.
    pub(super) policy: Option<Policy>,
    pub(super) occupant: Option<Occupant>,
    /// Whether it stands for keys, and those that it stands for once there are some.
    pub(super) is_whole: bool,
    pub(super) keys: Option<Weak<dyn Keys>>,
    pub(super) journal: Journal,
    /// Whose listeners hear of it.
    pub(super) scope: ScopeId,
    /// Calls that no thread tallies, ever.
    pub(super) rare: Rare,
    pub(super) last_failure: Option<LastFailure>,
    pub(super) last_rejection: Option<LastRejection>,
    pub(super) abandonment: Abandonment,
    pub(super) outbox: Outbox,
}

impl Extras {
    pub(super) fn calls(&self, breaker: &Circuit) -> Calls {
        breaker.calls_ever_with(&self.rare)
    }

    /// Forgets what ended calls last and when: it was another key's, or by another clock.
    pub(super) fn forget_last(&mut self) {
        (self.last_failure, self.last_rejection, self.abandonment) = Default::default();
    }

    /// What is forced on the whole is over, as this key has found out: the whole is told the time.
    pub(super) fn time_for_whole(&self) -> Untold {
        let Some(occupant) = &self.occupant else { return Untold::NOTHING };
        let keys = Weak::clone(&occupant.keys);
        Untold::elsewhere(move || {
            keys.upgrade().into_iter().for_each(|keys| keys.look_at_time_of_whole());
        })
    }
}

/// The key that a circuit is for.
#[derive(Debug)]
pub(crate) struct Occupant {
    pub(crate) key: Arc<str>,
    /// What the circuit had counted when the key got it.
    pub(crate) counted_before: Calls,
    /// The generation that began when the key got it: permits of older ones are other keys'.
    since: u64,
    followed: Followed,
    /// The circuits of all keys, and its own place among them.
    pub(super) keys: Weak<dyn Keys>,
    pub(super) place: u32,
}

impl Occupant {
    /// The first one of a circuit in this place.
    pub(super) fn first(next: &NextOccupant<'_>, place: u32, keys: Weak<dyn Keys>) -> Self {
        let (key, counted_before, followed) = (next.text(), Calls::default(), next.followed);
        Self { key, counted_before, since: 0, followed, keys, place }
    }

    /// Makes room for the next one, whose first generation this is.
    pub(super) fn move_out(&mut self, next: &NextOccupant<'_>, counted: Calls, generation: u64) {
        self.key = next.text();
        (self.counted_before, self.since) = (counted, generation);
        self.followed = next.followed;
    }

    /// Whether a permit was `issued` to a key that had the circuit before, in the present
    /// `generation`. Permits know theirs modulo some billions, so it is their ages that compare.
    pub(super) fn got_it_after(&self, issued: Word, generation: u64) -> bool {
        issued.age(generation) > generation.wrapping_sub(self.since)
    }
}

impl Locked {
    pub(super) const fn new(policy: &Policy) -> Self {
        Self { machine: Machine::new(policy), extras: None }
    }

    pub(super) const fn machine(&self) -> &Machine {
        &self.machine
    }

    pub(super) fn policy<'a>(&'a self, made_with: &'a Policy) -> &'a Policy {
        self.extras.as_ref().and_then(|extras| extras.policy.as_ref()).unwrap_or(made_with)
    }

    pub(super) fn occupant(&self) -> Option<&Occupant> {
        self.extras.as_ref()?.occupant.as_ref()
    }

    /// What all keys were told that its key has followed, if it has one.
    pub(super) fn followed(&mut self) -> Option<&mut Followed> {
        Some(&mut self.extras.as_mut()?.occupant.as_mut()?.followed)
    }

    /// All calls that the circuit ever counted, for whichever keys.
    pub(super) fn calls(&self, breaker: &Circuit) -> Calls {
        match &self.extras {
            Some(extras) => extras.calls(breaker),
            None => breaker.calls_ever_with(&Rare::default()),
        }
    }

    /// The time spent in each state before the present one was entered.
    pub(super) fn time_in_states(&self) -> TimeInStates {
        self.extras.as_ref().map(|extras| extras.journal.time_in_states()).unwrap_or_default()
    }

    pub(super) fn history(&self) -> Vec<Event> {
        self.extras.as_ref().map(|extras| extras.journal.history()).unwrap_or_default()
    }

    /// Whether a permit was `issued` to a key that has lost the circuit since.
    pub(super) fn is_of_former_key(&self, issued: Word) -> bool {
        let generation = self.machine.generation();
        self.extras.as_ref().is_some_and(|extras| extras.is_of_former_key(issued, generation))
    }

    pub(super) fn last_failure(&self) -> Option<&LastFailure> {
        self.extras.as_ref()?.last_failure.as_ref()
    }

    pub(super) fn last_rejection(&self) -> Option<&LastRejection> {
        self.extras.as_ref()?.last_rejection.as_ref()
    }

    /// Those that there are.
    pub(super) fn existing_extras(&mut self) -> Option<&mut Extras> {
        self.extras.as_deref_mut()
    }

    pub(super) fn extras(&mut self) -> &mut Extras {
        self.extras.get_or_insert_default()
    }
}

#[cfg(all(test, not(breaker_loom)))]
std::thread_local! {
    /// How often this thread has locked a circuit: what a test counts instead of time.
    pub(crate) static TIMES_LOCKED: core::cell::Cell<u64> = const { core::cell::Cell::new(0) };
}

impl Circuit {
    /// What the lock guards; the machine is what the word says it is as long as the guard is held.
    pub(super) fn lock(&self) -> MutexGuard<'_, Locked> {
        #[cfg(all(test, not(breaker_loom)))]
        TIMES_LOCKED.set(TIMES_LOCKED.get() + 1);
        let mut locked = self.failing.locked.lock();
        if self.is_fresh() {
            locked.machine.begin(self.clock().now());
            let context =
                Context { policy: &self.shared.policy, now: Time::ZERO, slot: Slot::claim() };
            self.publish(&locked.machine, context);
        }
        locked
    }

    /// One step of the machine, at this time, and what there is to tell of it.
    pub(super) fn step<R>(
        &self,
        now: Time,
        step: impl FnOnce(&mut Machine, Context<'_>) -> R,
    ) -> R {
        let (result, untold) = self.step_counted(now, step, |_, _| {});
        untold.tell();
        result
    }

    /// One step, which is told when its caller has no lock any more; `count` counts its result
    /// before anybody can see it.
    pub(super) fn step_counted<R>(
        &self,
        now: Time,
        step: impl FnOnce(&mut Machine, Context<'_>) -> R,
        count: impl FnOnce(&R, &mut Option<Box<Extras>>),
    ) -> (R, Untold) {
        self.step_with(&mut self.lock(), now, step, count, |_| true)
    }

    /// One step of several under one lock, or one of which the log has some from another circuit.
    ///
    /// The machine changes here alone: so its word is never behind it, and what it has to tell
    /// leaves in a type that can't be overlooked.
    pub(super) fn step_with<R>(
        &self,
        locked: &mut Locked,
        now: Time,
        step: impl FnOnce(&mut Machine, Context<'_>) -> R,
        count: impl FnOnce(&R, &mut Option<Box<Extras>>),
        is_logged: impl Fn(&Transition) -> bool,
    ) -> (R, Untold) {
        let Locked { machine, extras } = locked;
        let policy = extras.as_ref().and_then(|extras| extras.policy.as_ref());
        let context = self.context(policy.unwrap_or(&self.shared.policy), now);
        let result = step(machine, context);
        self.publish(machine, context);
        let dry_run = context.policy.dry_run;
        count(&result, extras);
        let untold = match machine.news() {
            Some(news) => self.note(extras.get_or_insert_default(), dry_run, news, is_logged),
            None => Untold::NOTHING,
        };
        (result, untold)
    }

    /// Goes on by this policy, or by the one that it was made with. It keeps its state, and its
    /// window as far as that looks at the same.
    pub(crate) fn reconfigure(&self, policy: Option<Policy>, note: &Note) -> Untold {
        let now = self.clock().now();
        self.reconfigure_locked(&mut self.lock(), now, policy, note, |_| true)
    }

    /// The same for who has the lock, where the log has some of it from another circuit.
    pub(super) fn reconfigure_locked(
        &self,
        locked: &mut Locked,
        now: Time,
        policy: Option<Policy>,
        note: &Note,
        is_logged: impl Fn(&Transition) -> bool,
    ) -> Untold {
        let made_with = &self.shared.policy;
        let (old, new) = (*locked.policy(made_with), policy.unwrap_or(*made_with));
        if old == new && policy.is_none() {
            if let Some(extras) = locked.existing_extras() {
                extras.policy = None;
            }
            return Untold::NOTHING;
        }
        // The same values may come from elsewhere.
        locked.extras().policy = policy;
        if old == new {
            return Untold::NOTHING;
        }
        let step = |machine: &mut Machine, context: Context<'_>| {
            machine.reconfigure(Context { policy: &old, ..context }, context, note);
            self.tuning().set(&new);
        };
        let ((), untold) = self.step_with(locked, now, step, |(), _| {}, is_logged);
        if old.last_error && !new.last_error {
            locked.extras().forget_errors();
        }
        untold
    }
}
