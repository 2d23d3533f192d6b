//! S2: a failure opens the circuit when the window holds `min_calls` calls and the share of
//! failures is reached. What is older than the window never counts.

use core::time::Duration;

use breaker_runtime::{Policy, State};
use tests::{TICK, TestCircuit, just_before};

use crate::SECOND;

/// Sixteen sub-windows of a second.
const WINDOW: Duration = Duration::from_secs(16);

fn policy(percent: f64, min_calls: u32) -> Policy {
    Policy::new().threshold_percent(percent).min_calls(min_calls).window(WINDOW)
}

fn circuit(percent: f64, min_calls: u32) -> TestCircuit {
    TestCircuit::new(policy(percent, min_calls))
}

#[test]
fn below_min_calls_not_even_failures_alone_open() {
    let circuit = circuit(50.0, 10);
    circuit.fail_times(9).is(State::Closed);
    circuit.fail().is(State::Open);
}

#[test]
fn min_calls_is_twenty_unless_said_otherwise() {
    let circuit = TestCircuit::new(Policy::new().threshold_percent(50.0));
    assert_eq!(circuit.trip(), 20);
}

#[test]
fn a_success_that_fills_min_calls_does_not_open_and_the_next_failure_does() {
    let circuit = circuit(50.0, 10);
    circuit.fail_times(9).succeed().is(State::Closed);
    circuit.fail().is(State::Open);
}

#[test]
fn twenty_nine_of_a_hundred_are_exactly_twenty_nine_percent() {
    let circuit = circuit(29.0, 1);
    circuit.succeed_times(71).fail_times(28).is(State::Closed);
    circuit.fail().is(State::Open);
}

#[test]
fn twenty_nine_of_a_hundred_are_less_than_a_ten_thousandth_more() {
    let circuit = circuit(29.0001, 1);
    circuit.succeed_times(71).fail_times(29).is(State::Closed);
    circuit.fail().is(State::Open);
}

#[test]
fn every_whole_percentage_of_a_hundred_calls_is_exact() {
    for percent in 1..100_u32 {
        let circuit = circuit(f64::from(percent), 1);
        circuit.succeed_times(100 - percent).fail_times(percent - 1).is(State::Closed);
        circuit.fail().is(State::Open);
    }
}

#[test]
fn one_in_eight_is_twelve_and_a_half_percent() {
    let circuit = circuit(12.5, 8);
    circuit.succeed_times(8).fail().is(State::Closed);
    circuit.reset();
    circuit.succeed_times(7).fail().is(State::Open);
}

#[test]
fn a_hundred_percent_forgives_no_success() {
    let circuit = circuit(100.0, 1);
    circuit.succeed().fail_times(1_000).is(State::Closed);
    circuit.after(WINDOW).fail().is(State::Open);
}

#[test]
fn a_failure_at_the_start_of_a_sub_window_counts_until_the_window_has_passed() {
    let inside = circuit(100.0, 2);
    inside.fail().at(just_before(WINDOW)).fail().is(State::Open);

    let outside = circuit(100.0, 2);
    outside.fail().at(WINDOW).fail().is(State::Closed);
}

#[test]
fn a_failure_at_the_end_of_a_sub_window_counts_for_fifteen_sixteenths_of_the_window() {
    for (now, state) in [(just_before(WINDOW), State::Open), (WINDOW, State::Closed)] {
        let circuit = circuit(100.0, 2);
        circuit.at(just_before(SECOND)).fail().at(now).fail().is(state);
    }
}

#[test]
fn whatever_the_offset_a_failure_counts_for_nine_tenths_of_the_window_and_never_longer() {
    for offset in 0..160 {
        let start = WINDOW * offset / 160;
        let young = circuit(100.0, 2);
        young.at(start).fail().after(WINDOW * 9 / 10).fail().is(State::Open);
        let old = circuit(100.0, 2);
        old.at(start).fail().after(WINDOW).fail().is(State::Closed);
    }
}

#[test]
fn successes_leave_the_window_as_failures_do() {
    let circuit = circuit(50.0, 1);
    circuit.succeed_times(3).at(just_before(WINDOW)).fail_times(2).is(State::Closed);
    circuit.at(WINDOW).fail().is(State::Open);
}

#[test]
fn successes_count_at_their_own_time_and_not_at_that_of_the_next_failure() {
    let circuit = circuit(50.0, 1);
    for second in 0..10 {
        circuit.at(second * SECOND).succeed();
    }
    // The success of the first second is out: nine are left, and as many failures are half of the
    // calls.
    circuit.at(WINDOW).fail_times(8).is(State::Closed);
    circuit.fail().is(State::Open);
}

#[test]
fn a_failing_trickle_below_min_calls_never_opens() {
    let circuit = circuit(50.0, 5);
    for _ in 0..1_000 {
        circuit.fail().is(State::Closed).after(WINDOW / 4);
    }
}

#[test]
fn a_long_silence_empties_the_window() {
    let circuit = circuit(50.0, 2);
    circuit.succeed_times(1_000).after(1_000 * WINDOW).fail().is(State::Closed);
    circuit.fail().is(State::Open);
}

#[test]
fn a_window_too_short_for_sixteen_sub_windows_is_exact() {
    let circuit = TestCircuit::new(policy(100.0, 2).window(3 * TICK));
    circuit.fail().after(3 * TICK).fail().is(State::Closed);
    circuit.after(2 * TICK).fail().is(State::Open);
}

#[test]
fn ignored_and_abandoned_calls_fill_nothing() {
    let circuit = circuit(50.0, 3);
    circuit.fail_times(2);
    circuit.admitted().ignore();
    drop(circuit.admitted());
    circuit.is(State::Closed).fail().is(State::Open);
}

#[test]
fn the_snapshot_counts_failures_of_this_window_only() {
    let circuit = circuit(50.0, 100);
    circuit.fail_times(3).at(WINDOW / 2).fail_times(2);
    assert_eq!(circuit.failures_in_window(), 5);
    circuit.at(WINDOW);
    assert_eq!(circuit.failures_in_window(), 2);
    circuit.at(WINDOW * 3 / 2);
    assert_eq!(circuit.failures_in_window(), 0);
}
