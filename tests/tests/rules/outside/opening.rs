//! A step that is meant for one opening leaves the next alone.

use core::time::Duration;

use breaker_runtime::{FromOutside, State};
use tests::TestCircuit;

use super::{OPEN_FOR, circuit, pod};
use crate::SECOND;

/// Meant for the opening that the circuit has had last.
fn meant(circuit: &TestCircuit) -> FromOutside<'_> {
    pod(circuit).for_opening(circuit.snapshot().opened)
}

#[test]
fn a_step_is_taken_in_the_opening_that_it_is_meant_for_and_in_its_round() {
    let circuit = circuit();
    circuit.trip();
    meant(&circuit).hold_for(SECOND);
    assert_eq!(circuit.rejected().retry_after(), Some(SECOND));
    assert!(meant(&circuit).begin_trials());
    meant(&circuit).hold_for(SECOND);
    circuit.is(State::HalfOpen).rejected();
    meant(&circuit).set_reopenings(7);
    assert_eq!(circuit.snapshot().reopenings, 7);
}

#[test]
fn a_trial_call_that_failed_meanwhile_keeps_its_open_time_and_its_row() {
    let circuit = circuit();
    circuit.trip();
    let late = meant(&circuit);
    circuit.after_open_time().fail();
    late.hold_for(Duration::ZERO);
    late.set_reopenings(7);
    assert!(!late.begin_trials());
    assert_eq!(circuit.snapshot().reopenings, 2);
    circuit.is(State::Open).admits_exactly_after(OPEN_FOR).success();
}

#[test]
fn what_is_forced_is_forced_whatever_was_meant() {
    let circuit = circuit();
    pod(&circuit).for_opening(9).force_open_for(OPEN_FOR, "a move");
    circuit.is(State::ForcedOpen);
    pod(&circuit).for_opening(9).reset();
    circuit.is(State::Closed);
}
