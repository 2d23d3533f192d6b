//! A snapshot in one line: facts first, how near the circuit is to opening, and the rule apart.

use core::time::Duration;

use breaker_runtime::testing::ManualClock;
use breaker_runtime::{KeyedCircuitBreaker, Policy, State};
use tests::{TestCircuit, panic_quietly};

const SECOND: Duration = Duration::from_secs(1);

#[track_caller]
fn assert_line(circuit: &TestCircuit, expected: &str) {
    assert_eq!(circuit.snapshot().to_string(), expected);
}

#[test]
fn a_circuit_that_has_seen_nothing() {
    let circuit = TestCircuit::new(Policy::new().threshold(2).open_for(SECOND));
    circuit.after(Duration::from_secs(125));
    assert_line(
        &circuit,
        "tested: closed for 2m 5s; no calls; rule: 2 failures in 10s, open for 1s, 1 trial call",
    );
}

#[test]
fn an_outage() {
    let circuit = TestCircuit::new(Policy::new().threshold(3).open_for(30 * SECOND));
    let rule = "rule: 3 failures in 10s, open for 30s, 1 trial call";
    circuit.after(SECOND).succeed_times(9).fail();
    panic_quietly(circuit.admitted());
    assert_line(
        &circuit,
        &format!(
            "tested: closed for 1s; 11 calls: 9 succeeded, 2 failed (1 error, 1 panic); \
             2 of 3 failures; last panic 0s ago; {rule}"
        ),
    );
    circuit.fail().after(12 * SECOND).rejected();
    assert_line(
        &circuit,
        &format!(
            "tested: open for 12s, next trial in 18s; 13 calls: 9 succeeded, \
             3 failed (2 errors, 1 panic), 1 rejected; last error 12s ago; {rule}"
        ),
    );
    circuit.after(18 * SECOND).fail().after(Duration::from_millis(250));
    assert_line(
        &circuit,
        &format!(
            "tested: open for 250ms, next trial in 30s, in an outage for 30s; 14 calls: \
             9 succeeded, 4 failed (3 errors, 1 panic), 1 rejected; \
             last error 250ms ago; {rule}"
        ),
    );
}

#[test]
fn each_rule_says_how_near_it_is() {
    for (policy, said) in [
        (
            Policy::new().consecutive(9),
            "; 3 of 9 failures in a row; last error 0s ago; rule: 9 failures in a row",
        ),
        (
            Policy::new().threshold(9).window_calls(20),
            "; 3 of 9 failures; last error 0s ago; rule: 9 failures in 20",
        ),
        (
            Policy::new().threshold_percent(90.0).min_calls(6),
            "; 3 of 5 calls failed, too few to tell; \
             last error 0s ago; rule: 90% of at least 6 calls in 10s",
        ),
        (
            Policy::new().threshold_percent(90.0).min_calls(5),
            "; 3 of 5 calls failed, 90% open it; \
             last error 0s ago; rule: 90% of at least 5 calls in 10s",
        ),
    ] {
        let circuit = TestCircuit::new(policy);
        circuit.succeed_times(2).fail_times(3);
        let line = circuit.snapshot().to_string();
        assert!(line.contains(said), "{line}");
    }
}

#[test]
fn what_was_counted_beside() {
    let circuit = TestCircuit::new(Policy::new().dry_run(true));
    circuit.force_open();
    circuit.succeed().admitted().ignore();
    drop(circuit.admitted());
    let line = circuit.snapshot().to_string();
    assert!(
        line.starts_with(
            "tested: forced open for 0s; 3 calls: 1 succeeded, 1 ignored, 1 abandoned, \
             3 would have been rejected; rule: "
        ),
        "{line}"
    );
}

#[test]
fn a_key() {
    let fetch = KeyedCircuitBreaker::new("fetch", Policy::new(), 8);
    fetch.try_acquire("a\nb").unwrap().success();
    let line = fetch.get("a\nb").unwrap().snapshot().to_string();
    assert!(line.starts_with("fetch[a\\nb]: closed for "), "{line}");
    assert!(line.contains("; 1 call: 1 succeeded; rule: 5 failures in 10s"), "{line}");
}

#[test]
fn all_keys_together() {
    let policy = Policy::new().threshold(2).open_for(30 * SECOND);
    let rule = "rule: 2 failures in 10s, open for 30s, 1 trial call";
    let clock = ManualClock::new();
    let fetch = KeyedCircuitBreaker::new("fetch", policy, 3).with_clock(clock.clone());
    let line = || fetch.whole().snapshot().to_string();
    assert_eq!(line(), format!("fetch: closed for 0s; no keys; no calls; {rule}"));

    fetch.try_acquire("up").unwrap().success();
    assert_eq!(line(), format!("fetch: closed for 0s; 1 key; 1 call: 1 succeeded; {rule}"));

    for key in ["down", "down", "back", "back"] {
        fetch.try_acquire(key).unwrap().failure();
    }
    fetch.with("back", |circuit| circuit.set_state(State::RampUp)).unwrap();
    assert!(fetch.try_acquire("down").is_err());
    assert_eq!(
        line(),
        format!(
            "fetch: closed for 0s; 3 keys (1 open, 1 ramp-up); 6 calls: 1 succeeded, 4 failed, \
             1 rejected; {rule}"
        )
    );

    // A place that changes hands keeps what was counted, and so do calls that find none.
    fetch.try_acquire("next").unwrap().failure();
    fetch.try_acquire("no place").unwrap().success();
    fetch.force_open();
    assert_eq!(
        line(),
        format!(
            "fetch: forced open for 0s; 3 keys (3 forced open); 8 calls: 2 succeeded, 5 failed, \
             1 rejected, 1 of them without a circuit; {rule}"
        )
    );
    let now = fetch.whole().snapshot();
    let keys = now.keys.unwrap();
    assert_eq!((keys.count(), keys.calls, now.calls.total()), (3, fetch.calls(), 1));
    assert!(fetch.get("up").is_none());
    assert_eq!(fetch.get("down").unwrap().snapshot().keys, None);
}
