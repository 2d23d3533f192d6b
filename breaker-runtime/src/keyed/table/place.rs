//! A place: a circuit, and the key that has it.

use std::sync::Arc;

use crate::base::sync::{AtomicU64, Ordering};
use crate::breaker::CircuitBreaker;
use crate::call::occupant::OccupantId;
use crate::circuit::admitted::Admission;
use crate::circuit::{self, Circuit, NextOccupant, Retained};
use crate::keyed::eviction::Evicted;
use crate::keyed::refusal::Refusal;
use crate::telemetry::Untold;

/// A circuit and its occupant, the key that has it. The circuit stays in its place as long as the
/// keyed breaker lives, and serves one key after another.
#[derive(Debug)]
pub(in crate::keyed) struct Place {
    /// The first place is zero.
    number: u32,
    breaker: CircuitBreaker,
    /// As in a sequence lock: another one for each occupant, and odd while no lookup without the
    /// table's lock may find the place. So it is while the circuit goes from one key to the next,
    /// and as long as nobody knows the text of its key.
    version: AtomicU64,
    fingerprint: AtomicU64,
    /// The epoch in which it was last used.
    used: AtomicU64,
}

/// A place while one key has it.
#[derive(Clone, Copy, Debug)]
pub(in crate::keyed) struct Occupancy<'t> {
    place: &'t Place,
    version: u64,
}

/// A place whose circuit is held for the next key.
#[derive(Debug)]
#[must_use = "nobody has got it yet: `give_to` the next key"]
pub(in crate::keyed) struct Vacancy<'t> {
    place: &'t Place,
    circuit: circuit::Vacancy<'t>,
}

impl Place {
    /// The place of this number, for the key of this fingerprint, whose text is known or will be.
    pub(in crate::keyed) fn new(
        number: u32,
        circuit: Circuit,
        fingerprint: u64,
        is_named: bool,
    ) -> Self {
        Self {
            number,
            breaker: CircuitBreaker::of(circuit),
            version: AtomicU64::new(u64::from(!is_named)),
            fingerprint: AtomicU64::new(fingerprint),
            used: AtomicU64::new(0),
        }
    }

    pub(in crate::keyed) const fn number(&self) -> u32 {
        self.number
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
    pub(super) fn occupancy_of(&self, fingerprint: u64) -> Option<Occupancy<'_>> {
        let version = self.version.load(Ordering::Acquire);
        let is_it = version % 2 == 0 && self.fingerprint() == fingerprint;
        is_it.then_some(Occupancy { place: self, version })
    }

    /// The present occupancy. The caller has the table's lock, without which it doesn't change.
    pub(in crate::keyed) fn occupancy(&self) -> Occupancy<'_> {
        Occupancy { place: self, version: self.version.load(Ordering::Acquire) }
    }

    pub(in crate::keyed) fn fingerprint(&self) -> u64 {
        self.fingerprint.load(Ordering::Acquire)
    }

    /// Holds it for another key, if nothing is lost. The caller has the table's lock until then.
    pub(super) fn vacate(&self) -> (Result<Vacancy<'_>, Retained>, Untold) {
        let (vacancy, untold) = self.circuit().vacate();
        (vacancy.map(|circuit| Vacancy { place: self, circuit }), untold)
    }

    /// The text of this key, if it is still the one that has the circuit.
    pub(super) fn key_of(&self, occupant: OccupantId) -> Option<Arc<str>> {
        let key = self.circuit().key()?;
        // Relaxed, and last: the lock behind which the key was says that a later one's version is
        // seen with its text.
        let version = self.version.load(Ordering::Relaxed);
        (earlier_occupants(version) == occupant.earlier()).then_some(key)
    }

    /// Learns the text of its key, if that was not known, and returns it then. The caller has the
    /// table's lock.
    pub(super) fn learn(&self, key: impl FnOnce() -> Arc<str>) -> Option<Arc<str>> {
        let version = self.version.load(Ordering::Relaxed);
        if version % 2 == 0 {
            return None;
        }
        let key = key();
        self.circuit().learn_key(Arc::clone(&key));
        self.version.store(version.wrapping_add(1), Ordering::Release);
        Some(key)
    }

    pub(super) fn last_use(&self) -> u64 {
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
    pub(in crate::keyed) fn give_to(self, next: &NextOccupant<'_>) -> (&'t Place, Evicted, Untold) {
        let Self { place, circuit } = self;
        let fingerprint = place.fingerprint();
        let version = place.version.load(Ordering::Relaxed);
        let between = version.wrapping_add(1 + version % 2);
        // From here on it is another key's: lookups without a lock are turned away before they
        // could see anything of it. Who sees the next generation or the next fingerprint sees that
        // the version is another one: each is released after it.
        place.version.store(between, Ordering::Relaxed);
        let (generation, untold) = circuit.give_to(next);
        place.fingerprint.store(next.fingerprint, Ordering::Release);
        if next.key.is_some() {
            place.version.store(between.wrapping_add(1), Ordering::Release);
        }
        (place, Evicted { fingerprint, generation }, untold)
    }
}

