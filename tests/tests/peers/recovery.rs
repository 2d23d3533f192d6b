//! Trial calls that are lost, slow or too few, and the way back to closed.

use core::future::pending;
use std::io;
use std::mem;

use breaker_runtime::{CircuitBreaker, Policy, State};
use tests::{TestCircuit, panic_quietly, poll_once};

use crate::{MILLISECOND, recovering};

fn trials(calls: u32) -> Policy {
    Policy::new().threshold(3).half_open_calls(calls)
}

/// Starts a call that does not finish, and drops it.
fn drop_half_way(breaker: &CircuitBreaker) {
    assert!(poll_once(breaker.call_async(pending::<io::Result<()>>())).is_pending());
}

fn assert_that_dropped_trials_are_given_back(dropped: u32, calls: u32) {
    let circuit = recovering(trials(calls));
    for _ in 0..dropped {
        drop_half_way(&circuit);
    }
    circuit.succeed_times(calls).is(State::Closed);
}

/// A place that nobody gives back is free again after the open time.
fn assert_that_lost_trials_are_replaced(lost: u32, calls: u32) {
    let circuit = recovering(trials(calls));
    for _ in 0..lost {
        mem::forget(circuit.admitted());
        circuit.after_open_time();
    }
    circuit.succeed_times(calls).is(State::Closed);
}

#[test]
fn f9_a_dropped_trial_leaves_the_circuit_usable() {
    assert_that_dropped_trials_are_given_back(1, 1);
}

#[test]
fn b6_after_a_dropped_trial_the_next_call_runs() {
    assert_that_dropped_trials_are_given_back(1, 2);
}

#[test]
fn m2_after_a_dropped_trial_the_next_call_runs() {
    assert_that_dropped_trials_are_given_back(1, 1);
}

#[test]
fn c2_more_dropped_trials_than_there_are_places_lose_none_of_them() {
    assert_that_dropped_trials_are_given_back(6, 5);
    assert_that_lost_trials_are_replaced(6, 5);
}

#[test]
fn t1_a_dropped_trial_is_not_stuck_for_ever() {
    assert_that_dropped_trials_are_given_back(1, 1);
    assert_that_lost_trials_are_replaced(1, 1);
}

#[test]
fn k1_a_dropped_trial_is_not_stuck_for_ever() {
    assert_that_dropped_trials_are_given_back(1, 3);
    assert_that_lost_trials_are_replaced(1, 3);
}

#[test]
fn v1_a_lost_trial_is_not_stuck_for_ever() {
    assert_that_lost_trials_are_replaced(20, 1);
}

#[test]
fn h2_a_dropped_trial_is_no_failure_and_the_circuit_recovers_without_another_open_time() {
    let circuit = recovering(trials(1));
    drop_half_way(&circuit);
    circuit.is(State::HalfOpen).succeed().is(State::Closed);
}

#[test]
fn z1_a_dropped_trial_rejects_nobody() {
    let circuit = recovering(trials(1));
    drop_half_way(&circuit);
    assert_eq!(circuit.call(|| io::Result::Ok(7)).unwrap(), 7);
}

#[test]
fn y2_after_a_panicking_trial_and_the_open_time_the_next_call_runs() {
    let circuit = recovering(trials(1));
    panic_quietly(circuit.admitted());
    circuit.is(State::Open).after_open_time().succeed().is(State::Closed);
}

#[test]
fn c1_a_healthy_callee_that_is_asked_one_call_at_a_time_closes_it() {
    let circuit = recovering(trials(3));
    circuit.succeed_times(2).is(State::HalfOpen).succeed().is(State::Closed);
    circuit.succeed_times(5).is(State::Closed);
}

#[test]
fn l3_one_trial_that_succeeds_is_enough_if_that_is_the_limit() {
    let circuit = TestCircuit::new(trials(1));
    for _ in 0..10 {
        circuit.trip_and_wait().succeed().is(State::Closed);
    }
}

#[test]
fn s2_a_failed_trial_and_the_open_time_later_successes_close() {
    let circuit = recovering(trials(1));
    circuit.fail().is(State::Open).after_open_time();
    circuit.succeed_times(20).is(State::Closed);
}

#[test]
fn d1_the_first_call_after_the_open_time_recovers() {
    let circuit = recovering(trials(1));
    assert_eq!(circuit.call(|| io::Result::Ok(1)).unwrap(), 1);
    circuit.is(State::Closed);
}

#[test]
fn w2_trials_further_apart_than_the_window_close_it_all_the_same() {
    let policy = trials(3).window(50 * MILLISECOND).open_for(10 * MILLISECOND);
    let circuit = recovering(policy);
    for _ in 0..3 {
        circuit.is_not(State::Closed).succeed().after(60 * MILLISECOND);
    }
    circuit.is(State::Closed).succeed_times(5).is(State::Closed);
}
