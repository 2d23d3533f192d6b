//! A snapshot as data, read again by the next process (rule S22).

use core::time::Duration;
use std::time::UNIX_EPOCH;

use breaker_runtime::{KeyedCircuitBreaker, Note, Policy, Saved, State};
use serde_json::{Value, from_value, json, to_value};
use tests::TestCircuit;

/// Whole milliseconds, as data has them.
fn in_millis(time: Duration) -> Duration {
    Duration::from_millis(u64::try_from(time.as_millis()).unwrap_or_default())
}

#[test]
fn what_is_written_of_a_snapshot_is_what_is_read() {
    let circuit = TestCircuit::new(Policy::new().threshold(1));
    circuit.trip();
    let open = circuit.after(Duration::from_secs(2)).snapshot();
    circuit.force_open_for(Duration::from_mins(1), Note::new("moving").by("anna"));
    let keyed = KeyedCircuitBreaker::new("saved", Policy::new().threshold(1), 8);
    keyed.try_acquire("a \"key\"\n").unwrap().failure();
    let of_key = keyed.get("a \"key\"\n").unwrap().snapshot();
    for snapshot in [open, circuit.snapshot(), of_key, keyed.whole().snapshot()] {
        let mut expected = Saved::from(&snapshot);
        expected.at = UNIX_EPOCH + in_millis(expected.at.duration_since(UNIX_EPOCH).unwrap());
        expected.in_state_for = in_millis(snapshot.in_state_for);
        expected.retry_after = snapshot.retry_after.map(in_millis);
        assert_eq!(from_value::<Saved>(to_value(&snapshot).unwrap()).unwrap(), expected);
    }
}

fn error(data: Value) -> String {
    from_value::<Saved>(data).map_or_else(|error| error.to_string(), |saved| format!("{saved:?}"))
}

#[test]
fn three_fields_are_enough_and_needed() {
    let least = json!({ "name": "db", "state": "half_open", "at_ms": 0 });
    assert_eq!(
        from_value::<Saved>(least.clone()).unwrap(),
        Saved::new("db", State::HalfOpen, UNIX_EPOCH)
    );
    for field in ["name", "state", "at_ms"] {
        let mut without = least.clone();
        without.as_object_mut().unwrap().remove(field);
        assert_eq!(error(without), format!("missing field `{field}`"));
    }
}

#[test]
fn data_of_others_is_read_as_far_as_it_makes_sense() {
    let with = |field: &str, value: Value| {
        let mut data = json!({ "name": "db", "state": "open", "at_ms": 7 });
        data[field] = value;
        data
    };
    let longest = from_value::<Saved>(with("retry_after_ms", json!(u64::MAX))).unwrap();
    assert_eq!(longest.retry_after, Some(Duration::from_millis(u64::MAX)));
    assert_eq!(from_value::<Saved>(with("state", json!("asleep"))).unwrap().state, "asleep");
    assert!(from_value::<Saved>(with("later", json!([{ "deep": [1.5, null] }]))).is_ok());
    for (field, value) in [
        ("retry_after_ms", json!(-1)),
        ("retry_after_ms", json!(1e300)),
        ("retry_after_ms", json!("NaN")),
        ("at_ms", json!(0.5)),
        ("at_ms", json!(null)),
        ("reopenings", json!(u64::MAX)),
        ("key", json!(["a"])),
        ("forced", json!("yes")),
        ("state", json!(3)),
    ] {
        let error = error(with(field, value));
        assert!(error.starts_with("invalid"), "{field}: {error}");
    }
    assert_eq!(
        toml::from_str::<Saved>("name = \"db\"\nstate = \"open\"\nat_ms = nan")
            .unwrap_err()
            .message(),
        "invalid type: floating point `NaN`, expected u64"
    );
}