impl<'t> Occupancy<'t> {
    #[inline]
    pub(in crate::keyed) const fn place(self) -> &'t Place {
        self.place
    }

    /// Asks for admission; `None` if the circuit is another key's by now.
    #[inline]
    pub(in crate::keyed) fn admit(self) -> Option<Result<Admission<'t>, Refusal<'t>>> {
        let circuit = self.place.circuit();
        // Relaxed: it comes after what the circuit has answered, which was acquired.
        let is_same = || self.place.version.load(Ordering::Relaxed) == self.version;
        let admitted = circuit.acquire_while(is_same)?;
        let occupant = Some(self.occupant());
        Some(admitted.map_err(|answer| Refusal { circuit, answer, occupant }))
    }

    fn occupant(self) -> OccupantId {
        // There are far fewer places than that.
        OccupantId::new(self.place.number, earlier_occupants(self.version))
    }
}

/// How many keys had the place before the one that has it in this version.
#[expect(clippy::cast_possible_truncation, reason = "modulo 2^32 will do")]
const fn earlier_occupants(version: u64) -> u32 {
    version.div_ceil(2) as u32
}

#[cfg(all(test, not(breaker_loom)))]
mod tests {
    use super::*;
    use crate::circuit::to_all::Followed;
    use crate::events::state::State;
    use crate::keyed::Table;
    use crate::policy::Policy;
    use std::sync::Weak;

    const POLICY: Policy = Policy::new().threshold(1);

    fn next(key: Option<&Arc<str>>, fingerprint: u64) -> NextOccupant<'_> {
        let (policy, force, followed) = (POLICY, None, Followed::default());
        NextOccupant { key, fingerprint, policy, force, follows_runs: false, followed }
    }

    fn hand_over(place: &Place, next: &NextOccupant<'_>) -> Result<(), Retained> {
        place.vacate().0.map(|vacancy| drop(vacancy.give_to(next)))
    }

    /// Of the key `a`, whose fingerprint is 7.
    fn place() -> Place {
        let whole = CircuitBreaker::new("place", POLICY);
        let first =
            next(Some(&"a".into()), 7).of_a_new_circuit(whole.itself(), 0, Weak::<Table>::new());
        Place::new(0, first, 7, true)
    }

    #[test]
    fn an_occupancy_is_of_one_key_and_ends_when_another_one_gets_the_circuit() {
        let place = place();
        assert!(place.occupancy_of(8).is_none());
        let former = place.occupancy_of(7).expect("it is the one");
        assert!(former.admit().is_some());

        assert!(hand_over(&place, &next(Some(&"b".into()), 8)).is_ok());
        assert!(place.occupancy_of(7).is_none());
        assert!(former.admit().is_none());
        place.breaker().force_open();
        assert!(former.admit().is_none());
        assert_eq!(place.breaker().snapshot().calls.total(), 0, "nobody has asked");

        let present = place.occupancy_of(8).expect("it is the one");
        assert!(matches!(present.admit(), Some(Err(_))));
        assert!(hand_over(&place, &next(Some(&"c".into()), 9)).is_err());
        assert!(matches!(present.admit(), Some(Err(_))), "it is still the one");
        assert_eq!(place.breaker().snapshot().calls.rejected, 2);
    }

    #[test]
    fn a_trial_call_that_is_another_keys_is_given_back() {
        let place = place();
        let former = place.occupancy_of(7).expect("it is the one");
        assert!(hand_over(&place, &next(Some(&"b".into()), 8)).is_ok());
        place.breaker().force_open();
        place.breaker().force_open_for(core::time::Duration::ZERO, "");
        assert!(former.admit().is_none());
        let calls = place.breaker().snapshot().calls;
        assert_eq!((place.breaker().state(), calls.total()), (State::HalfOpen, 0));
        assert!(place.breaker().try_acquire().is_ok());
    }

    #[test]
    fn a_key_without_a_text_is_found_once_somebody_knows_it() {
        let place = place();
        for fingerprint in [8, 9] {
            assert!(hand_over(&place, &next(None, fingerprint)).is_ok());
            assert_eq!(place.fingerprint(), fingerprint);
            assert!(place.occupancy_of(fingerprint).is_none());
        }
        assert_eq!(place.learn(|| "c".into()).as_deref(), Some("c"));
        assert_eq!(place.circuit().key().as_deref(), Some("c"));
        assert!(place.occupancy_of(9).is_some_and(|occupancy| occupancy.admit().is_some()));
        assert_eq!(place.learn(|| unreachable!("it is known")), None);
    }
}
