//! The circuit that stands for all keys of a function: what holds for every one of them, and where
//! calls go whose key has no circuit.

use std::sync::{Arc, Weak};

use super::keys::Keys;
use super::locked::Extras;
use super::{Answer, Circuit};
use crate::base::identity::{Location, Name};
use crate::circuit::admitted::Admission;
use crate::circuit::mode::Mode;
use crate::circuit::word::Word;
use crate::events::EventKind;
use crate::events::doing::Doing;
use crate::events::failure::Failure;
use crate::machine::force::Force;
use crate::machine::late::Late;
use crate::machine::{Context, Machine, Report};
use crate::policy::Policy;
use crate::telemetry::Untold;

/// Who is to do what is said of a circuit.
enum Household {
    /// A key's circuit: itself alone.
    OfKey(Arc<dyn Keys>),
    /// All those of these keys.
    Whole(Arc<dyn Keys>),
}

impl Household {
    /// That of this circuit.
    fn of(extras: &Extras) -> Option<Self> {
        if let Some(occupant) = &extras.occupant {
            return occupant.keys.upgrade().map(Self::OfKey);
        }
        extras.keys.as_ref().and_then(Weak::upgrade).map(Self::Whole)
    }
}

impl Circuit {
    pub(crate) fn whole(name: &'static str, policy: Policy, location: Option<Location>) -> Self {
        let whole = Self::new(Name::Given(name), policy, location);
        whole.failing.locked.lock().extras().is_whole = true;
        whole
    }

    /// Whether it stands for keys, be there none yet.
    pub(crate) fn is_whole(&self) -> bool {
        self.lock().existing_extras().is_some_and(|extras| extras.is_whole)
    }

    /// It stands for these keys.
    pub(crate) fn stand_for(&self, keys: Weak<dyn Keys>) {
        self.lock().extras().keys = Some(keys);
    }

    /// What is forced on it, whether or not its policy lets it do anything.
    pub(crate) fn force_of_whole(&self) -> Option<Force> {
        self.lock().machine().force_in_phase().cloned()
    }

    /// Admits a call whose key has no circuit: unguarded, unless somebody has opened the whole by
    /// force. It is counted by how it ends, and changes nothing.
    #[cold]
    pub(crate) fn admit_unguarded(&self) -> Result<Admission<'_>, Answer> {
        if self.is_fresh() {
            drop(self.lock());
        }
        let word = self.word();
        let considered = match self.look() {
            Ok(standing) if standing.word.mode() == Mode::ForcedOpen => self.reject(standing),
            _ => {
                if word.state().is_forced() {
                    self.look_at_time();
                }
                self.pass(Word::new(Mode::ForcedClosed, word.generation(), word.slot()))
            }
        };
        self.admission(self.give(considered))
    }

    /// Tells something that is no transition.
    pub(crate) fn announce(&self, kind: EventKind) {
        self.step(self.clock().now(), |machine, context| machine.announce(context, kind));
    }

    /// Forces the circuit, or releases it; a whole with all its keys. What was forced on a key's
    /// circuit itself goes first: it no longer obeys the whole. Nobody follows a step that is none.
    /// Everybody is told whose doing it is.
    pub(super) fn steer_household(
        &self,
        holds: bool,
        doing: &Doing,
        step: impl FnOnce(&mut Machine, Context<'_>) -> bool,
    ) {
        let step =
            |machine: &mut Machine, context: Context<'_>| machine.step_by(context, doing, step);
        match self.step_for_household(step) {
            Some(Household::Whole(keys)) => keys.obey(!holds, doing),
            Some(Household::OfKey(keys)) if !holds => keys.release(self),
            Some(Household::OfKey(_)) | None => {}
        }
    }

    /// Takes a step that ends what was forced, and more.
    #[cfg(feature = "test-util")]
    pub(super) fn start_over_by_hand(&self, step: impl FnOnce(&mut Machine, Context<'_>)) {
        drop(self.step_for_household(|machine, context| {
            step(machine, context);
            true
        }));
    }

    /// Takes a step, and says who is to follow. In one go: keys that a first call makes
    /// meanwhile look at the state of the whole once the whole knows of it, so that they are either
    /// told here or see the step. And no key gets what was meant for the one before.
    fn step_for_household(
        &self,
        step: impl FnOnce(&mut Machine, Context<'_>) -> bool,
    ) -> Option<Household> {
        let mut household = None;
        let (_, untold) = self.step_counted(self.clock().now(), step, |is_one, extras| {
            household = extras.as_deref().filter(|_| *is_one).and_then(Household::of);
        });
        untold.tell();
        household
    }

    /// The keys that it stands for, if it does.
    pub(crate) fn keys_of_whole(&self) -> Option<Arc<dyn Keys>> {
        self.lock().existing_extras()?.keys.as_ref()?.upgrade()
    }

    /// Obeys the whole, as a circuit that nobody has seen yet: that is told to nobody.
    pub(crate) fn obey_silently(&self, whole: Option<&Force>) {
        if whole.is_some() {
            self.step(self.clock().now(), |machine, context| machine.start_over(context, whole));
        }
    }

    /// Records a failure of an older generation that counts all the same.
    pub(crate) fn fail_late(&self, failure: Failure<'_>, is_counted: bool) -> Untold {
        let late = Late::of(failure, None);
        if !is_counted {
            // It may not have had a call yet.
            drop(self.lock());
            self.count_end(Report::Failure(failure.kind));
        }
        let step = |machine: &mut Machine, context: Context<'_>| machine.fail_late(context, late);
        let now = self.clock().now();
        let ((), untold) = self.step_counted(now, step, |(), extras| {
            extras.get_or_insert_default().note_failure(self, now, failure);
        });
        untold
    }
}
