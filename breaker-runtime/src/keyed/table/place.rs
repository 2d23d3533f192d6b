//! A circuit and the key that has it.

use std::sync::Arc;

use crate::base::sync::{AtomicU64, Ordering};
use crate::breaker::CircuitBreaker;
use crate::call::occupant::OccupantId;
use crate::call::outcome::Reject;
use crate::call::rejection::CircuitOpen;
use crate::circuit::admitted::Admission;
use crate::circuit::{self, Answer, Circuit, NextOccupant, Refused};
use crate::keyed::eviction::evicted::Former;
use crate::telemetry::Untold;

/// A circuit and the key that has it. It stays where it is as long as its keyed breaker lives, and
/// serves one key after another.
#[derive(Debug)]
pub(in crate::keyed) struct Entry {
    breaker: CircuitBreaker,
    /// The occupancy: odd while nobody can find it without the roster's lock. So it is while the
    /// circuit goes from one key to the next, and as long as nobody knows the text of its key.
    life: AtomicU64,
    fingerprint: AtomicU64,
    /// The epoch in which it was last used.
    used: AtomicU64,
    place: u32,
}

/// An entry, as it was for one of its keys.
#[derive(Clone, Copy, Debug)]
pub(in crate::keyed) struct Occupancy<'t> {
    entry: &'t Entry,
    life: u64,
}

/// A place whose circuit is held for the next key.
#[derive(Debug)]
#[must_use = "nobody has got it yet: `give_to` the next key"]
pub(in crate::keyed) struct Vacancy<'t> {
    entry: &'t Entry,
    circuit: circuit::Vacancy<'t>,
}

/// A circuit that rejects a call, and what it says.
#[derive(Debug)]
pub(crate) struct Refusal<'t> {
    pub(crate) circuit: &'t Circuit,
    pub(crate) answer: Answer,
    /// Whose circuit it is; that of all keys speaks for one without a place.
    pub(in crate::keyed) occupant: Option<OccupantId>,
}

impl Refusal<'_> {
    #[inline]
    pub(crate) fn rejection(&self) -> CircuitOpen {
        let rejection = self.circuit.rejection(self.answer);
        match self.occupant {
            Some(occupant) => rejection.of_occupant(occupant),
            None => rejection,
        }
    }

    /// The rejection as a return value. Out of the way, since errors are often boxed.
    #[cold]
    #[inline(never)]
    #[track_caller]
    pub(crate) fn rejected<R: Reject>(&self) -> R {
        R::reject(self.rejection())
    }
}

impl Entry {
    /// In this place, for the key of this fingerprint, whose text is known or will be.
    pub(in crate::keyed) fn new(
        place: u32,
        circuit: Circuit,
        fingerprint: u64,
        is_named: bool,
    ) -> Self {
        Self {
            place,
            breaker: CircuitBreaker::of(circuit),
            life: AtomicU64::new(u64::from(!is_named)),
            fingerprint: AtomicU64::new(fingerprint),
            used: AtomicU64::new(0),
        }
    }

    pub(in crate::keyed) const fn place(&self) -> u32 {
        self.place
    }

    /// The circuit as its users have it.
    pub(in crate::keyed) const fn breaker(&self) -> &CircuitBreaker {
        &self.breaker
    }

    pub(in crate::keyed) const fn circuit(&self) -> &Circuit {
        self.breaker.itself()
    }

    /// The occupancy of the key of this fingerprint, if it is the present one.
    #[inline]
    pub(in crate::keyed) fn occupancy_of(&self, fingerprint: u64) -> Option<Occupancy<'_>> {
        let life = self.life.load(Ordering::Acquire);
        let is_it = life % 2 == 0 && self.fingerprint() == fingerprint;
        is_it.then_some(Occupancy { entry: self, life })
    }

    /// The present occupancy. The caller has the roster's lock, without which it doesn't change.
    pub(in crate::keyed) fn occupancy(&self) -> Occupancy<'_> {
        Occupancy { entry: self, life: self.life.load(Ordering::Acquire) }
    }

    pub(in crate::keyed) fn fingerprint(&self) -> u64 {
        self.fingerprint.load(Ordering::Acquire)
    }

    /// Holds the circuit for another key, if nothing is lost with it. The caller has the roster's
    /// lock until the key has it.
    pub(in crate::keyed) fn vacate(&self) -> (Result<Vacancy<'_>, Refused>, Untold) {
        let (vacancy, untold) = self.circuit().vacate();
        (vacancy.map(|circuit| Vacancy { entry: self, circuit }), untold)
    }

    /// The text of this key, if it is still the one that has the circuit.
    pub(in crate::keyed) fn key_of(&self, occupant: OccupantId) -> Option<Arc<str>> {
        let key = self.circuit().key()?;
        // Relaxed, and last: the lock behind which the key was says that a later one's life is
        // seen with its text.
        let life = self.life.load(Ordering::Relaxed);
        (earlier_occupants(life) == occupant.earlier()).then_some(key)
    }

    /// Learns the text of its key, if that was not known. The caller has the roster's lock.
    pub(in crate::keyed) fn learn(&self, key: impl FnOnce() -> Arc<str>) {
        let life = self.life.load(Ordering::Relaxed);
        if life % 2 != 0 {
            self.circuit().learn_key(key());
            self.life.store(life.wrapping_add(1), Ordering::Release);
        }
    }

    pub(in crate::keyed) fn last_use(&self) -> u64 {
        self.used.load(Ordering::Relaxed)
    }

    /// Notes a use, unless that is known: a lookup is not to write what others read.
    #[inline]
    pub(in crate::keyed) fn use_at(&self, epoch: u64) {
        if self.last_use() != epoch {
            self.used.store(epoch, Ordering::Relaxed);
        }
    }
}

