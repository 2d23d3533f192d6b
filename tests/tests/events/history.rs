//! The latest transitions of a circuit.

use breaker_runtime::{EventKind, Policy};
use tests::TestCircuit;

#[test]
fn a_circuit_that_never_opened_has_none() {
    let circuit = TestCircuit::new(Policy::new());
    circuit.succeed().fail();
    assert_eq!(circuit.history(), []);
}

#[test]
fn the_latest_sixteen_are_kept_oldest_first() {
    let circuit = TestCircuit::new(Policy::new());
    for _ in 0..20 {
        circuit.force_open();
        circuit.force_closed();
    }
    circuit.reset();
    let history = circuit.history();
    assert_eq!(history.len(), 16);
    assert_eq!(history[15].kind, EventKind::Reset);
    assert!(history.windows(2).all(|pair| pair[0].generation + 1 == pair[1].generation));
}

#[test]
fn rejections_are_no_transitions() {
    let circuit = TestCircuit::new(Policy::new().threshold(1));
    circuit.fail();
    circuit.rejected();
    circuit.reset();
    let history = circuit.history();
    assert_eq!(history.len(), 2);
    assert_eq!(history[1].kind, EventKind::Reset);
}

#[test]
fn the_snapshot_says_for_how_long_it_has_been_so() {
    use core::time::Duration;
    let circuit = TestCircuit::new(Policy::new().threshold(1));
    circuit.after(Duration::from_secs(3)).fail();
    circuit.after(Duration::from_secs(4));
    assert_eq!(circuit.snapshot().in_state_for, Duration::from_secs(4));
}
