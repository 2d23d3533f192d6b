//! All circuits as they are now, not at the last tick: each is looked at once, so that nothing that
//! is said of it contradicts the rest.

use std::collections::HashSet;

use breaker_runtime::{CircuitBreaker, KeyedCircuitBreaker, registry};

use super::counts::Tally;
use crate::document::{CircuitCounts, Effect};
use crate::record::began;
use crate::record::keys::Keys;
use crate::record::reading::address;
use crate::record::standing::Standing;

/// What was found. Circuits are named by where they are, functions with keys by their whole.
#[derive(Default)]
pub(super) struct Look {
    tally: Tally,
    /// Whether one rejects calls, or lets few of them pass. Once an order has ended nothing has
    /// failed, and that is no outage.
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
        let is_tried = || effect == Effect::HalfOpen && !began::is_by_order(circuit);
        self.is_any_in_outage |= rejects || is_tried();
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

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use breaker_runtime::testing::ManualClock;
    use breaker_runtime::{Policy, State};

    use super::*;

    /// Whether the program is in trouble by this circuit alone.
    fn is_in_outage(circuit: &CircuitBreaker) -> bool {
        let mut look = Look::default();
        look.at_one(circuit, &HashSet::new());
        look.is_any_in_outage
    }

    #[test]
    fn whoever_is_tried_after_an_order_is_in_no_outage_and_after_a_failure_is() {
        type Do = fn(&CircuitBreaker);
        let fail: Do = |circuit| circuit.try_acquire().unwrap().failure();
        let force: Do = |circuit| circuit.force_open_for(Duration::from_secs(5), "");
        let close: Do = |circuit| circuit.force_closed_for(Duration::from_secs(5), "");
        let (reset, nothing): (Do, Do) = (CircuitBreaker::reset, |_| ());
        let (half_open, open) = (State::HalfOpen, State::Open);
        for (done, wait, state, expected) in [
            ([nothing, nothing], 0, State::Closed, false),
            ([fail, nothing], 0, open, true),
            ([fail, nothing], 30, half_open, true),
            ([fail, nothing], 60, half_open, true),
            ([fail, reset], 0, State::Closed, false),
            ([fail, close], 0, State::ForcedClosed, false),
            ([fail, close], 30, State::Closed, false),
            ([fail, force], 0, State::ForcedOpen, true),
            ([fail, force], 30, half_open, true),
            ([force, nothing], 0, State::ForcedOpen, true),
            ([force, nothing], 30, half_open, false),
            ([force, nothing], 60, half_open, false),
            ([force, reset], 0, State::Closed, false),
        ] {
            let clock = ManualClock::new();
            let policy = Policy::new().threshold(1);
            let circuit = CircuitBreaker::new("looked at", policy).with_clock(clock.clone());
            for act in done {
                act(&circuit);
            }
            clock.advance(Duration::from_secs(wait));
            assert_eq!((circuit.state(), is_in_outage(&circuit)), (state, expected), "{wait}");
        }
        let circuit = CircuitBreaker::new("tried", Policy::new().threshold(1));
        circuit.force_open_for(Duration::from_nanos(1), "");
        while circuit.state() != half_open {
            std::thread::yield_now();
        }
        assert!(!is_in_outage(&circuit));
        fail(&circuit);
        assert!(is_in_outage(&circuit), "its trial has failed");
    }
}
