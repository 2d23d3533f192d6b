//! S1: a failure at `t` counts at `now` while `now - t < window`; the `N`th that counts opens the
//! circuit.

use core::time::Duration;

use breaker_runtime::{Policy, State};
use tests::{TEN_YEARS, TICK, TestCircuit, just_before};

use crate::{SECOND, WINDOW};

fn circuit(threshold: u32) -> TestCircuit {
    TestCircuit::new(Policy::new().threshold(threshold).window(WINDOW))
}

#[test]
fn the_nth_failure_opens_the_circuit_and_the_one_before_does_not() {
    for threshold in [1, 2, 5, 100] {
        let circuit = circuit(threshold);
        circuit.fail_times(threshold - 1).is(State::Closed);
        circuit.fail().is(State::Open);
    }
}

#[test]
fn a_failure_still_counts_one_nanosecond_before_the_window_has_passed() {
    let circuit = circuit(2);
    circuit.fail().at(just_before(WINDOW));
    assert_eq!(circuit.failures_in_window(), 1);
    circuit.fail().is(State::Open);
}

#[test]
fn a_failure_counts_no_longer_when_exactly_the_window_has_passed() {
    let circuit = circuit(2);
    circuit.fail().at(WINDOW);
    assert_eq!(circuit.failures_in_window(), 0);
    circuit.fail().is(State::Closed);
    assert_eq!(circuit.failures_in_window(), 1);
}

#[test]
fn the_window_trails_whatever_the_pattern() {
    let circuit = circuit(5);
    for millis in [0, 9_900, 9_901, 9_902, 10_000, 19_900] {
        circuit.at(Duration::from_millis(millis)).fail().is(State::Closed);
    }
    assert_eq!(circuit.failures_in_window(), 4, "those at 0 s and at 9.9 s are out");
    circuit.fail().is(State::Open);
}

#[test]
fn a_burst_astride_two_windows_is_not_missed() {
    let circuit = circuit(5);
    circuit.at(just_before(WINDOW)).fail_times(4).is(State::Closed);
    circuit.at(WINDOW + TICK).fail().is(State::Open);
}

#[test]
fn failures_just_too_slow_for_the_window_never_open() {
    let circuit = circuit(5);
    for _ in 0..1_000 {
        circuit.fail().is(State::Closed).after(WINDOW / 4);
    }
    assert_eq!(circuit.failures_in_window(), 3);
}

#[test]
fn failures_a_nanosecond_faster_than_that_open_at_the_fifth() {
    let circuit = circuit(5);
    for _ in 0..4 {
        circuit.fail().is(State::Closed).after(just_before(WINDOW / 4));
    }
    circuit.fail().is(State::Open);
}

#[test]
fn failures_at_one_instant_leave_the_window_together() {
    let circuit = circuit(3);
    circuit.fail_times(2).at(WINDOW).fail_times(2).is(State::Closed);
    assert_eq!(circuit.failures_in_window(), 2);
}

#[test]
fn successes_between_neither_help_nor_harm() {
    let circuit = circuit(3);
    circuit.fail().succeed_times(1_000).fail().succeed_times(1_000).is(State::Closed);
    circuit.fail().is(State::Open);
}

#[test]
fn the_default_is_five_failures_within_ten_seconds() {
    let circuit = TestCircuit::new(Policy::new());
    circuit.fail().at(WINDOW).fail_times(4).is(State::Closed);
    circuit.at(just_before(2 * WINDOW)).fail().is(State::Open);
}

#[test]
fn the_shortest_window_holds_one_instant() {
    let circuit = TestCircuit::new(Policy::new().threshold(2).window(TICK));
    circuit.fail().after(TICK).fail().is(State::Closed);
    circuit.fail().is(State::Open);
}

#[test]
fn in_the_longest_window_every_failure_counts() {
    let circuit = TestCircuit::new(Policy::new().threshold(3).window(Duration::MAX));
    circuit.fail().after(TEN_YEARS).fail().after(TEN_YEARS).is(State::Closed);
    circuit.fail().is(State::Open);
}

#[test]
fn while_the_circuit_is_open_its_failures_leave_the_window_all_the_same() {
    let circuit = circuit(2);
    circuit.fail().after(SECOND).fail().is(State::Open);
    assert_eq!(circuit.failures_in_window(), 2);
    circuit.at(WINDOW);
    assert_eq!(circuit.failures_in_window(), 1);
    circuit.at(WINDOW + SECOND);
    assert_eq!(circuit.failures_in_window(), 0);
}
