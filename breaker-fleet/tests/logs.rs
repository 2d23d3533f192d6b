//! The feature `tracing` logs the membership, and the circuits.

#![cfg(feature = "tracing")]
#![expect(clippy::unwrap_used, reason = "of tests")]

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

use breaker_runtime::{CircuitBreaker, Policy};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// The targets of what was logged.
static TARGETS: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

struct Log;

impl Subscriber for Log {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        TARGETS.lock().unwrap().insert(event.metadata().target().to_owned());
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

#[test]
fn the_membership_and_the_circuits_are_logged() {
    static PAY: CircuitBreaker = CircuitBreaker::new("pay", Policy::new().threshold(1));
    tracing::subscriber::set_global_default(Log).unwrap();
    let fleet = breaker_fleet::join("shop", "nonsense").start();
    PAY.try_acquire().unwrap().failure();
    let start = Instant::now();
    let both = ["breaker_fleet", "circuit_breaker"];
    while !both.iter().all(|target| TARGETS.lock().unwrap().contains(*target)) {
        assert!(start.elapsed() < Duration::from_secs(60), "{:?}", TARGETS.lock().unwrap());
        thread::sleep(Duration::from_millis(5));
    }
    drop(fleet);
}
