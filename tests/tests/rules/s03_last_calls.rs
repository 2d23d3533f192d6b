//! S3: a count or a share of the last `window` counted calls.

use breaker_runtime::{Policy, State};
use tests::{TEN_YEARS, TestCircuit};

fn count(failures: u32, calls: u32) -> TestCircuit {
    TestCircuit::new(Policy::new().threshold(failures).window_calls(calls))
}

fn share(percent: f64, calls: u32) -> TestCircuit {
    TestCircuit::new(Policy::new().threshold_percent(percent).window_calls(calls))
}

#[test]
fn n_failures_among_the_last_calls_open_even_if_the_first_is_about_to_leave() {
    let circuit = count(3, 10);
    circuit.fail().succeed_times(7).fail().is(State::Closed);
    circuit.fail().is(State::Open);
}

#[test]
fn one_success_more_and_the_first_failure_has_left() {
    let circuit = count(3, 10);
    circuit.fail().succeed_times(8).fail().is(State::Closed);
    circuit.fail().is(State::Closed);
    assert_eq!(circuit.failures_in_window(), 2);
    circuit.fail().is(State::Open);
}

#[test]
fn a_count_needs_no_full_window() {
    assert_eq!(count(3, 1_000).trip(), 3);
}

#[test]
fn successes_push_failures_out_before_another_failure_comes() {
    let circuit = count(3, 10);
    circuit.fail_times(2).succeed_times(8);
    assert_eq!(circuit.failures_in_window(), 2);
    circuit.succeed();
    assert_eq!(circuit.failures_in_window(), 1);
    circuit.succeed();
    assert_eq!(circuit.failures_in_window(), 0);
}

#[test]
fn a_window_of_as_many_calls_as_failures_is_a_run_of_failures() {
    let circuit = count(3, 3);
    circuit.fail_times(2).succeed().fail_times(2).is(State::Closed);
    circuit.fail().is(State::Open);
}

#[test]
fn a_window_of_one_call_opens_at_any_failure() {
    let circuit = count(1, 1);
    circuit.succeed_times(5).is(State::Closed).fail().is(State::Open);
}

#[test]
fn a_share_waits_for_min_calls_which_are_the_window_if_it_is_small() {
    assert_eq!(share(50.0, 10).trip(), 10);
    assert_eq!(share(50.0, 100).trip(), 20);
}

#[test]
fn a_share_looks_at_the_last_calls_only() {
    let circuit = share(50.0, 10);
    circuit.succeed_times(100_000).fail_times(4).is(State::Closed);
    circuit.fail().is(State::Open);
}

#[test]
fn twenty_nine_of_the_last_hundred_are_exactly_twenty_nine_percent() {
    let circuit = share(29.0, 100);
    circuit.fail_times(10).succeed_times(80).fail_times(20).is(State::Closed);
    assert_eq!(circuit.failures_in_window(), 20, "the first ten have left");
    circuit.fail_times(8).is(State::Closed);
    circuit.fail().is(State::Open);
}

#[test]
fn explicit_min_calls_are_obeyed() {
    let policy = Policy::new().threshold_percent(50.0).window_calls(10).min_calls(3);
    assert_eq!(TestCircuit::new(policy).trip(), 3);
}

#[test]
fn a_success_never_opens() {
    let policy = Policy::new().threshold_percent(50.0).window_calls(10).min_calls(4);
    let circuit = TestCircuit::new(policy);
    circuit.fail_times(3).succeed().is(State::Closed);
    circuit.fail().is(State::Open);
}

#[test]
fn time_means_nothing() {
    let circuit = count(2, 10);
    circuit.fail().after(TEN_YEARS).fail().is(State::Open);
}

#[test]
fn ignored_and_abandoned_calls_take_no_place() {
    let circuit = count(2, 2);
    circuit.fail();
    for _ in 0..10 {
        circuit.admitted().ignore();
        drop(circuit.admitted());
    }
    circuit.fail().is(State::Open);
}

#[test]
fn the_window_is_empty_after_closing() {
    let circuit = count(3, 10);
    circuit.trip_and_wait().succeed().is(State::Closed);
    assert_eq!(circuit.failures_in_window(), 0);
    circuit.fail_times(2).is(State::Closed);
    circuit.fail().is(State::Open);
}
