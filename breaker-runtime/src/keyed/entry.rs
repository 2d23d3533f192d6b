//! A circuit and the key that has it.

use std::sync::Arc;

use crate::CircuitBreaker;
use crate::admission::Admission;
use crate::breaker::Answer;
use crate::sync::{AtomicU64, Ordering};

/// A circuit and the key that has it. It stays where it is as long as its keyed breaker lives, and serves one key after another.
#[derive(Debug)]
pub(super) struct Entry {
    circuit: CircuitBreaker,
    /// The tenancy: odd while the circuit goes from one key to the next.
    life: AtomicU64,
    fingerprint: AtomicU64,
    /// The epoch in which it was last used.
    used: AtomicU64,
}

/// An entry, as it was for one of its keys.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tenancy<'t> {
    entry: &'t Entry,
    life: u64,
}

/// A circuit that rejects a call, and what it says.
#[derive(Debug)]
pub(crate) struct Refusal<'t> {
    pub(crate) circuit: &'t CircuitBreaker,
    pub(crate) answer: Answer,
}

impl Entry {
    pub(super) fn new(circuit: CircuitBreaker, fingerprint: u64) -> Self {
        Self {
            circuit,
            life: AtomicU64::new(0),
            fingerprint: AtomicU64::new(fingerprint),
            used: AtomicU64::new(0),
        }
    }

    pub(super) const fn circuit(&self) -> &CircuitBreaker {
        &self.circuit
    }

    /// The tenancy of the key of this fingerprint, if it is the present one.
    #[inline]
    pub(super) fn tenancy_of(&self, fingerprint: u64) -> Option<Tenancy<'_>> {
        let life = self.life.load(Ordering::Acquire);
        let is_it = life % 2 == 0 && self.fingerprint() == fingerprint;
        is_it.then_some(Tenancy { entry: self, life })
    }

    /// The present tenancy. The caller has the roster's lock, without which it doesn't change.
    pub(super) fn tenancy(&self) -> Tenancy<'_> {
        Tenancy { entry: self, life: self.life.load(Ordering::Acquire) }
    }

    pub(super) fn fingerprint(&self) -> u64 {
        self.fingerprint.load(Ordering::Acquire)
    }

    /// Gives the circuit to another key if it has nothing to remember of the present one. The caller has the roster's lock.
    pub(super) fn hand_over(&self, key: &Arc<str>, fingerprint: u64) -> bool {
        let life = self.life.load(Ordering::Relaxed);
        // Who sees the next generation or the next fingerprint sees that the life is another one: each is released after it.
        let is_given = self
            .circuit
            .hand_over(key, || self.life.store(life.wrapping_add(1), Ordering::Relaxed));
        if is_given {
            self.fingerprint.store(fingerprint, Ordering::Release);
            self.life.store(life.wrapping_add(2), Ordering::Release);
        }
        is_given
    }

    pub(super) fn last_use(&self) -> u64 {
        self.used.load(Ordering::Relaxed)
    }

    /// Notes a use, unless that is known: a lookup is not to write what others read.
    #[inline]
    pub(super) fn use_at(&self, epoch: u64) {
        if self.last_use() != epoch {
            self.used.store(epoch, Ordering::Relaxed);
        }
    }
}

impl<'t> Tenancy<'t> {
    #[inline]
    pub(super) const fn entry(self) -> &'t Entry {
        self.entry
    }

    /// Asks for admission; `None` if the circuit is another key's by now.
    #[inline]
    pub(super) fn admit(self) -> Option<Result<Admission<'t>, Refusal<'t>>> {
        let circuit = &self.entry.circuit;
        // Relaxed: it comes after what the circuit has answered, which was acquired.
        let is_same = || self.entry.life.load(Ordering::Relaxed) == self.life;
        let admitted = circuit.acquire_while(is_same)?;
        Some(admitted.map_err(|answer| Refusal { circuit, answer }))
    }
}

#[cfg(all(test, not(breaker_loom)))]
mod tests {
    use super::*;
    use crate::{KeyedCircuitBreaker, Policy};

    #[test]
    fn a_tenancy_is_of_one_key_and_ends_when_another_one_gets_the_circuit() {
        let keyed = KeyedCircuitBreaker::new("entry", Policy::new(), 1);
        let circuit = CircuitBreaker::for_key(&keyed, Policy::new(), "a".into());
        let entry = Entry::new(circuit, 7);
        assert!(entry.tenancy_of(8).is_none());
        let former = entry.tenancy_of(7).expect("it is the one");
        assert!(former.admit().is_some());

        assert!(entry.hand_over(&"b".into(), 8));
        assert!(entry.tenancy_of(7).is_none());
        assert!(former.admit().is_none());
        entry.circuit().force_open();
        assert!(former.admit().is_none());
        assert_eq!(entry.circuit().snapshot().calls.rejected, 0, "nobody has asked");

        let present = entry.tenancy_of(8).expect("it is the one");
        assert!(matches!(present.admit(), Some(Err(_))));
        assert!(!entry.hand_over(&"c".into(), 9));
        assert!(matches!(present.admit(), Some(Err(_))), "it is still the one");
        assert_eq!(entry.circuit().snapshot().calls.rejected, 2);
    }

    #[test]
    fn a_trial_call_that_is_another_keys_is_given_back() {
        let keyed = KeyedCircuitBreaker::new("entry", Policy::new(), 1);
        let circuit = CircuitBreaker::for_key(&keyed, Policy::new().threshold(1), "a".into());
        let entry = Entry::new(circuit, 7);
        let former = entry.tenancy_of(7).expect("it is the one");
        assert!(entry.hand_over(&"b".into(), 8));
        entry.circuit().open_for(core::time::Duration::ZERO);
        assert!(former.admit().is_none());
        let calls = entry.circuit().snapshot().calls;
        assert_eq!((entry.circuit().state(), calls.total()), (crate::State::HalfOpen, 0));
        assert!(entry.circuit().try_acquire().is_ok());
    }
}
