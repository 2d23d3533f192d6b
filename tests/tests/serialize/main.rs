//! Circuits and events as JSON, to the letter: status pages read it.

mod defaults;
mod saved;
mod why;

use core::time::Duration;
use std::time::UNIX_EPOCH;

use breaker_runtime::testing::{ManualClock, isolate};
use breaker_runtime::{
    CircuitBreaker, Event, EventKind, KeyedCircuitBreaker, Note, Overrides, Policy, Window,
    register, registry,
};
use serde_json::{Value, json, to_value};
use tests::TestCircuit;

#[test]
fn a_snapshot_is_a_table_of_all_there_is_to_know() {
    let circuit = TestCircuit::new(Policy::new().threshold(2));
    circuit.after(Duration::from_secs(3)).succeed().trip();
    circuit.after(Duration::from_millis(1500)).rejected();
    let mut snapshot = to_value(circuit.snapshot()).unwrap();
    // Where it was made is a matter of another file, and when of the day.
    snapshot["location"].take();
    assert!(snapshot["at_ms"].take().is_u64());
    assert_eq!(
        snapshot,
        json!({
            "name": "tested",
            "key": null,
            "at_ms": null,
            "state": "open",
            "in_state_for_ms": 1500,
            "outage_for_ms": 1500,
            "time_in_ms": {
                "closed": 3000, "open": 1500, "half_open": 0, "ramp_up": 0, "forced_open": 0,
                "forced_closed": 0,
            },
            "policy": {
                "threshold": 2, "window": "10s", "open_for": "30s", "jitter": "0%",
                "half_open_calls": 1,
                "dry_run": false, "last_error": false, "enabled": true,
            },
            "calls": {
                "success": 1, "failure": 2,
                "failure_kinds": { "error": 2, "timeout": 0, "slow_call": 0, "panic": 0 },
                "ignored": 0, "rejected_within": 0, "abandoned": 0, "rejected": 1,
                "would_be_rejected": 0,
            },
            "failures_in_window": 2,
            "calls_in_window": 2,
            "last_failure": { "ago_ms": 1500, "kind": "error", "error": null },
            "last_rejection_within": null,
            "opened": 1,
            "retry_after_ms": 28_500,
            "forced": null,
            "suspected": null,
            "reopenings": 1,
            "trials": null,
            "location": null,
            "instead": [],
            "guarded": [],
        })
    );
}

#[test]
fn of_all_keys_there_is_the_sum() {
    let keyed = KeyedCircuitBreaker::new("summed", Policy::new().threshold(1), 1);
    keyed.try_acquire("down").unwrap().failure();
    keyed.try_acquire("no place").unwrap().success();
    let snapshot = to_value(keyed.whole().snapshot()).unwrap();
    assert_eq!((&snapshot["state"], &snapshot["calls"]["success"]), (&json!("closed"), &json!(1)));
    assert_eq!(
        snapshot["keys"],
        json!({
            "count": 1,
            "in_state": {
                "closed": 0, "open": 1, "half_open": 0, "ramp_up": 0, "forced_open": 0,
                "forced_closed": 0,
            },
            "calls": {
                "success": 1, "failure": 1,
                "failure_kinds": { "error": 1, "timeout": 0, "slow_call": 0, "panic": 0 },
                "ignored": 0, "rejected_within": 0, "abandoned": 0, "rejected": 0,
                "would_be_rejected": 0,
            },
        })
    );
    assert_eq!(to_value(keyed.get("down").unwrap().snapshot()).unwrap().get("keys"), None);
}

#[test]
fn a_key_and_a_place_are_said() {
    #[breaker_runtime::circuit_breaker(name = "placed", key = key)]
    fn call(key: &str) -> std::io::Result<()> {
        let _ = key;
        Ok(())
    }
    call("example.org").unwrap();
    let snapshot = to_value(registry().get("placed[example.org]").unwrap().snapshot()).unwrap();
    assert_eq!(snapshot["key"], "example.org");
    assert!(snapshot["location"]["file"].as_str().unwrap().ends_with("serialize/main.rs"));
    assert!(snapshot["location"]["line"].is_u64());
}

