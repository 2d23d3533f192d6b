//! All circuits as they are now, not at the last tick: each is looked at once, so that nothing that
//! is said of it contradicts the rest.

use std::collections::HashSet;

use breaker_runtime::{CircuitBreaker, KeyedCircuitBreaker, registry};

use super::counts::Tally;
use crate::document::{CircuitCounts, Effect};
use crate::record::keys::Keys;
use crate::record::reading::address;
use crate::record::standing::Standing;

/// What was found. Circuits are named by where they are, functions with keys by their whole.
#[derive(Default)]
pub(super) struct Look {
    tally: Tally,
    /// Whether one rejects calls, or lets few of them pass.
    pub(super) is_any_in_outage: bool,
    /// Of those that were asked for.
    rejecting: HashSet<usize>,
    /// Functions none of whose keys gets through.
    shut: HashSet<usize>,
}

impl Look {
    /// Looks at all, and remembers of these whether they reject calls.
    pub(super) fn at(asked: &HashSet<usize>) -> Self {
        let mut look = Self::default();
        for circuit in registry().unkeyed() {
            let (effect, is_down) = look.at_one(circuit, asked);
            look.tally.add(effect, is_down);
        }
        for keyed in registry().all_by_key() {
            look.at_keys(keyed, asked);
        }
        look
    }

    fn at_one(&mut self, circuit: &CircuitBreaker, asked: &HashSet<usize>) -> (Effect, bool) {
        let (effect, standing) = Standing::now(circuit);
        self.note(circuit, effect, asked);
        (effect, standing == Standing::Down)
    }

    fn at_keys(&mut self, keyed: &KeyedCircuitBreaker, asked: &HashSet<usize>) {
        let (effect, is_down) = self.at_one(keyed.whole(), asked);
        let keys = Keys::looked_at(keyed, |circuit, effect| self.note(circuit, effect, asked));
        self.tally.add_whole(&keys, effect, is_down);
        if keys.all_reject() {
            self.shut.insert(address(keyed.whole()));
        }
    }

    fn note(&mut self, circuit: &CircuitBreaker, effect: Effect, asked: &HashSet<usize>) {
        // A half-open circuit lets its trial calls pass.
        let rejects = matches!(effect, Effect::Open | Effect::ForcedOpen);
        self.is_any_in_outage |= rejects || effect == Effect::HalfOpen;
        if rejects && asked.contains(&address(circuit)) {
            self.rejecting.insert(address(circuit));
        }
    }

    /// Whether the circuit there rejects calls.
    pub(super) fn rejects(&self, circuit: usize) -> bool {
        self.rejecting.contains(&circuit)
    }

    /// The same, or of a whole: whether each of its keys does.
    pub(super) fn is_shut(&self, circuit: usize) -> bool {
        self.rejects(circuit) || self.shut.contains(&circuit)
    }

    pub(super) fn counts(self) -> CircuitCounts {
        self.tally.counts()
    }
}