impl<'t> Vacancy<'t> {
    /// Gives the place to the next key; says who had it, and what there is to tell of this.
    pub(in crate::keyed) fn give_to(self, next: NextOccupant<'_>) -> (&'t Entry, Former, Untold) {
        let Self { entry, circuit } = self;
        let fingerprint = entry.fingerprint();
        let life = entry.life.load(Ordering::Relaxed);
        let between = life.wrapping_add(1 + life % 2);
        // From here on it is another key's: lookups without a lock are turned away before they
        // could see anything of it. Who sees the next generation or the next fingerprint sees that
        // the life is another one: each is released after it.
        entry.life.store(between, Ordering::Relaxed);
        let (generation, untold) = circuit.give_to(next);
        entry.fingerprint.store(next.fingerprint, Ordering::Release);
        if next.key.is_some() {
            entry.life.store(between.wrapping_add(1), Ordering::Release);
        }
        (entry, Former { fingerprint, generation }, untold)
    }
}

impl<'t> Occupancy<'t> {
    #[inline]
    pub(in crate::keyed) const fn entry(self) -> &'t Entry {
        self.entry
    }

    /// Asks for admission; `None` if the circuit is another key's by now.
    #[inline]
    pub(in crate::keyed) fn admit(self) -> Option<Result<Admission<'t>, Refusal<'t>>> {
        let circuit = self.entry.circuit();
        // Relaxed: it comes after what the circuit has answered, which was acquired.
        let is_same = || self.entry.life.load(Ordering::Relaxed) == self.life;
        let admitted = circuit.acquire_while(is_same)?;
        let occupant = Some(self.occupant());
        Some(admitted.map_err(|answer| Refusal { circuit, answer, occupant }))
    }

    fn occupant(self) -> OccupantId {
        // There are far fewer places than that.
        OccupantId::new(self.entry.place, earlier_occupants(self.life))
    }
}

/// How many keys had the circuit before the one that has it in this life.
#[expect(clippy::cast_possible_truncation, reason = "modulo 2^32 will do")]
const fn earlier_occupants(life: u64) -> u32 {
    life.div_ceil(2) as u32
}

#[cfg(all(test, not(breaker_loom)))]
mod tests {
    use super::*;
    use crate::events::state::State;
    use crate::keyed::Table;
    use crate::policy::Policy;
    use std::sync::Weak;

    const POLICY: Policy = Policy::new().threshold(1);

    fn next(key: Option<&Arc<str>>, fingerprint: u64) -> NextOccupant<'_> {
        NextOccupant { key, fingerprint, policy: POLICY, force: State::Closed }
    }

    fn hand_over(entry: &Entry, next: NextOccupant<'_>) -> Result<(), Refused> {
        entry.vacate().0.map(|vacancy| drop(vacancy.give_to(next)))
    }

    /// Of the key `a`, whose fingerprint is 7.
    fn entry() -> Entry {
        let whole = CircuitBreaker::new("entry", POLICY);
        let first =
            next(Some(&"a".into()), 7).of_a_new_circuit(whole.itself(), 0, Weak::<Table>::new());
        Entry::new(0, first, 7, true)
    }

    #[test]
    fn an_occupancy_is_of_one_key_and_ends_when_another_one_gets_the_circuit() {
        let entry = entry();
        assert!(entry.occupancy_of(8).is_none());
        let former = entry.occupancy_of(7).expect("it is the one");
        assert!(former.admit().is_some());

        assert!(hand_over(&entry, next(Some(&"b".into()), 8)).is_ok());
        assert!(entry.occupancy_of(7).is_none());
        assert!(former.admit().is_none());
        entry.breaker().force_open();
        assert!(former.admit().is_none());
        assert_eq!(entry.breaker().snapshot().calls.total(), 0, "nobody has asked");

        let present = entry.occupancy_of(8).expect("it is the one");
        assert!(matches!(present.admit(), Some(Err(_))));
        assert!(hand_over(&entry, next(Some(&"c".into()), 9)).is_err());
        assert!(matches!(present.admit(), Some(Err(_))), "it is still the one");
        assert_eq!(entry.breaker().snapshot().calls.rejected, 2);
    }

    #[test]
    fn a_trial_call_that_is_another_keys_is_given_back() {
        let entry = entry();
        let former = entry.occupancy_of(7).expect("it is the one");
        assert!(hand_over(&entry, next(Some(&"b".into()), 8)).is_ok());
        entry.breaker().open_for(core::time::Duration::ZERO);
        assert!(former.admit().is_none());
        let calls = entry.breaker().snapshot().calls;
        assert_eq!((entry.breaker().state(), calls.total()), (State::HalfOpen, 0));
        assert!(entry.breaker().try_acquire().is_ok());
    }

    #[test]
    fn a_key_without_a_text_is_found_once_somebody_knows_it() {
        let entry = entry();
        for fingerprint in [8, 9] {
            assert!(hand_over(&entry, next(None, fingerprint)).is_ok());
            assert_eq!(entry.fingerprint(), fingerprint);
            assert!(entry.occupancy_of(fingerprint).is_none());
        }
        entry.learn(|| "c".into());
        assert_eq!(entry.circuit().key().as_deref(), Some("c"));
        assert!(entry.occupancy_of(9).is_some_and(|occupancy| occupancy.admit().is_some()));
        entry.learn(|| unreachable!("it is known"));
    }
}
