//! S18: probes that hang take no more of a program than sixteen threads. The only test of its
//! process: they hang for ever.

use core::time::Duration;
use std::io;
use std::thread;

use breaker_runtime::testing::isolate;
use breaker_runtime::{
    CircuitBreaker, CircuitOpen, EventKind, NoVerdict, circuit_breaker, registry,
};

const OPEN_FOR: Duration = Duration::from_secs(10);

async fn hang() -> bool {
    core::future::pending().await
}

#[circuit_breaker(name = "many", key = key, threshold = 1, open_for = "10s", probe = hang)]
fn call(key: u32, works: bool) -> io::Result<u32> {
    if works { Ok(key) } else { Err(io::ErrorKind::TimedOut.into()) }
}

fn is_rejected<T>(result: io::Result<T>) -> bool {
    result.is_err_and(|error| CircuitOpen::behind(&error).is_some())
}

fn silences(circuit: &CircuitBreaker) -> Vec<NoVerdict> {
    let history = circuit.history().into_iter().map(|event| event.kind);
    let why = |kind| match kind {
        EventKind::ProbeSilent { why } => Some(why),
        _ => None,
    };
    history.filter_map(why).collect()
}

#[test]
fn sixteen_run_on_threads_and_the_next_leaves_the_trial_to_users() {
    let test = isolate();
    (0..17).for_each(|key| assert!(!is_rejected(call(key, false))));
    test.clock().advance(OPEN_FOR);
    (0..17).for_each(|key| assert!(is_rejected(call(key, true))));
    let keyed = registry().keyed("many").expect("annotated above");
    let all: Vec<_> = keyed.circuits().flat_map(silences).collect();
    assert_eq!(all, [NoVerdict::NotStarted]);
    assert!(call(16, true).is_ok(), "its circuit is tried by users");
    (0..16).for_each(|key| assert!(is_rejected(call(key, true))));
    // None of them keeps its circuit for longer than an open time.
    test.clock().advance(OPEN_FOR);
    (0..16).for_each(|key| assert!(call(key, true).is_ok()));
    thread::yield_now();
}
