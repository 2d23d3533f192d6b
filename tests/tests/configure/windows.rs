//! What was counted so far under a changed rule, threshold or window.

use core::time::Duration;

use breaker_runtime::{Overrides, Policy, Setting, State, Window, registry};

use tests::{TICK, just_before};

use crate::Steered;

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn failures_so_far_count_for_the_new_threshold() {
    let circuit = Steered::new("lower", Policy::new().threshold(5));
    circuit.fail_times(3).set(Setting::Threshold(4));
    assert_eq!(circuit.snapshot().failures_in_window, 3);
    circuit.fail_times(1);
    assert_eq!(circuit.state(), State::Open);
}

#[test]
fn a_threshold_below_what_there_is_opens_at_the_next_failure_and_not_before() {
    let circuit = Steered::new("below", Policy::new().threshold(5));
    circuit.fail_times(4).set(Setting::Threshold(2)).succeed_times(3);
    assert_eq!(circuit.state(), State::Closed);
    circuit.fail_times(1);
    assert_eq!(circuit.state(), State::Open);
}

#[test]
fn a_shorter_window_forgets_at_once_and_exactly() {
    let circuit = Steered::new("shorter", Policy::new().threshold(2).window(10 * SECOND));
    circuit.fail_times(1);
    circuit.clock.advance(2 * SECOND);
    circuit.set(Setting::Window(Window::time(2 * SECOND)));
    assert_eq!(circuit.snapshot().failures_in_window, 0);
    circuit.fail_times(1);
    assert_eq!(circuit.state(), State::Closed);
    circuit.clock.advance(just_before(2 * SECOND));
    circuit.fail_times(1);
    assert_eq!(circuit.state(), State::Open);
}

#[test]
fn what_a_shorter_window_forgot_a_longer_one_does_not_remember() {
    let circuit = Steered::new("forgetful", Policy::new().threshold(2).window(10 * SECOND));
    circuit.fail_times(1);
    circuit.clock.advance(2 * SECOND);
    circuit.set(Setting::Window(Window::time(2 * SECOND)));
    circuit.set(Setting::Window(Window::time(10 * SECOND)));
    assert_eq!(circuit.snapshot().failures_in_window, 0);
    circuit.fail_times(1);
    assert_eq!(circuit.state(), State::Closed);
}

#[test]
fn nor_does_a_share_remember_calls() {
    let policy = Policy::new().threshold_percent(50.0).window(16 * SECOND).min_calls(3);
    let circuit = Steered::new("forgetful share", policy);
    circuit.succeed_times(1).fail_times(1);
    circuit.clock.advance(16 * SECOND);
    circuit.set(Setting::Window(Window::time(32 * SECOND)));
    assert_eq!(circuit.snapshot().failures_in_window, 0);
    circuit.fail_times(1);
    assert_eq!(circuit.state(), State::Closed, "1 of 1, not 2 of 3");
}

#[test]
fn nor_do_the_last_calls_remember_more_than_they_were() {
    // No fewer than nine: other tests set thresholds up to that for all circuits there are, and
    // these stay listed.
    let circuit = Steered::new("last failures", Policy::new().threshold(2).window_calls(9));
    circuit.fail_times(1).succeed_times(9).set(Setting::Window(Window::calls(20)));
    assert_eq!(circuit.snapshot().failures_in_window, 0);

    let policy = Policy::new().threshold_percent(1.0).window_calls(9).min_calls(9);
    drop(circuit);
    let circuit = Steered::new("last successes", policy);
    circuit.succeed_times(20);
    let wider = Overrides::new()
        .circuit("last successes", Setting::Window(Window::calls(12)))
        .circuit("last successes", Setting::MinCalls(12));
    registry().configure(&wider).expect("it makes sense");
    circuit.fail_times(1);
    assert_eq!(circuit.state(), State::Closed, "the window held nine calls, so this is the tenth");
}

#[test]
fn successes_so_far_count_for_a_new_share() {
    let policy = Policy::new().threshold_percent(50.0).window(16 * SECOND).min_calls(10);
    let circuit = Steered::new("share", policy);
    circuit.succeed_times(6).fail_times(3).set(Setting::ThresholdPercent(40.0));
    assert_eq!(circuit.state(), State::Closed);
    circuit.fail_times(1);
    assert_eq!(circuit.state(), State::Open, "4 of 10");
}

