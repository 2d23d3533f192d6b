//! Transitions: counted as they happen, read when they are published.

use core::time::Duration;
use std::collections::BTreeMap;

use breaker_runtime::metrics::publish;
use breaker_runtime::testing::{ManualClock, isolate};
use breaker_runtime::{
    CircuitBreaker, KeyedCircuitBreaker, Overrides, Policy, Setting, register, register_keyed,
    registry,
};

use super::{expected, happened};
use crate::Recorded;

#[test]
fn transitions_are_counted_as_they_happen_and_read_when_they_are_published() {
    static CIRCUIT: CircuitBreaker = CircuitBreaker::new("turning", Policy::new().threshold(1));
    register!(CIRCUIT);
    let test = isolate();
    for _ in 0..3 {
        CIRCUIT.try_acquire().expect("closed").failure();
        test.clock().advance(Duration::from_secs(30));
        CIRCUIT.try_acquire().expect("half-open").success();
    }
    CIRCUIT.reset();
    let recorded = Recorded::new();
    recorded.during(publish);
    assert_eq!(
        happened(&recorded.of("turning")),
        expected([
            ("circuit_breaker_transitions_total{from=closed,to=closed}", 1),
            ("circuit_breaker_transitions_total{from=closed,to=open}", 3),
            ("circuit_breaker_transitions_total{from=half_open,to=closed}", 3),
            ("circuit_breaker_transitions_total{from=open,to=half_open}", 3),
        ])
    );
}

#[test]
fn an_isolated_test_has_its_own_transitions_and_keys() {
    static ONE: CircuitBreaker = CircuitBreaker::new("isolated", Policy::new().threshold(1));
    static FETCH: KeyedCircuitBreaker =
        KeyedCircuitBreaker::new("isolated by key", Policy::new().threshold(1), 8);
    register!(ONE);
    register_keyed!(FETCH);
    for key in ["a", "b"] {
        let _test = isolate();
        ONE.try_acquire().expect("closed").failure();
        FETCH.try_acquire(key).expect("closed").failure();
        let recorded = Recorded::new();
        recorded.during(publish);
        let series = recorded.of_each(&["isolated", "isolated by key"]);
        let opened = "circuit_breaker_transitions_total{from=closed,to=open}";
        for name in ["isolated", "isolated by key"] {
            assert_eq!(series[&(name.to_owned(), opened.to_owned())], 1);
        }
        let is_of_key = |(_, series): &&(String, String)| series.contains("key=");
        assert!(series.keys().filter(is_of_key).all(|(_, series)| series.contains(key)));
    }
    let recorded = Recorded::new();
    recorded.during(publish);
    assert_eq!(happened(&recorded.of("isolated")), BTreeMap::new());
}

#[test]
fn transitions_of_a_circuit_that_nobody_lists_are_counted() {
    let circuit = CircuitBreaker::new("unlisted", Policy::new().threshold(1));
    circuit.try_acquire().expect("closed").failure();
    drop(circuit);
    let recorded = Recorded::new();
    recorded.during(publish);
    let opened = "circuit_breaker_transitions_total{from=closed,to=open}";
    assert_eq!(happened(&recorded.of("unlisted")), expected([(opened, 1)]));
}

#[test]
fn whatever_a_circuit_goes_through_each_counter_was_there_at_zero() {
    static PLAIN: CircuitBreaker = CircuitBreaker::new("plain zeros", Policy::new().threshold(1));
    static RAMPED: CircuitBreaker = CircuitBreaker::new(
        "ramped zeros",
        Policy::new().threshold(1).ramp_up(Duration::from_secs(4)),
    );
    register!(PLAIN);
    register!(RAMPED);
    for circuit in [&PLAIN, &RAMPED] {
        let test = isolate();
        let recorded = Recorded::new();
        recorded.during(publish);
        let before = recorded.of(circuit.name());
        go_through_everything(circuit, &test.clock());
        recorded.during(publish);
        let after = recorded.of(circuit.name());
        assert!(before.keys().eq(after.keys()), "{before:?}\n{after:?}");
        let counts = |(series, _): &(&String, &u64)| series.contains("_total{");
        assert_eq!(before.iter().filter(counts).map(|(_, count)| count).max(), Some(&0));
        let never: Vec<_> = after
            .iter()
            .filter(|(series, count)| series.contains("_transitions_total{") && **count == 0)
            .collect();
        assert!(never.is_empty(), "no zero for what can't happen: {never:?}");
    }
}

fn disable_for_a_while(circuit: &CircuitBreaker) {
    let disabled = Overrides::new().circuit(circuit.name(), Setting::Enabled(false));
    for overrides in [disabled, Overrides::new()] {
        registry().configure(&overrides).expect("it exists");
    }
}

/// Every transition there is, and every outcome.
fn go_through_everything(circuit: &CircuitBreaker, clock: &ManualClock) {
    let fail = || circuit.try_acquire().expect("admitted").failure();
    let succeed = || circuit.try_acquire().expect("admitted").success();
    let wait = |seconds| clock.advance(Duration::from_secs(seconds));
    let close = || circuit.reset();
    let open = || {
        close();
        fail();
    };
    let half_open = || {
        open();
        wait(30);
        drop(circuit.try_acquire().expect("half-open"));
    };
    let ramp_up = || {
        half_open();
        succeed();
    };
    let may_ramp_up = circuit.policy().settings().ramp_up.is_some();
    let ways: &[&dyn Fn()] = &[&close, &open, &half_open, &ramp_up];
    for way in &ways[..if may_ramp_up { 4 } else { 3 }] {
        for steer in
            [CircuitBreaker::reset, CircuitBreaker::force_open, CircuitBreaker::force_closed]
        {
            way();
            steer(circuit);
        }
        circuit.force_open();
        circuit.force_open_for(Duration::ZERO, "");
        drop(circuit.try_acquire().expect("half-open"));
        way();
        circuit.open_for(Duration::from_secs(9));
        way();
        disable_for_a_while(circuit);
    }
    half_open();
    fail();
    ramp_up();
    wait(5);
    succeed();
    for force in [CircuitBreaker::force_open, CircuitBreaker::force_closed] {
        for steer in
            [CircuitBreaker::force_open, CircuitBreaker::force_closed, CircuitBreaker::reset]
        {
            force(circuit);
            steer(circuit);
        }
    }
    close();
    circuit.try_acquire().expect("closed").ignore();
    open();
    circuit.try_acquire().expect_err("open");
}

#[test]
fn another_policy_is_no_transition() {
    static CIRCUIT: CircuitBreaker = CircuitBreaker::new("unmoved", Policy::new());
    register!(CIRCUIT);
    let _test = isolate();
    let recorded = Recorded::new();
    recorded.during(|| {
        let overrides = Overrides::new().circuit("unmoved", Setting::Threshold(7));
        registry().configure(&overrides).expect("it exists");
        publish();
    });
    let series = recorded.of("unmoved");
    assert_eq!(happened(&series), BTreeMap::new());
    assert_eq!(series["circuit_breaker_failures_to_open{}"], 7);
}
