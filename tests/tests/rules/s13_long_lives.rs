//! S13: nothing overflows or misbehaves after 2^32 calls or ten years of uptime.

use core::time::Duration;
use std::time::Instant;

use breaker_runtime::{CircuitBreaker, Permit, Policy, State};
use tests::{TEN_YEARS, TICK, TestCircuit, just_before};

use crate::WINDOW;

fn every_rule() -> [Policy; 5] {
    [
        Policy::new().threshold(3).window(WINDOW),
        Policy::new().threshold(3).window_calls(100),
        Policy::new().threshold_percent(50.0).window(WINDOW).min_calls(3),
        Policy::new().threshold_percent(50.0).window_calls(100).min_calls(3),
        Policy::new().consecutive(3),
    ]
}

#[test]
fn after_ten_years_of_uptime_every_rule_opens_and_recovers_as_on_the_first_day() {
    for policy in every_rule() {
        let circuit = TestCircuit::new(policy);
        circuit.after(TEN_YEARS);
        assert_eq!(circuit.trip(), 3, "{policy}");
        circuit.admits_exactly_after(policy.settings().open_for).success();
        circuit.is(State::Closed);
    }
}

#[test]
fn idle_for_ten_years_between_two_calls_a_circuit_forgets_what_is_old_and_no_more() {
    let circuit = TestCircuit::new(Policy::new().threshold(2).window(TEN_YEARS));
    circuit.fail().after(TEN_YEARS).fail().is(State::Closed);
    circuit.after(just_before(TEN_YEARS)).fail().is(State::Open);
}

#[test]
fn however_long_the_machine_has_been_up_a_circuits_life_begins_when_it_is_first_looked_at() {
    let before = Instant::now();
    let circuit = CircuitBreaker::new("young", Policy::new());
    let first_look = circuit.snapshot();
    assert!(first_look.in_state_for <= before.elapsed(), "{:?}", first_look.in_state_for);
    assert_eq!(first_look.time_in(State::Closed), first_look.in_state_for);
}

#[test]
fn open_for_ten_years_is_neither_more_nor_less() {
    let circuit = TestCircuit::new(Policy::new().threshold(1).open_for(TEN_YEARS));
    circuit.after(TEN_YEARS).trip();
    circuit.admits_exactly_after(TEN_YEARS).success();
    circuit.is(State::Closed);
}

#[test]
fn a_window_longer_than_the_process_lives_holds_everything() {
    for window in [500 * TEN_YEARS / 10, Duration::from_nanos(u64::MAX), Duration::MAX] {
        let share =
            TestCircuit::new(Policy::new().threshold_percent(50.0).window(window).min_calls(4));
        share.after(TICK).fail().after(TEN_YEARS).fail().after(TEN_YEARS).fail().is(State::Closed);
        assert_eq!(share.failures_in_window(), 3);
        share.fail().is(State::Open);

        let count = TestCircuit::new(Policy::new().threshold(2).window(window));
        count.fail().after(5 * TEN_YEARS).fail().is(State::Open);
    }
}

#[test]
fn at_the_end_of_time_the_clock_stops_and_nothing_panics() {
    for policy in every_rule() {
        let circuit = TestCircuit::new(policy);
        circuit.after(Duration::MAX);
        assert_eq!(circuit.trip(), 3, "{policy}");
        let _maybe = circuit.try_acquire().map(Permit::success);
        circuit.reset();
        circuit.succeed().is(State::Closed);
    }
}

/// Where there is no clock at all (`wasm32-unknown-unknown`), time is always at its end.
#[test]
fn at_the_end_of_time_a_circuit_that_opened_keeps_no_call_out() {
    let slowly = |policy: Policy| policy.ramp_up(TEN_YEARS).max_open_for(TEN_YEARS);
    for policy in every_rule().into_iter().flat_map(|policy| [policy, slowly(policy)]) {
        let circuit = TestCircuit::new(policy);
        circuit.after(Duration::MAX);
        assert_eq!(circuit.trip(), 3, "{policy}");
        circuit.is(State::HalfOpen).fail_times(5).is(State::HalfOpen);
        let silent = [circuit.admitted(), circuit.admitted()];
        circuit.succeed_times(5).is(State::Closed);
        drop(silent);
        circuit.succeed();
    }
}

#[test]
fn the_largest_settings_work() {
    let many = u32::MAX;
    for policy in [
        Policy::new().threshold(many).window(Duration::MAX),
        Policy::new().threshold(many).window_calls(many),
        Policy::new().threshold_percent(100.0).window_calls(many).min_calls(many),
        Policy::new().consecutive(many),
    ] {
        let circuit = TestCircuit::new(policy.half_open_calls(many).open_for(Duration::MAX));
        circuit.fail_times(1_000).succeed_times(1_000).is(State::Closed);
    }
}

#[test]
fn a_hundred_thousand_outages_leave_no_trace() {
    for policy in every_rule() {
        let circuit = TestCircuit::new(policy);
        for _ in 0..20_000 {
            circuit.trip_and_wait().succeed();
        }
        assert_eq!(circuit.is(State::Closed).snapshot().opened, 20_000);
        assert_eq!(circuit.trip(), 3, "{policy}");
    }
}
