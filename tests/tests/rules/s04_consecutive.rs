//! S4: `N` failures with no success between.

use breaker_runtime::{Policy, State};
use tests::{TEN_YEARS, TestCircuit, panic_quietly};

fn circuit(failures: u32) -> TestCircuit {
    TestCircuit::new(Policy::new().consecutive(failures))
}

#[test]
fn the_nth_failure_in_a_row_opens() {
    for failures in [1, 2, 3, 50] {
        assert_eq!(circuit(failures).trip(), failures);
    }
}

#[test]
fn a_success_breaks_the_run() {
    let circuit = circuit(3);
    for _ in 0..100 {
        circuit.fail_times(2).succeed().is(State::Closed);
    }
    assert_eq!(circuit.failures_in_window(), 0);
    circuit.fail_times(2).is(State::Closed).fail().is(State::Open);
}

#[test]
fn ignored_and_abandoned_calls_do_not() {
    let circuit = circuit(3);
    circuit.fail();
    circuit.admitted().ignore();
    circuit.fail();
    drop(circuit.admitted());
    circuit.is(State::Closed).fail().is(State::Open);
}

#[test]
fn panics_are_links_of_the_run() {
    let circuit = circuit(3);
    (0..3).for_each(|_| panic_quietly(circuit.admitted()));
    circuit.is(State::Open);
}

#[test]
fn the_order_is_that_of_the_results_and_not_of_the_calls() {
    let circuit = circuit(2);
    let (first, second, third) = (circuit.admitted(), circuit.admitted(), circuit.admitted());
    third.failure();
    first.success();
    second.failure();
    circuit.is(State::Closed);
}

#[test]
fn time_means_nothing() {
    let circuit = circuit(2);
    circuit.fail().after(TEN_YEARS).fail().is(State::Open);
}

#[test]
fn closing_starts_a_new_run() {
    let circuit = circuit(2);
    circuit.trip_and_wait().succeed().is(State::Closed);
    circuit.fail().is(State::Closed).fail().is(State::Open);
}
