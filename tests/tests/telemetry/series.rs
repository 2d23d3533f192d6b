//! The metrics of a circuit: names, labels and units to the letter.

use core::time::Duration;
use std::collections::BTreeMap;

use breaker_runtime::metrics::publish;
use breaker_runtime::testing::isolate;
use breaker_runtime::{CircuitBreaker, Overrides, Policy, Setting, register, registry};
use tests::TestCircuit;

use crate::Recorded;

fn expected<const N: usize>(series: [(&str, u64); N]) -> BTreeMap<String, u64> {
    series.into_iter().map(|(series, value)| (series.to_owned(), value)).collect()
}

#[test]
fn a_circuit_has_these_series() {
    static CIRCUIT: CircuitBreaker = CircuitBreaker::new("measured", Policy::new().threshold(2));
    register!(CIRCUIT);
    let test = isolate();
    let recorded = Recorded::new();
    recorded.during(|| {
        let admitted = || CIRCUIT.try_acquire().expect("closed");
        (0..3).for_each(|_| admitted().success());
        test.clock().advance(Duration::from_millis(2700));
        admitted().ignore();
        drop(admitted());
        (0..2).for_each(|_| admitted().failure());
        (0..4).for_each(|_| _ = CIRCUIT.try_acquire().expect_err("open"));
        test.clock().advance(Duration::from_secs(7));
        publish();
    });
    assert_eq!(
        recorded.of("measured"),
        expected([
            ("circuit_breaker_calls{outcome=abandoned}", 1),
            ("circuit_breaker_calls{outcome=failure}", 2),
            ("circuit_breaker_calls{outcome=ignored}", 1),
            ("circuit_breaker_calls{outcome=rejected}", 4),
            ("circuit_breaker_calls{outcome=success}", 3),
            ("circuit_breaker_dry_run{}", 0),
            ("circuit_breaker_failures_in_window{}", 2),
            ("circuit_breaker_state_seconds{state=closed}", 2),
            ("circuit_breaker_state_seconds{state=forced_closed}", 0),
            ("circuit_breaker_state_seconds{state=forced_open}", 0),
            ("circuit_breaker_state_seconds{state=half_open}", 0),
            ("circuit_breaker_state_seconds{state=open}", 7),
            ("circuit_breaker_state_seconds{state=ramp_up}", 0),
            ("circuit_breaker_state{state=closed}", 0),
            ("circuit_breaker_state{state=forced_closed}", 0),
            ("circuit_breaker_state{state=forced_open}", 0),
            ("circuit_breaker_state{state=half_open}", 0),
            ("circuit_breaker_state{state=open}", 1),
            ("circuit_breaker_state{state=ramp_up}", 0),
            ("circuit_breaker_transitions{from=closed,to=open}", 1),
        ])
    );
    let described = recorded.described();
    assert_eq!(
        described.into_iter().collect::<Vec<_>>(),
        [
            ("circuit_breaker_calls", "count: Calls by how they ended."),
            ("circuit_breaker_dry_run", "count: 1 for a circuit in a dry run."),
            ("circuit_breaker_failures_in_window", "count: Failures that count at the moment."),
            ("circuit_breaker_state", "count: 1 for the state that the circuit is in."),
            ("circuit_breaker_state_seconds", "seconds: Time in each state."),
            ("circuit_breaker_transitions", "count: Transitions from one state to another."),
        ]
        .map(|(metric, description)| (metric.to_owned(), description.to_owned()))
    );
}

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
    assert_eq!(series["circuit_breaker_state_seconds{state=forced_open}"], 2);
    assert_eq!(series["circuit_breaker_state_seconds{state=closed}"], 2);
}

#[test]
fn transitions_are_counted_as_they_happen() {
    let circuit = TestCircuit::new(Policy::new().threshold(1));
    let recorded = Recorded::new();
    recorded.during(|| {
        for _ in 0..3 {
            circuit.trip_and_wait();
            circuit.succeed();
        }
        circuit.reset();
    });
    assert_eq!(
        recorded.of("tested"),
        expected([
            ("circuit_breaker_transitions{from=closed,to=closed}", 1),
            ("circuit_breaker_transitions{from=closed,to=open}", 3),
            ("circuit_breaker_transitions{from=half_open,to=closed}", 3),
            ("circuit_breaker_transitions{from=open,to=half_open}", 3),
        ])
    );
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
    });
    assert_eq!(recorded.of("unmoved"), BTreeMap::new());
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
    assert_eq!(series["circuit_breaker_calls{outcome=success}"], 3);
    assert_eq!(series["circuit_breaker_state{state=closed}"], 1);
    assert_eq!(series["circuit_breaker_state{state=forced_open}"], 1);
}

#[test]
fn a_circuit_that_nobody_used_is_closed_and_has_been_so_for_no_time() {
    static CIRCUIT: CircuitBreaker = CircuitBreaker::new("unused", Policy::new());
    registry().register(&CIRCUIT);
    let recorded = Recorded::new();
    recorded.during(publish);
    let series = recorded.of("unused");
    assert_eq!(series["circuit_breaker_state{state=closed}"], 1);
    assert_eq!(series["circuit_breaker_state_seconds{state=closed}"], 0);
    assert_eq!(series.len(), 19);
}
