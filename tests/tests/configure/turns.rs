//! Settings that take turns, however often: nothing is forgotten before its time, and nothing
//! grows.

use core::time::Duration;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Instant;

use breaker_runtime::{Permit, Policy, Setting, State, Window};

use tests::{TICK, just_before};

use crate::Steered;

const SECOND: Duration = Duration::from_secs(1);
const SHARE: Policy =
    Policy::new().threshold_percent(100.0).window(Duration::from_secs(10)).min_calls(50);

fn window(time: Duration) -> Setting {
    Setting::Window(Window::time(time))
}

#[test]
fn windows_of_nearly_one_length_forget_nothing_between_them() {
    let circuit = Steered::new("nearly", SHARE);
    // The longer one moves the start of every sub-window a little further back.
    for start in [0, 7, 1_000_000] {
        circuit.reset();
        circuit.clock.advance(start * SECOND + 123 * TICK);
        circuit.fail_times(4);
        for _ in 0..30 {
            circuit.set(window(10 * SECOND + 160 * TICK)).set(window(10 * SECOND));
        }
        assert_eq!(circuit.snapshot().failures_in_window, 4);
    }
}

#[test]
fn windows_of_every_length_forget_nothing_that_has_just_happened() {
    let circuit = Steered::new("every length", SHARE);
    circuit.clock.advance(1_000 * SECOND + TICK);
    circuit.fail_times(2);
    for nanos in [16, 1_000_000_000, 3_600_000_000_000, 17, 12_345_678, u64::MAX, 1] {
        circuit.set(window(Duration::from_nanos(nanos)));
        assert_eq!(circuit.snapshot().failures_in_window, 2, "in {nanos} ns");
        circuit.fail_times(1).set(window(10 * SECOND));
        assert_eq!(circuit.snapshot().failures_in_window, 3, "in 10 s after {nanos} ns");
        circuit.reset();
        circuit.fail_times(2);
    }
}

#[test]
fn what_failed_under_a_long_window_counts_in_a_short_one_by_its_own_time() {
    let circuit = Steered::new("long and short", SHARE.window(600 * SECOND));
    circuit.clock.advance(590 * SECOND);
    circuit.fail_times(1);
    circuit.set(window(16 * SECOND));
    circuit.clock.advance(just_before(14 * SECOND));
    assert_eq!(circuit.snapshot().failures_in_window, 1);
    circuit.clock.advance(2 * SECOND + TICK);
    assert_eq!(circuit.snapshot().failures_in_window, 0, "and never longer");
}

#[test]
fn calls_leave_at_their_time_whatever_windows_took_turns() {
    let circuit = Steered::new("in time", SHARE);
    circuit.clock.advance(100 * SECOND);
    circuit.fail_times(3);
    for times in 0..300_u32 {
        // All of them longer than the one that is looked at, and none like the one before.
        circuit.set(window(10 * SECOND + times * times * TICK)).set(window(10 * SECOND));
    }
    circuit.clock.advance(9 * SECOND);
    assert_eq!(circuit.snapshot().failures_in_window, 3);
    circuit.clock.advance(SECOND);
    assert_eq!(circuit.snapshot().failures_in_window, 0);
}

#[test]
fn a_failure_costs_the_same_after_many_changes() {
    let circuit = Steered::new("many changes", SHARE.min_calls(1_000_000));
    let failures = || {
        let start = Instant::now();
        circuit.fail_times(2_000);
        start.elapsed()
    };
    let before = failures().min(failures()).min(failures());
    for change in 0..5_000_u32 {
        circuit.clock.advance(TICK);
        circuit.fail_times(1).set(window(3_600 * SECOND + change % 7 * SECOND));
    }
    let after = failures().min(failures()).min(failures());
    // Each change left a sub-window once: two hundred times as dear.
    assert!(after < 20 * before, "{before:?} before, {after:?} after");
}

#[test]
fn rules_that_take_turns_start_over_and_count_exactly_each_time() {
    let circuit = Steered::new("rules", Policy::new().threshold(3));
    for _ in 0..5 {
        circuit.fail_times(2).set(Setting::ThresholdPercent(50.0));
        assert_eq!(circuit.snapshot().failures_in_window, 0, "a share is of all calls");
        circuit.succeed_times(2).fail_times(2).set(Setting::Consecutive(3));
        assert_eq!(circuit.snapshot().failures_in_window, 0, "a run is of now");
        circuit.fail_times(2).succeed_times(1).fail_times(2).set(Setting::Threshold(3));
        assert_eq!((circuit.state(), circuit.snapshot().failures_in_window), (State::Closed, 0));
    }
    circuit.set(Setting::Consecutive(3)).fail_times(3);
    assert_eq!(circuit.state(), State::Open);
}

