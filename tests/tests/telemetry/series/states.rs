//! The state, since when, and the time in each.

use core::time::Duration;
use std::collections::BTreeMap;
use std::time::{SystemTime, UNIX_EPOCH};

use breaker_runtime::metrics::publish;
use breaker_runtime::testing::isolate;
use breaker_runtime::{CircuitBreaker, Policy, register, registry};

use super::happened;
use crate::Recorded;

#[test]
fn time_adds_up_over_every_visit_to_a_state() {
    static CIRCUIT: CircuitBreaker = CircuitBreaker::new("timed", Policy::new().threshold(2));
    register!(CIRCUIT);
    let test = isolate();
    let _ = CIRCUIT.snapshot();
    let half_a_second = Duration::from_millis(500);
    for _ in 0..5 {
        CIRCUIT.force_open();
        test.clock().advance(half_a_second);
        CIRCUIT.reset();
        test.clock().advance(half_a_second);
    }
    let recorded = Recorded::new();
    recorded.during(publish);
    let series = recorded.of("timed");
    assert_eq!(series["circuit_breaker_state_seconds_total{state=forced_open}"], 2);
    assert_eq!(series["circuit_breaker_state_seconds_total{state=closed}"], 2);
}

#[test]
fn an_open_circuit_says_since_when_and_until_when() {
    static CIRCUIT: CircuitBreaker = CircuitBreaker::new("dated", Policy::new().threshold(1));
    register!(CIRCUIT);
    let test = isolate();
    let recorded = Recorded::new();
    let read = || {
        recorded.during(publish);
        let series = recorded.of("dated");
        ["open_since", "next_trial"]
            .map(|at| series[&format!("circuit_breaker_{at}_timestamp_seconds{{}}")])
    };
    assert_eq!(read(), [0, 0]);
    CIRCUIT.try_acquire().expect("closed").failure();
    test.clock().advance(Duration::from_secs(10));
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs();
    let about = |at: u64, shown: u64| (at..at + 60).contains(&(shown + 1));
    let [since, next] = read();
    assert!(about(now - 10, since) && about(now + 20, next), "{since}, {next} at {now}");
    test.clock().advance(Duration::from_secs(90));
    let [since, next] = read();
    assert!(about(now - 100, since) && next == 0, "half-open: {since}, {next} at {now}");
    CIRCUIT.try_acquire().expect("a trial call").failure();
    let [since, next] = read();
    assert!(about(now - 100, since) && about(now + 30, next), "{since}, {next} at {now}");
    CIRCUIT.force_open();
    let [since, next] = read();
    assert!(about(now - 100, since) && next == 0, "one outage: {since}, {next} at {now}");
    CIRCUIT.reset();
    assert_eq!(read(), [0, 0]);
}

#[test]
fn a_circuit_that_nobody_used_is_closed_and_has_been_so_for_no_time() {
    static CIRCUIT: CircuitBreaker = CircuitBreaker::new("unused", Policy::new());
    registry().register(&CIRCUIT);
    let recorded = Recorded::new();
    recorded.during(publish);
    let series = recorded.of("unused");
    assert_eq!(series["circuit_breaker_state{state=closed}"], 1);
    assert_eq!(series["circuit_breaker_state_seconds_total{state=closed}"], 0);
    assert_eq!(happened(&series), BTreeMap::new());
}
