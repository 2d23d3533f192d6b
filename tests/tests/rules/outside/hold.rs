//! Trial calls wait for others': no longer than a hold lasts.

use core::time::Duration;

use breaker_runtime::State;
use tests::{TICK, TestCircuit};

use super::{OPEN_FOR, POLICY, circuit, pod};
use crate::SECOND;

#[test]
fn an_open_circuit_is_open_for_that_time_from_now_on_whatever_its_open_time_was() {
    for time in [TICK, SECOND, OPEN_FOR, 2 * OPEN_FOR] {
        let circuit = circuit();
        circuit.trip();
        pod(circuit.after(10 * SECOND)).hold_for(time);
        assert_eq!(circuit.rejected().retry_after(), Some(time));
        circuit.admits_exactly_after(time).success();
    }
}

#[test]
fn a_hold_of_no_time_ends_the_open_time() {
    let circuit = circuit();
    circuit.trip();
    pod(&circuit).hold_for(Duration::ZERO);
    circuit.is(State::HalfOpen).succeed();
}

#[test]
fn a_half_open_circuit_admits_no_more_until_then_and_says_so() {
    let circuit = circuit();
    circuit.trip_and_wait().succeed();
    pod(&circuit).hold_for(SECOND);
    let rejected = circuit.is(State::HalfOpen).rejected();
    assert_eq!((rejected.state(), rejected.retry_after()), (State::HalfOpen, Some(SECOND)));
    assert_eq!(circuit.snapshot().retry_after, Some(SECOND));
    circuit.admits_exactly_after(SECOND).success();
    circuit.succeed().is(State::Closed);
}

#[test]
fn results_of_trial_calls_under_way_close_it_and_open_it_again() {
    for (succeeds, state) in [(true, State::Closed), (false, State::Open)] {
        let circuit = TestCircuit::new(POLICY.half_open_calls(1));
        circuit.trip_and_wait();
        let trial = circuit.admitted();
        pod(&circuit).hold_for(SECOND);
        if succeeds {
            trial.success();
        } else {
            trial.failure();
        }
        circuit.is(state);
    }
}

#[test]
fn the_last_hold_is_the_one_that_holds() {
    let circuit = circuit();
    circuit.trip_and_wait().succeed();
    pod(&circuit).hold_for(3 * SECOND);
    pod(&circuit).hold_for(SECOND);
    circuit.admits_exactly_after(SECOND).success();
    pod(&circuit).hold_for(3 * SECOND);
    pod(&circuit).hold_for(Duration::ZERO);
    circuit.succeed().is(State::Closed);
}

#[test]
fn a_silent_trial_call_keeps_its_place_for_as_long_as_ever() {
    let circuit = TestCircuit::new(POLICY.half_open_calls(1));
    circuit.trip_and_wait();
    let silent = circuit.admitted();
    pod(&circuit).hold_for(SECOND);
    circuit.after(SECOND).rejected();
    circuit.admits_exactly_after(29 * SECOND).success();
    drop(silent);
    circuit.is(State::Closed);
}

#[test]
fn no_hold_lasts_longer_than_the_longest_open_time_and_an_answer() {
    for half_open in [false, true] {
        let circuit = circuit();
        circuit.trip();
        if half_open {
            circuit.after_open_time().succeed();
        }
        pod(&circuit).hold_for(Duration::MAX);
        circuit.admits_exactly_after(10 * OPEN_FOR + 5 * SECOND).success();
    }
}

#[test]
fn a_hold_ends_with_its_round() {
    let circuit = circuit();
    circuit.trip_and_wait();
    let trial = circuit.admitted();
    pod(&circuit).hold_for(10 * OPEN_FOR);
    trial.failure();
    circuit.is(State::Open).admits_exactly_after(OPEN_FOR).success();
}

#[test]
fn a_closed_circuit_has_nothing_to_wait_for() {
    let circuit = circuit();
    pod(&circuit).hold_for(OPEN_FOR);
    circuit.succeed().is(State::Closed);
}

#[test]
fn a_call_within_a_trial_call_needs_no_place() {
    let circuit = circuit();
    circuit.trip_and_wait();
    let inner = circuit.call(|| {
        pod(&circuit).hold_for(OPEN_FOR);
        circuit.call(|| Ok::<_, Box<dyn core::error::Error>>(7))
    });
    assert_eq!(inner.ok(), Some(7));
    circuit.is(State::HalfOpen).rejected();
}