#[test]
fn thresholds_and_minima_that_take_turns_forget_nothing() {
    let circuit = Steered::new("thresholds", SHARE.min_calls(20).threshold_percent(50.0));
    circuit.succeed_times(10).fail_times(8);
    for turn in 0..50_u32 {
        circuit.set(Setting::MinCalls(20 + turn)).set(Setting::ThresholdPercent(99.0));
    }
    assert_eq!(circuit.snapshot().failures_in_window, 8);
    circuit.set(Setting::OpenFor(SECOND)).fail_times(1);
    assert_eq!(circuit.state(), State::Closed, "9 of 19");
    circuit.fail_times(1);
    assert_eq!(circuit.state(), State::Open, "10 of 20");
}

#[test]
fn windows_of_calls_that_take_turns_hold_what_the_shortest_held() {
    let circuit = Steered::new("calls", Policy::new().threshold(9).window_calls(100));
    circuit.fail_times(4).succeed_times(10).fail_times(2);
    for size in [50, 1_000, 16, u32::MAX, 20] {
        circuit.set(Setting::Window(Window::calls(size)));
        assert_eq!(circuit.snapshot().failures_in_window, 6, "of the last {size}");
    }
    circuit.set(Setting::Window(Window::calls(12))).set(Setting::Window(Window::calls(100)));
    assert_eq!(circuit.snapshot().failures_in_window, 2);
    circuit.fail_times(6);
    assert_eq!(circuit.state(), State::Closed);
    circuit.fail_times(1);
    assert_eq!(circuit.state(), State::Open);
}

/// One rule of each kind: whatever window there was before, none of them opens if ten successes
/// come between two failures and four.
const KINDS: [&[Setting]; 5] = [
    &[Setting::Threshold(5), Setting::Window(Window::time(Duration::from_secs(2)))],
    &[Setting::Threshold(5), Setting::Window(Window::calls(5))],
    &[
        Setting::ThresholdPercent(50.0),
        Setting::MinCalls(4),
        Setting::Window(Window::time(Duration::from_secs(2))),
    ],
    &[Setting::ThresholdPercent(50.0), Setting::MinCalls(4), Setting::Window(Window::calls(20))],
    &[Setting::Consecutive(5)],
];

#[test]
fn calls_under_way_count_at_their_end_whichever_rule_follows_which() {
    let circuit = Steered::new("pairs", Policy::new());
    for (number, (before, after)) in
        KINDS.iter().flat_map(|&before| KINDS.map(|after| (before, after))).enumerate()
    {
        circuit.set_all(before).reset();
        // So that this thread has a place for the circuit's successes.
        circuit.succeed_times(1);
        let under_way: Vec<_> = (0..10).map(|_| circuit.try_acquire().expect("closed")).collect();
        circuit.set_all(after).fail_times(2);
        circuit.clock.advance(10 * SECOND);
        under_way.into_iter().for_each(Permit::success);
        circuit.fail_times(4);
        let now = circuit.snapshot();
        assert_eq!(now.state, State::Closed, "{after:?} after {before:?}");
        assert_eq!(now.calls.success, 11 * (1 + number as u64));
    }
}

/// One thread fails and succeeds in turns, which no rule of two in a row opens at; another changes
/// a setting all the time.
#[test]
fn no_success_is_lost_while_settings_change() {
    for (index, (one, other)) in [
        (Setting::OpenFor(SECOND), Setting::OpenFor(2 * SECOND)),
        (Setting::SlowCall(Some(SECOND)), Setting::SlowCall(None)),
        (Setting::Consecutive(2), Setting::Consecutive(3)),
    ]
    .into_iter()
    .enumerate()
    {
        let name: &'static str = ["steady", "watched", "runs"][index];
        let circuit = Steered::new(name, Policy::new().consecutive(2));
        let is_done = AtomicBool::new(false);
        thread::scope(|scope| {
            scope.spawn(|| {
                while !is_done.load(Ordering::Relaxed) {
                    circuit.set(one).set(other);
                }
            });
            (0..20_000).for_each(|_| _ = circuit.fail_times(1).succeed_times(1));
            is_done.store(true, Ordering::Relaxed);
        });
        assert_eq!((circuit.state(), circuit.snapshot().opened), (State::Closed, 0), "{name}");
    }
}