#[test]
fn a_share_keeps_its_calls_when_the_time_is_divided_anew() {
    let policy = Policy::new().threshold_percent(50.0).window(16 * SECOND).min_calls(8);
    let circuit = Steered::new("divided", policy);
    circuit.succeed_times(2).fail_times(1);
    circuit.clock.advance(3 * SECOND);
    circuit.succeed_times(2).fail_times(1);
    circuit.set(Setting::Window(Window::time(32 * SECOND)));
    assert_eq!(circuit.snapshot().failures_in_window, 2);
    circuit.fail_times(1);
    assert_eq!(circuit.state(), State::Closed, "3 of 7 are too few calls");
    circuit.fail_times(1);
    assert_eq!(circuit.state(), State::Open, "4 of 8");
}

#[test]
fn a_share_looks_back_over_its_new_time() {
    let policy = Policy::new().threshold_percent(50.0).window(16 * SECOND).min_calls(3);
    let longer = Steered::new("longer share", policy);
    longer.clock.advance(100 * SECOND);
    longer.fail_times(1).set(Setting::Window(Window::time(160 * SECOND)));
    longer.clock.advance(just_before(160 * SECOND));
    assert_eq!(longer.snapshot().failures_in_window, 1);
    longer.clock.advance(TICK);
    assert_eq!(longer.snapshot().failures_in_window, 0);

    drop(longer);
    let shorter = Steered::new("shorter share", policy);
    shorter.clock.advance(100 * SECOND);
    shorter.fail_times(1);
    shorter.clock.advance(2 * SECOND);
    shorter.set(Setting::Window(Window::time(2 * SECOND)));
    assert_eq!(shorter.snapshot().failures_in_window, 0);
}

#[test]
fn the_last_calls_stay_the_last_calls() {
    let circuit = Steered::new("last", Policy::new().threshold(3).window_calls(10));
    circuit.fail_times(1).succeed_times(4).fail_times(1);
    circuit.set(Setting::Window(Window::calls(5)));
    assert_eq!(circuit.snapshot().failures_in_window, 1);
    circuit.set(Setting::Threshold(2)).fail_times(1);
    assert_eq!(circuit.state(), State::Open);
}

#[test]
fn a_run_of_failures_goes_on_and_a_success_still_breaks_it() {
    let circuit = Steered::new("run", Policy::new().consecutive(5));
    circuit.fail_times(2).set(Setting::Consecutive(3)).succeed_times(1).fail_times(2);
    assert_eq!(circuit.state(), State::Closed);
    circuit.fail_times(1);
    assert_eq!(circuit.state(), State::Open);
}

#[test]
fn the_failures_of_a_run_so_far_count_for_its_new_length() {
    let circuit = Steered::new("run so far", Policy::new().consecutive(5));
    circuit.succeed_times(1).fail_times(2).set(Setting::Consecutive(3));
    assert_eq!(circuit.snapshot().failures_in_window, 2);
    circuit.fail_times(1);
    assert_eq!(circuit.state(), State::Open);
}

#[test]
fn a_rule_of_another_kind_begins_with_nothing() {
    let circuit = Steered::new("kind", Policy::new().threshold(3));
    circuit.fail_times(2).set(Setting::Consecutive(2));
    assert_eq!(circuit.snapshot().failures_in_window, 0);
    circuit.fail_times(1).succeed_times(1).fail_times(1);
    assert_eq!(circuit.state(), State::Closed);
    circuit.fail_times(1);
    assert_eq!(circuit.state(), State::Open);
}

#[test]
fn a_success_that_was_under_way_counts_at_its_end_in_a_window_of_time() {
    let policy = Policy::new().threshold_percent(50.0).window_calls(4).min_calls(2);
    let circuit = Steered::new("timed from now on", policy);
    circuit.succeed_times(1);
    let early = circuit.try_acquire().expect("closed");
    circuit.set(Setting::Window(Window::time(16 * SECOND)));
    circuit.clock.advance(20 * SECOND);
    early.success();
    circuit.fail_times(1);
    assert_eq!(circuit.state(), State::Open, "one of two");
}
