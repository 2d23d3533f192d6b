//! Calls by what came of them, and whose they are.

use core::time::Duration;
use std::time::{SystemTime, UNIX_EPOCH};

use breaker_runtime::metrics::publish;
use breaker_runtime::testing::isolate;
use breaker_runtime::{CircuitBreaker, CircuitOpen, Policy, circuit_breaker, register, registry};
use tests::panic_quietly;

use crate::Recorded;

#[test]
fn failures_have_their_kinds() {
    static CIRCUIT: CircuitBreaker =
        CircuitBreaker::new("kinds", Policy::new().slow_call(Duration::from_secs(2)));
    register!(CIRCUIT);
    let test = isolate();
    let slow = CIRCUIT.try_acquire().expect("closed");
    test.clock().advance(Duration::from_secs(3));
    slow.success();
    panic_quietly(CIRCUIT.try_acquire().expect("closed"));
    for _ in 0..2 {
        CIRCUIT.try_acquire().expect("closed").failure();
    }
    let recorded = Recorded::new();
    recorded.during(publish);
    let series = recorded.of("kinds");
    for (kind, failures) in [("error", 2), ("panic", 1), ("slow_call", 1), ("timeout", 0)] {
        let name = format!("circuit_breaker_failures_total{{kind={kind}}}");
        assert_eq!(series[&name], failures, "{kind}");
    }
    assert_eq!(series["circuit_breaker_calls_total{outcome=failure}"], 4);
}

/// They are ignored calls as well: sums over outcomes lose none.
#[test]
fn calls_that_a_circuit_further_in_rejects_are_counted_beside_their_outcome() {
    #[circuit_breaker(name = "paid within")]
    fn pay() -> Result<(), CircuitOpen> {
        Ok(())
    }
    #[circuit_breaker(name = "checked out")]
    fn check_out() -> Result<(), CircuitOpen> {
        pay()
    }
    let _test = isolate();
    let circuit = |name| registry().get(name).expect("a circuit");
    circuit("paid within").force_open();
    circuit("checked out").try_acquire().expect("closed").ignore();
    for _ in 0..3 {
        check_out().expect_err("rejected within");
    }
    let recorded = Recorded::new();
    recorded.during(publish);
    let series = recorded.of("checked out");
    assert_eq!(series["circuit_breaker_calls_total{outcome=ignored}"], 4);
    assert_eq!(series["circuit_breaker_rejected_within_total{}"], 3);
    assert_eq!(recorded.of("paid within")["circuit_breaker_rejected_within_total{}"], 0);
}

#[test]
fn a_dry_run_has_outcomes_as_they_were_and_counts_beside_them_what_it_would_have_rejected() {
    static CIRCUIT: CircuitBreaker =
        CircuitBreaker::new("rehearsed", Policy::new().threshold(2).dry_run(true));
    register!(CIRCUIT);
    let _test = isolate();
    for _ in 0..5 {
        CIRCUIT.try_acquire().expect("a dry run").failure();
    }
    let recorded = Recorded::new();
    recorded.during(publish);
    let series = recorded.of("rehearsed");
    assert_eq!(series["circuit_breaker_calls_total{outcome=failure}"], 5);
    assert_eq!(series["circuit_breaker_calls_total{outcome=rejected}"], 0);
    assert_eq!(series["circuit_breaker_would_be_rejected_total{}"], 3);
    assert_eq!(series["circuit_breaker_dry_run{}"], 1);
    assert_eq!(series["circuit_breaker_state{state=open}"], 1);
}

#[test]
fn each_publishing_gives_a_sign_of_life() {
    let recorded = Recorded::new();
    let before = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs();
    recorded.during(publish);
    let published = recorded.value("circuit_breaker_published_timestamp_seconds{}");
    assert!(published >= Some(before), "{published:?}");
}

#[test]
fn circuits_of_one_name_are_added_up() {
    static ONE: CircuitBreaker = CircuitBreaker::new("twins", Policy::new());
    static OTHER: CircuitBreaker = CircuitBreaker::new("twins", Policy::new());
    registry().register(&ONE);
    registry().register(&OTHER);
    let _test = isolate();
    for circuit in [&ONE, &OTHER, &OTHER] {
        circuit.try_acquire().expect("closed").success();
    }
    OTHER.force_open();
    let recorded = Recorded::new();
    recorded.during(publish);
    let series = recorded.of("twins");
    assert_eq!(series["circuit_breaker_calls_total{outcome=success}"], 3);
    assert_eq!(series["circuit_breaker_state{state=closed}"], 1);
    assert_eq!(series["circuit_breaker_state{state=forced_open}"], 1);
}