/// What differs from one event to the next: all but the time.
fn without_time(event: &Event) -> Value {
    let mut event = to_value(event).unwrap_or_default();
    event.as_object_mut().and_then(|event| event.remove("at_ms"));
    event
}

#[test]
fn an_event_is_a_table_with_what_its_kind_knows() {
    let keyed = KeyedCircuitBreaker::new(
        "fetch",
        Policy::new().threshold_percent(50.0).min_calls(2).ramp_up(Duration::from_secs(4)),
        8,
    );
    let clock = ManualClock::new();
    keyed.set_clock(clock.clone());
    keyed.try_acquire("a").unwrap().success();
    keyed.try_acquire("a").unwrap().failure();
    clock.advance(Duration::from_secs(30));
    keyed.try_acquire("a").unwrap().success();
    let history = keyed.get("a").unwrap().history();
    let first = history[0].generation;
    assert_eq!(
        history.iter().map(without_time).collect::<Vec<_>>(),
        [
            json!({
                "name": "fetch", "key": "a", "from": "closed", "to": "open", "generation": first,
                "dry_run": false, "outage_for_ms": 0,
                "kind": "opened", "reason": "failures", "failures": 1, "calls": 2,
                "rule": "50% of at least 2 calls in 10s",
                "failure_kinds": { "error": 1, "timeout": 0, "slow_call": 0, "panic": 0 },
                "last_failure": "error", "open_for_ms": 30_000,
            }),
            json!({
                "name": "fetch", "key": "a", "from": "open", "to": "half_open",
                "generation": first + 1,
                "dry_run": false, "outage_for_ms": 30_000, "kind": "half_opened",
            }),
            json!({
                "name": "fetch", "key": "a", "from": "half_open", "to": "ramp_up",
                "generation": first + 2,
                "dry_run": false, "outage_for_ms": 30_000, "kind": "ramp_up_started",
                "ramp_up_ms": 4000,
            }),
        ]
    );
    let at = u64::try_from(history[0].at.duration_since(UNIX_EPOCH).unwrap().as_millis()).unwrap();
    assert_eq!(to_value(&history[0]).unwrap()["at_ms"], at);
}

#[test]
fn what_happens_has_the_names_of_the_logs() {
    let circuit = TestCircuit::new(Policy::new().threshold(1));
    circuit.open_for(Duration::from_secs(1));
    circuit.force_open();
    circuit.force_closed();
    circuit.reset();
    circuit.trip_and_wait().succeed();
    let kinds: Vec<_> =
        circuit.history().iter().map(|event| to_value(&event.kind).unwrap()).collect();
    assert_eq!(
        kinds[0],
        json!({ "kind": "opened", "reason": "told_to_wait", "open_for_ms": 1000 })
    );
    circuit.admitted().open_for(Duration::from_hours(1));
    assert_eq!(
        to_value(circuit.history().pop().unwrap().kind).unwrap(),
        json!({
            "kind": "opened", "reason": "told_to_wait", "asked_ms": 3_600_000,
            "last_failure": "error", "open_for_ms": 300_000,
        })
    );
    let names: Vec<_> = kinds.iter().map(|kind| kind["kind"].as_str().unwrap()).collect();
    assert_eq!(
        names,
        ["opened", "forced_open", "forced_closed", "reset", "opened", "half_opened", "closed"]
    );
}

#[test]
fn steps_from_outside_say_whose_they_are() {
    let circuit = TestCircuit::new(Policy::new().half_open_calls(2));
    let fleet = circuit.from_outside("pod-7");
    fleet.suspect_for(Duration::from_secs(2));
    circuit.after(Duration::from_millis(500)).fail();
    let suspected = &to_value(circuit.snapshot()).unwrap()["suspected"];
    assert_eq!(suspected, &json!({ "rest_ms": 1500, "by": "pod-7" }));
    let kind = to_value(EventKind::Suspected { time: Duration::from_secs(2) }).unwrap();
    assert_eq!(kind, json!({ "kind": "suspected", "suspected_ms": 2000 }));
    assert_eq!(to_value(EventKind::Trusted).unwrap(), json!({ "kind": "trusted" }));
    let kind = to_value(EventKind::Held { time: Duration::from_secs(32) }).unwrap();
    assert_eq!(kind, json!({ "kind": "held", "held_ms": 32_000 }));

    let opened = to_value(&circuit.fail().history()[0]).unwrap();
    assert_eq!((&opened["reason"], &opened["failures"]), (&json!("suspected"), &json!(2)));
    assert_eq!((&opened["last_failure"], &opened["by"]), (&json!("error"), &json!("pod-7")));
    fleet.begin_trials();
    let trial = circuit.succeed().admitted();
    let trials = &to_value(circuit.snapshot()).unwrap()["trials"];
    assert_eq!(trials, &json!({ "in_flight": 1, "succeeded": 1, "failed": 0 }));
    trial.success();
    assert_eq!(to_value(&circuit.history()[2]).unwrap().get("by"), None);
}

