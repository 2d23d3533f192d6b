//! That the fleet takes part in the tests' circuits, and tells once that it is away.

use core::time::Duration;

use breaker_fleet::FleetEvent;
use breaker_runtime::{Policy, State};
use tests::{TestCircuit, fleet, wait_until};

#[test]
fn the_fleet_takes_part_in_each_circuit_and_is_away() {
    let circuit = TestCircuit::new(Policy::new());
    circuit.trip();
    circuit.is(State::Open);
    assert!(fleet::has_met(&circuit));
    let status = fleet::fleet().status();
    assert!(status.local.iter().all(|local| &*local.name != circuit.name()), "{status:?}");

    wait_until(|| !fleet::told().is_empty());
    let away = fleet::fleet().status().away;
    assert!(away.is_some_and(|away| away.why.contains("refused")));
    // Attempts to connect are told nobody.
    std::thread::sleep(Duration::from_secs(2));
    assert!(matches!(fleet::told()[..], [FleetEvent::Away { .. }]), "{:?}", fleet::told());
}
