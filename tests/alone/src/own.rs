//! Whose a test's circuit is: the program's, in which the fleet takes part.

use core::fmt::Display;
use core::ops::Deref;
use core::sync::atomic::{AtomicU32, Ordering};

use breaker_runtime::{CircuitBreaker, KeyedCircuitBreaker, Policy, registry};

use crate::fleet;

/// So many steps of a circuit wait for the fleet each, and of those after them one in a hundred.
const STEPS: u32 = 1000;
const THEN: u32 = 100;

/// A circuit that the registry lists, or one for each key. Whoever takes the next step with it does
/// so after the fleet's thread has dealt with everything before.
#[derive(Debug)]
pub struct Own<C: 'static> {
    circuit: &'static C,
    steps: AtomicU32,
}

impl<C> Own<C> {
    const fn new(circuit: &'static C) -> Self {
        Self { circuit, steps: AtomicU32::new(0) }
    }
}

impl<C> Deref for Own<C> {
    type Target = C;

    fn deref(&self) -> &C {
        let step = self.steps.fetch_add(1, Ordering::Relaxed);
        if step < STEPS || step.is_multiple_of(THEN) {
            fleet::catch_up();
        }
        self.circuit
    }
}

/// A circuit of a name of its own: those of one name take no part.
#[must_use]
pub fn circuit(policy: Policy) -> Own<CircuitBreaker> {
    let circuit: &_ = Box::leak(Box::new(CircuitBreaker::new(name(), policy)));
    registry().register(circuit);
    // As the fleet does within a second.
    circuit.follow_runs();
    Own::new(circuit)
}

/// One for each key, of a name of its own.
#[must_use]
pub fn keyed(policy: Policy, max_keys: u32) -> Own<KeyedCircuitBreaker> {
    let keyed: &_ = Box::leak(Box::new(KeyedCircuitBreaker::new(name(), policy, max_keys)));
    registry().register_keyed(keyed);
    keyed.whole().follow_runs();
    Own::new(keyed)
}

/// How it is shown, with the name that circuits have in `tests`.
pub fn shown(what: &impl Display) -> String {
    let shown = what.to_string();
    let mut parts = shown.split(NAME);
    let first = parts.next().unwrap_or_default();
    let others = parts.map(|part| part.trim_start_matches(|c: char| c.is_ascii_digit()));
    others.fold(first.to_owned(), |shown, part| shown + "tested" + part)
}

/// Followed by a number.
const NAME: &str = "tested#";

fn name() -> &'static str {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    Box::leak(format!("{NAME}{number}").into_boxed_str())
}
