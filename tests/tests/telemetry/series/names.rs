//! What there is of a circuit, and what each metric says of itself.

use core::time::Duration;

use breaker_runtime::metrics::publish;
use breaker_runtime::testing::isolate;
use breaker_runtime::{CircuitBreaker, KeyedCircuitBreaker, Policy, register, registry};

use super::{expected, without};
use crate::Recorded;

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
        without(&["circuit_breaker_transitions_total", "timestamp"], &recorded.of("measured")),
        expected([
            ("circuit_breaker_calls_total{outcome=abandoned}", 1),
            ("circuit_breaker_calls_total{outcome=failure}", 2),
            ("circuit_breaker_calls_total{outcome=ignored}", 1),
            ("circuit_breaker_calls_total{outcome=rejected}", 4),
            ("circuit_breaker_calls_total{outcome=success}", 3),
            ("circuit_breaker_dry_run{}", 0),
            ("circuit_breaker_failures_in_window{}", 2),
            ("circuit_breaker_failures_to_open{}", 2),
            ("circuit_breaker_failures_total{kind=error}", 2),
            ("circuit_breaker_failures_total{kind=panic}", 0),
            ("circuit_breaker_failures_total{kind=slow_call}", 0),
            ("circuit_breaker_failures_total{kind=timeout}", 0),
            ("circuit_breaker_rejected_within_total{}", 0),
            ("circuit_breaker_state_seconds_total{state=closed}", 2),
            ("circuit_breaker_state_seconds_total{state=forced_closed}", 0),
            ("circuit_breaker_state_seconds_total{state=forced_open}", 0),
            ("circuit_breaker_state_seconds_total{state=half_open}", 0),
            ("circuit_breaker_state_seconds_total{state=open}", 7),
            ("circuit_breaker_state_seconds_total{state=ramp_up}", 0),
            ("circuit_breaker_state{state=closed}", 0),
            ("circuit_breaker_state{state=forced_closed}", 0),
            ("circuit_breaker_state{state=forced_open}", 0),
            ("circuit_breaker_state{state=half_open}", 0),
            ("circuit_breaker_state{state=open}", 1),
            ("circuit_breaker_state{state=ramp_up}", 0),
            ("circuit_breaker_would_be_rejected_total{}", 0),
        ])
    );
}

#[test]
fn every_metric_says_what_it_is() {
    static FETCH: KeyedCircuitBreaker = KeyedCircuitBreaker::new("said", Policy::new(), 8);
    registry().register_keyed(&FETCH);
    let recorded = Recorded::new();
    recorded.during(publish);
    let described: Vec<_> = recorded.described().into_iter().collect();
    for (metric, described) in &described {
        let (unit, text) = described.split_once(": ").expect("a unit");
        let is_in_seconds = metric.trim_end_matches("_total").ends_with("_seconds");
        assert_eq!(unit, if is_in_seconds { "seconds" } else { "count" }, "{metric}");
        assert!(text.ends_with('.'), "{metric}: {text}");
    }
    let metrics: Vec<_> = described.iter().map(|(metric, _)| metric.as_str()).collect();
    assert_eq!(
        metrics,
        [
            "circuit_breaker_calls_total",
            "circuit_breaker_circuits",
            "circuit_breaker_dry_run",
            "circuit_breaker_failures_in_window",
            "circuit_breaker_failures_to_open",
            "circuit_breaker_failures_total",
            "circuit_breaker_next_trial_timestamp_seconds",
            "circuit_breaker_open_since_timestamp_seconds",
            "circuit_breaker_published_timestamp_seconds",
            "circuit_breaker_rejected_within_total",
            "circuit_breaker_state",
            "circuit_breaker_state_seconds_total",
            "circuit_breaker_transitions_total",
            "circuit_breaker_unguarded_calls_total",
            "circuit_breaker_would_be_rejected_total",
        ]
    );
}
