//! A document of health is of one moment for each circuit, however often the circuit changes.

#![expect(clippy::unwrap_used, reason = "of tests")]

mod asked;

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use breaker_runtime::{CircuitBreaker, KeyedCircuitBreaker, Policy, registry};

use asked::health;

/// So many that whoever looks at all of them needs some time.
const KEYS: u32 = 5_000;

#[test]
fn a_document_never_contradicts_itself() {
    static MANY: KeyedCircuitBreaker = KeyedCircuitBreaker::new("health many", Policy::new(), KEYS);
    static ONE: CircuitBreaker = CircuitBreaker::new("health one", Policy::new());
    static STOP: AtomicBool = AtomicBool::new(false);
    registry().register_keyed(&MANY);
    registry().register(&ONE);
    for key in 0..KEYS {
        MANY.try_acquire(&key.to_string()).unwrap().success();
    }
    let flips = thread::spawn(|| {
        while !STOP.load(Ordering::Relaxed) {
            ONE.force_open();
            assert!(MANY.with("7", CircuitBreaker::force_open).is_some());
            thread::yield_now();
            ONE.reset();
            assert!(MANY.with("7", CircuitBreaker::reset).is_some());
            thread::yield_now();
        }
    });
    let documents: Vec<_> =
        (0..200).map(|_| health(&["health one", "health many[7]", "health many"]).1).collect();
    STOP.store(true, Ordering::Relaxed);
    flips.join().unwrap();
    for said in documents {
        let rejecting = said.circuits.in_state.forced_open;
        assert_eq!(said.unready.len() as u64, rejecting, "{said:?}");
        let status = if rejecting == 0 { "ok" } else { "degraded" };
        assert_eq!((&*said.status, said.ready), (status, rejecting == 0), "{said:?}");
    }
}
