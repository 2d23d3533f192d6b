//! Makes what circuits remember equally long at the end of each round, so that the memory of the
//! rounds can be compared: a history keeps the latest events alone, and a key's begins anew.

use breaker_runtime::{CircuitBreaker, ConfigureError, Overrides, Setting, registry};

use crate::subject::Subject;

/// As many transitions, and changes of settings, as a history keeps.
const TRANSITIONS: usize = 16;
const CHANGES: u32 = 4;

/// Leaves each circuit closed, with the settings of its code, and with a full history.
///
/// # Errors
///
/// If overrides that make sense can't be applied.
pub(crate) fn fill_histories(subjects: &[&'static Subject]) -> Result<(), ConfigureError> {
    for circuit in subjects.iter().flat_map(|subject| subject.circuits()) {
        flap(circuit);
    }
    for calls in 1..=CHANGES {
        let mut overrides = Overrides::new();
        for subject in subjects {
            overrides = overrides.circuit(subject.name, Setting::HalfOpenCalls(calls));
        }
        registry().configure(&overrides)?;
    }
    registry().configure(&Overrides::new()).map(drop)
}

fn flap(circuit: &CircuitBreaker) {
    for _ in 0..TRANSITIONS / 2 {
        circuit.force_open();
        circuit.reset();
    }
}
