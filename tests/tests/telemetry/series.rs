//! The metrics of a circuit: names, labels and units to the letter.

use core::time::Duration;
use std::collections::BTreeMap;
use std::time::{SystemTime, UNIX_EPOCH};

use breaker_runtime::metrics::publish;
use breaker_runtime::testing::{ManualClock, isolate};
use breaker_runtime::{
    CircuitBreaker, KeyedCircuitBreaker, Overrides, Policy, Setting, register, register_keyed,
    registry,
};
use tests::panic_quietly;

use crate::Recorded;

fn expected<const N: usize>(series: [(&str, u64); N]) -> BTreeMap<String, u64> {
    series.into_iter().map(|(series, value)| (series.to_owned(), value)).collect()
}

/// The series of all other metrics.
fn without(metrics: &[&str], series: &BTreeMap<String, u64>) -> BTreeMap<String, u64> {
    let is_other = |name: &str| !metrics.iter().any(|metric| name.contains(metric));
    series
        .iter()
        .filter(|(name, _)| is_other(name))
        .map(|(name, value)| (name.clone(), *value))
        .collect()
}

/// The transitions that there were.
fn happened(series: &BTreeMap<String, u64>) -> BTreeMap<String, u64> {
    let is_it =
        |(name, count): &(&String, &u64)| name.contains("_transitions_total{") && **count > 0;
    series.iter().filter(is_it).map(|(name, count)| (name.clone(), *count)).collect()
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
            "circuit_breaker_state",
            "circuit_breaker_state_seconds_total",
            "circuit_breaker_transitions_total",
            "circuit_breaker_unguarded_calls_total",
            "circuit_breaker_would_be_rejected_total",
        ]
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
    assert_eq!(series["circuit_breaker_state_seconds_total{state=forced_open}"], 2);
    assert_eq!(series["circuit_breaker_state_seconds_total{state=closed}"], 2);
}

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
