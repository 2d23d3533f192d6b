//! What is counted, and when that opens.

use breaker_runtime::{Policy, State};
use tests::TestCircuit;

use crate::{MILLISECOND, SECOND};

#[test]
fn f4a_a_window_of_four_milliseconds_divides_nothing_by_zero() {
    let policy = Policy::new().threshold_percent(50.0).window(4 * MILLISECOND).min_calls(5);
    let circuit = TestCircuit::new(policy);
    circuit.succeed().after(MILLISECOND).succeed();
    assert_eq!(circuit.trip(), 3, "the fifth call; until then the window holds too few");
}

#[test]
fn f4b_one_failure_after_990_successes_is_not_half() {
    let policy = Policy::new().threshold_percent(50.0).window(900 * MILLISECOND).min_calls(5);
    let circuit = TestCircuit::new(policy);
    circuit.succeed_times(990).fail().is(State::Closed);
}

#[test]
fn f7_three_calls_a_second_are_never_five_within_one() {
    let policy = Policy::new().threshold_percent(50.0).window(SECOND).min_calls(5);
    let circuit = TestCircuit::new(policy);
    for _ in 0..1_000 {
        circuit.fail().is(State::Closed).after(380 * MILLISECOND);
    }
}

#[test]
fn r3_five_failures_are_five() {
    assert_eq!(TestCircuit::new(Policy::new().threshold(5).window_calls(5)).trip(), 5);
    assert_eq!(TestCircuit::new(Policy::new().threshold_percent(100.0).window_calls(5)).trip(), 5);
}

#[test]
fn m3_a_thousand_successes_do_not_push_failures_out_of_a_window_of_time() {
    let circuit = TestCircuit::new(Policy::new().threshold(5).window(10 * SECOND));
    circuit.fail_times(4).succeed_times(1_000).after(MILLISECOND);
    assert_eq!(circuit.trip(), 1);
}

#[test]
fn m4_a_threshold_above_any_buffer_is_reached_exactly() {
    assert_eq!(TestCircuit::new(Policy::new().threshold(1_500)).trip(), 1_500);
    assert_eq!(TestCircuit::new(Policy::new().threshold(100_000)).trip(), 100_000);
}

#[test]
fn c4_successes_of_yesterday_do_not_outweigh_the_outage() {
    let policy = Policy::new().threshold_percent(50.0).window(10 * SECOND).min_calls(5);
    let circuit = TestCircuit::new(policy);
    circuit.succeed_times(100_000).after(10 * SECOND);
    assert_eq!(circuit.trip(), 5);
}

#[test]
fn c5_a_window_of_time_sees_failures() {
    let policy = Policy::new().threshold_percent(50.0).window(10 * SECOND);
    assert_eq!(TestCircuit::new(policy).trip(), 20);
}

#[test]
fn x1_isolated_failures_among_thousands_of_successes_are_not_in_a_row() {
    let circuit = TestCircuit::new(Policy::new().consecutive(3));
    for _ in 0..3 {
        circuit.succeed_times(10_000).fail().is(State::Closed);
    }
}

#[test]
fn w1_a_window_of_ten_calls_forgets_ten_thousand_successes_in_five() {
    let circuit = TestCircuit::new(Policy::new().threshold_percent(50.0).window_calls(10));
    circuit.succeed_times(10_000);
    assert_eq!(circuit.trip(), 5);
}

#[test]
fn i1_almost_all_calls_failing_are_more_than_half() {
    let policy = Policy::new().threshold_percent(50.0).min_calls(5_001);
    let circuit = TestCircuit::new(policy);
    circuit.succeed();
    assert_eq!(circuit.trip(), 5_000);
}

#[test]
fn i2_after_a_second_of_silence_three_failures_are_three() {
    for window in [10 * MILLISECOND, 10 * SECOND] {
        let circuit = TestCircuit::new(Policy::new().threshold(3).window(window));
        circuit.succeed().after(SECOND);
        assert_eq!(circuit.trip(), 3);
    }
}
