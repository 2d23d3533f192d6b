//! The row of openings, by which open times grow.

use breaker_runtime::State;
use tests::{TICK, TestCircuit, just_before};

use super::{OPEN_FOR, POLICY, pod};

fn circuit() -> TestCircuit {
    TestCircuit::new(POLICY.half_open_calls(1).max_open_for(100 * OPEN_FOR))
}

#[test]
fn the_next_opening_has_the_number_that_others_say() {
    for (number, times) in [(0, 1), (1, 2), (3, 8), (u32::MAX, 100)] {
        let circuit = circuit();
        circuit.trip();
        pod(&circuit).set_reopenings(number);
        assert_eq!(circuit.snapshot().reopenings, number);
        circuit.admits_exactly_after(OPEN_FOR).failure();
        assert_eq!(circuit.rejected().retry_after(), Some(times * OPEN_FOR));
        assert_eq!(circuit.snapshot().reopenings, number.saturating_add(1));
    }
}

#[test]
fn a_circuit_that_has_recovered_forgets_it() {
    let circuit = circuit();
    circuit.trip();
    pod(&circuit).set_reopenings(3);
    circuit.after_open_time().succeed();
    assert_eq!(circuit.after(just_before(OPEN_FOR)).snapshot().reopenings, 3);
    assert_eq!(circuit.after(TICK).snapshot().reopenings, 0);
    circuit.trip();
    circuit.admits_exactly_after(OPEN_FOR).success();
}

#[test]
fn a_ramp_up_that_is_over_is_as_closed() {
    let policy = POLICY.half_open_calls(1).ramp_up(OPEN_FOR);
    let circuit = TestCircuit::new(policy);
    circuit.trip_and_wait().succeed().is(State::RampUp);
    assert_eq!(circuit.after(OPEN_FOR).is(State::Closed).snapshot().reopenings, 1);
    assert_eq!(circuit.after(OPEN_FOR).snapshot().reopenings, 0);
}
