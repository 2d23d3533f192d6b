//! Why a circuit opened, who answers instead, and where its settings come from.

use breaker_runtime::{Policy, circuit_breaker, registry};
use serde_json::{json, to_value};
use tests::TestCircuit;

#[test]
fn the_last_error_is_in_the_snapshot_and_in_the_event() {
    let circuit = TestCircuit::new(Policy::new().threshold(1).last_error(true));
    circuit.try_acquire().unwrap().failure_because("connection refused");
    let snapshot = to_value(circuit.snapshot()).unwrap();
    assert_eq!(
        snapshot["last_failure"],
        json!({ "ago_ms": 0, "kind": "error", "error": "connection refused" })
    );
    let opened = to_value(circuit.history()).unwrap().as_array_mut().unwrap().pop().unwrap();
    assert_eq!(
        (&opened["last_failure"], &opened["last_error"]),
        (&json!("error"), &json!("connection refused"))
    );
}

#[circuit_breaker(name = "why: A", fallback = charge_b, threshold = 3)]
fn charge_a() -> std::io::Result<()> {
    Ok(())
}

#[circuit_breaker(name = "why: B", fallback = Ok(()))]
fn charge_b() -> std::io::Result<()> {
    Ok(())
}

#[test]
fn who_answers_instead_and_where_settings_come_from() {
    assert!(charge_a().is_ok() && charge_b().is_ok());
    let snapshot = registry().get("why: A").unwrap().snapshot();
    assert_eq!(
        to_value(&snapshot).unwrap()["instead"],
        json!([
            { "function": "serialize::why::charge_a", "what": "charge_b", "circuit": "why: B" },
            { "function": "serialize::why::charge_b", "what": "an expression", "circuit": null },
        ])
    );
    assert_eq!(
        to_value(&snapshot.policy.sources()[..2]).unwrap(),
        json!([
            { "name": "threshold", "value": "3", "source": "attribute" },
            { "name": "window", "value": "10s", "source": "default" },
        ])
    );
}
