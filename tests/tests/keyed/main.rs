//! One circuit for each key, bounded.

#![expect(clippy::unwrap_used, reason = "a failed test")]

mod bound;
mod calls;
mod counts;
mod forced_for;
mod forgotten;
mod keys;
mod late;
mod outside;
mod pinned;
mod reconfigured;
mod registry;
mod stale;
mod survivors;
mod unguarded;
mod whole;

use core::fmt::Display;
use core::ops::Deref;
use core::time::Duration;

use breaker_runtime::testing::ManualClock;
use breaker_runtime::{CircuitBreaker, KeyedCircuitBreaker, Policy, State};
use tests::own::{self, Own};

const WINDOW: Duration = Duration::from_secs(10);
const OPEN_FOR: Duration = Duration::from_secs(30);

/// Circuits by key on a clock of their own, and the steps that most tests take with them.
#[derive(Debug)]
struct Keyed {
    circuits: Own<KeyedCircuitBreaker>,
    clock: ManualClock,
}

impl Keyed {
    /// Opens at the second failure in ten seconds, for half a minute.
    fn new(max_keys: u32) -> Self {
        Self::with(Policy::new().threshold(2).window(WINDOW).open_for(OPEN_FOR), max_keys)
    }

    fn with(policy: Policy, max_keys: u32) -> Self {
        let (circuits, clock) = (own::keyed(policy, max_keys), ManualClock::new());
        circuits.set_clock(clock.clone());
        Self { circuits, clock }
    }

    fn after(&self, time: Duration) -> &Self {
        self.clock.advance(time);
        self
    }

    #[track_caller]
    fn succeed(&self, key: impl Display) -> &Self {
        self.try_acquire(&key).unwrap().success();
        self
    }

    #[track_caller]
    fn fail(&self, key: impl Display) -> &Self {
        self.try_acquire(&key).unwrap().failure();
        self
    }

    #[track_caller]
    fn open(&self, key: impl Display) -> &Self {
        self.fail(&key).fail(&key);
        assert_eq!(self.state(&key), Some(State::Open));
        self
    }

    fn rejects(&self, key: impl Display) -> bool {
        self.try_acquire(&key).is_err()
    }

    fn state(&self, key: impl Display) -> Option<State> {
        self.get(&key).map(CircuitBreaker::state)
    }

    /// Calls that were admitted without a circuit.
    fn unguarded(&self) -> u64 {
        let calls = self.calls_without_circuit();
        calls.total() - calls.rejected
    }

    /// The keys that have a circuit, sorted.
    fn keys(&self) -> Vec<String> {
        let key = |circuit: &CircuitBreaker| circuit.key().unwrap().to_string();
        let mut keys: Vec<_> = self.circuits().map(key).collect();
        keys.sort();
        keys
    }
}

impl Deref for Keyed {
    type Target = KeyedCircuitBreaker;

    fn deref(&self) -> &KeyedCircuitBreaker {
        &self.circuits
    }
}
