//! One key after another on the same circuit: how a keyed breaker gives a circuit with which
//! nothing is lost to another key.

use std::sync::{Arc, Weak};

use super::keys::Keys;
use super::locked::{Extras, Locked, Occupant};
use super::to_all::Followed;
use super::{Answer, Circuit};
use crate::base::identity::Name;
use crate::base::sync::MutexGuard;
use crate::base::time::Time;
use crate::circuit::admitted::Admission;
use crate::circuit::word::Word;
use crate::events::EventKind;
use crate::events::failure::Failure;
use crate::events::journal::Journal;
use crate::events::note::Note;
use crate::events::state::State;
use crate::machine::force::Force;
use crate::machine::{Context, Machine};
use crate::policy::Policy;
use crate::telemetry::Untold;

/// What a key is called as long as nobody knows its text: a call of it ended after it had lost its
/// circuit, and it has made none since.
pub(crate) const UNNAMED: &str = "(unnamed)";

/// The key that gets a circuit.
#[derive(Clone, Debug)]
pub(crate) struct NextOccupant<'k> {
    /// Its text, if that is known.
    pub(crate) key: Option<&'k Arc<str>>,
    pub(crate) fingerprint: u64,
    pub(crate) policy: Policy,
    /// What is forced on all keys.
    pub(crate) force: Option<Force>,
    /// Whether all keys follow runs of failures.
    pub(crate) follows_runs: bool,
    /// What was said to all keys before it came: it begins like that.
    pub(crate) followed: Followed,
}

impl NextOccupant<'_> {
    pub(super) fn text(&self) -> Arc<str> {
        self.key.map_or_else(|| UNNAMED.into(), Arc::clone)
    }

    /// A circuit of the whole that no key has had before, in this place among those of the others.
    pub(crate) fn of_a_new_circuit(
        &self,
        whole: &Circuit,
        place: u32,
        keys: Weak<dyn Keys>,
    ) -> Circuit {
        let name = Name::Given(whole.name());
        let mut circuit = Circuit::new(name, self.policy, whole.location());
        circuit.set_probe(whole.probe());
        let occupant = Occupant::first(self, place, keys);
        let (occupant, scope) = (Some(occupant), whole.scope());
        *circuit.failing.locked.lock().extras() = Extras { occupant, scope, ..Extras::default() };
        circuit
    }
}

/// Why a circuit was not vacated: its key keeps it for now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Retained {
    /// From when on it can be, if nothing happens to it.
    pub(crate) until: Time,
    /// Its word when it was asked. While that is the same nothing has happened, unless successes
    /// alone make a difference.
    pub(crate) seen: Word,
    /// Whether somebody outside steers it: a suspicion and a hold end without a word.
    pub(crate) is_steered: bool,
}

/// A circuit with which nothing is lost, held for the key that gets it: no call comes between the
/// question and the answer.
#[derive(Debug)]
#[must_use = "nobody has got it yet: `give_to` the next key"]
pub(crate) struct Vacancy<'c> {
    circuit: &'c Circuit,
    locked: MutexGuard<'c, Locked>,
    now: Time,
}

impl Vacancy<'_> {
    /// Gives the circuit to this key, as good as new; the last generation of the key before.
    ///
    /// Calls under way report to an older generation, so they change nothing for the new key (rule
    /// S7).
    pub(crate) fn give_to(self, next: &NextOccupant<'_>) -> (u64, Untold) {
        let Self { circuit, mut locked, now } = self;
        let ended = circuit.end_force(&mut locked, now);
        // Told as the old key's, by its policy, so before either is gone.
        let evicted = circuit.see_off(&mut locked, now);
        // What permits of the old key say; the next key's begin with the next generation.
        let last = locked.machine().generation();
        let begun = circuit.receive(&mut locked, now, next);
        (last, ended.and(evicted).and(begun))
    }
}

impl Circuit {
    /// Holds the circuit for another key, if nothing is lost with it; else says when that may be.
    /// Either way a ramp-up that is over has ended, which is to be told once nothing is held.
    pub(crate) fn vacate(&self) -> (Result<Vacancy<'_>, Retained>, Untold) {
        let now = self.clock().now();
        let mut locked = self.lock();
        // A ramp-up that is over would seem to be one until the next call, which may never come.
        let ended = self.end_ramp_up(&mut locked, now);
        let policy = *locked.policy(&self.shared.policy);
        let until = locked.machine().is_forgettable_from(self.context(&policy, now));
        let vacancy = if until > now {
            // The word is read under the lock, so that it says what this answer is about.
            Err(Retained { until, seen: self.word(), is_steered: locked.machine().follows_runs() })
        } else {
            Ok(Vacancy { circuit: self, locked, now })
        };
        (vacancy, ended)
    }

