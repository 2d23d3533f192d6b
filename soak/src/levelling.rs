//! Makes the memory of rounds comparable. A history keeps the latest events alone, and a key's
//! begins anew: at the end of each round all are full. The pages that threads count in are as many
//! as there ever were threads at once, which is the scheduler's to say: there are enough of them
//! from the start.

use std::sync::Barrier;
use std::thread;

use breaker_runtime::{
    CircuitBreaker, ConfigureError, Overrides, Permit, Policy, Setting, registry,
};

use crate::subject::Subject;

/// As many transitions, and changes of settings, as a history keeps.
const TRANSITIONS: usize = 16;
const CHANGES: u32 = 4;

/// Pages for more threads than a round has, with the circuits of two pages each.
const PAGES: usize = 128;

/// Keys that lost their circuits which a small table remembers.
const FORMER: u32 = 1024;

static NOBODYS: CircuitBreaker = CircuitBreaker::new("of the soak itself", Policy::new());

/// Has that many threads count at once.
pub(crate) fn make_pages() {
    let all = Barrier::new(PAGES);
    thread::scope(|scope| {
        for _ in 0..PAGES {
            scope.spawn(|| {
                NOBODYS.try_acquire().map(Permit::success).ok();
                all.wait();
            });
        }
    });
}

/// Has so many keys come and go.
pub(crate) fn change_hands(subjects: &[&'static Subject]) {
    for keyed in subjects.iter().filter_map(|subject| subject.keyed()) {
        for key in 0..FORMER + keyed.max_keys() {
            keyed.add(&key);
        }
    }
}

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