#[test]
fn trial_calls_of_which_some_may_fail_are_text_and_their_failures_are_told() {
    let circuit = TestCircuit::new(Policy::new().threshold(1).half_open_calls_of(1, 2));
    circuit.trip_and_wait().fail();
    let now = to_value(circuit.snapshot()).unwrap();
    assert_eq!(now["policy"]["half_open_calls"], json!("1 of 2"));
    assert_eq!(now["trials"], json!({ "in_flight": 0, "succeeded": 0, "failed": 1 }));
    let event = to_value(circuit.fail().history().last()).unwrap();
    assert_eq!(event["reason"], json!("trial_call"));
    assert_eq!((&event["failures"], &event["calls"]), (&json!(2), &json!(2)));
    assert_eq!(event["failure_kinds"]["error"], json!(2));
}

#[test]
fn a_forced_state_says_how_long_by_whom_and_why() {
    let circuit = TestCircuit::new(Policy::new());
    circuit.force_open_for(Duration::from_secs(2), Note::new("\"why\"").by("anna"));
    circuit.after(Duration::from_millis(500));
    let forced = |rest: u64| {
        let (who, why) = ("anna", "\"why\"");
        json!({ "rest_ms": rest, "who": who, "why": why, "with_all_keys": false })
    };
    assert_eq!(to_value(circuit.snapshot()).unwrap()["forced"], forced(1500));
    circuit.after(Duration::from_millis(1500)).admitted().ignore();
    circuit.force_closed();
    let history = to_value(circuit.history()).unwrap();
    assert_eq!(
        (&history[0]["forced"], &history[0]["kind"]),
        (&forced(2000), &json!("forced_open"))
    );
    assert_eq!((&history[1]["forced"], &history[1]["kind"]), (&forced(0), &json!("half_opened")));
    assert_eq!(
        history[2]["forced"],
        json!({ "rest_ms": null, "who": null, "why": null, "with_all_keys": false })
    );
}

#[test]
fn a_policy_is_what_overrides_read() {
    static CIRCUIT: CircuitBreaker = CircuitBreaker::new("reread", Policy::new());
    register!(CIRCUIT);
    let _test = isolate();
    for policy in [
        Policy::new().threshold(1).window_calls(1),
        Policy::new()
            .threshold_percent(12.5)
            .window(Duration::from_millis(90_250))
            .min_calls(9)
            .jitter_percent(0.5),
        Policy::new()
            .consecutive(3)
            .open_for(Duration::from_nanos(1_001))
            .max_open_for(Duration::from_hours(49))
            .half_open_calls(4)
            .ramp_up(Duration::from_mins(61))
            .slow_call(Duration::from_secs(2))
            .dry_run(true)
            .enabled(false),
    ] {
        let text = json!({ "reread": policy }).to_string();
        let overrides: Overrides = serde_json::from_str(&text).unwrap();
        registry().configure(&overrides).unwrap();
        assert_eq!(CIRCUIT.policy(), policy, "{text}");
    }
}

#[test]
fn times_have_the_forms_of_the_attribute() {
    for (nanos, text) in [
        (1, "1ns"),
        (1_001, "1us 1ns"),
        (90_000_000_000, "1m 30s"),
        (86_400_000_000_000, "1d"),
        (31_557_600_000_000_000, "365d 6h"),
    ] {
        let time = Duration::from_nanos(nanos);
        let policy = to_value(Policy::new().over(Window::time(time)).open_for(time)).unwrap();
        assert_eq!((&policy["window"], &policy["open_for"]), (&json!(text), &json!(text)));
    }
}