    /// A ramp-up that is over has nothing more to remember: it ends, as its next call would find.
    fn end_ramp_up(&self, locked: &mut Locked, now: Time) -> Untold {
        // Not by the word: that of a circuit whose policy is switched off says nothing of this.
        if locked.machine().phase_state() != State::RampUp {
            return Untold::NOTHING;
        }
        let ((), untold) = self.step_with(locked, now, Machine::look_at_time, |(), _| {}, |_| true);
        untold
    }

    /// What was forced on its key is over, as nobody has found out.
    fn end_force(&self, locked: &mut Locked, now: Time) -> Untold {
        if locked.machine().force_in_phase().is_none() {
            return Untold::NOTHING;
        }
        let ((), untold) = self.step_with(locked, now, Machine::look_at_time, |(), _| {}, |_| true);
        untold
    }

    /// Tells that the key loses the circuit: whoever watches that alone, for they hear no more of
    /// it; and everybody where the last that they heard is that it opened.
    fn see_off(&self, locked: &mut Locked, now: Time) -> Untold {
        let policy = *locked.policy(&self.shared.policy);
        let state = locked.machine().state(&policy);
        let mut untold = Untold::NOTHING;
        if state.is_outage() {
            let evict = |machine: &mut Machine, context: Context<'_>| {
                machine.announce(context, EventKind::Evicted);
            };
            ((), untold) = self.step_with(locked, now, evict, |(), _| {}, |_| true);
        }
        let outage_for = locked.machine().outage_for();
        let origin = self.origin(locked.extras(), policy.dry_run);
        locked.extras().journal.end(&origin, state, outage_for);
        untold
    }

    /// Begins anew with this key, which hears of nothing that was before.
    fn receive(&self, locked: &mut Locked, now: Time, next: &NextOccupant<'_>) -> Untold {
        let old = *locked.policy(&self.shared.policy);
        // Before the new word is out: what is counted under that is the next key's.
        let counted_before = locked.calls(self);
        if old != next.policy {
            locked.extras().policy = Some(next.policy);
        }
        let begin = |machine: &mut Machine, context: Context<'_>| {
            // By the old policy, to which the window belongs until it is another one.
            machine.start_over(Context { policy: &old, ..context }, next.force.as_ref());
            if old != *context.policy {
                machine.reconfigure(Context { policy: &old, ..context }, context, &Note::NOTHING);
                // The key was never told of another one.
                machine.forget_news();
                self.tuning().set(context.policy);
            }
            if next.follows_runs {
                machine.follow_runs(context);
            }
            machine.generation()
        };
        let (generation, untold) = self.step_with(locked, now, begin, |_, _| {}, |_| true);
        let extras = locked.extras();
        if let Some(occupant) = &mut extras.occupant {
            occupant.move_out(next, counted_before, generation);
        }
        extras.forget_last();
        extras.journal = Journal::since(counted_before.turned_away(), generation);
        untold
    }

    /// Takes note of the text of its key, which was not known before.
    pub(crate) fn learn_key(&self, key: Arc<str>) {
        let mut locked = self.lock();
        let extras = locked.extras();
        extras.journal.learn_key(&key);
        if let Some(occupant) = &mut extras.occupant {
            occupant.key = key;
        }
    }

    /// A permit, or the answer of a circuit that rejects the call; `None`, as if nobody had asked,
    /// if it has changed hands meanwhile.
    ///
    /// `is_same` is asked after the circuit has answered: who has seen anything of the next key's
    /// sees that it changed hands.
    #[inline]
    pub(crate) fn acquire_while(
        &self,
        is_same: impl Fn() -> bool,
    ) -> Option<Result<Admission<'_>, Answer>> {
        let word = self.word();
        if word.passes() {
            // A permit of an older generation means nothing, so that it needs no word when it goes.
            return is_same().then(|| Ok(Admission::at_a_glance(self, word)));
        }
        let answer = self.answer_while(is_same)?;
        Some(self.admission(answer))
    }

    #[inline(never)]
    fn answer_while(&self, is_same: impl Fn() -> bool) -> Option<Answer> {
        let considered = self.consider();
        if is_same() {
            Some(self.give(considered))
        } else {
            self.withdraw(considered);
            None
        }
    }

    /// Records a failure that is another key's by now, where that has a circuit now: false if
    /// nobody knows whose it was, or if that key gets none. One that is `counted` already is not
    /// counted again.
    #[cold]
    pub(super) fn pass_on_failure(
        &self,
        issued: Word,
        failure: Failure<'_>,
        is_counted: bool,
    ) -> bool {
        let home = self.lock().occupant().map(|occupant| (occupant.keys.upgrade(), occupant.place));
        let Some((Some(keys), place)) = home else { return false };
        keys.fail_late(place, issued, failure, is_counted)
    }
}
