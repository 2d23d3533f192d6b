//! Few calls on few threads, small enough for Miri to run with many schedules: what has to add up
//! adds up.

#![cfg(all(feature = "test-util", not(breaker_loom)))]

use std::thread;

use breaker_runtime::testing::ManualClock;
use breaker_runtime::{CircuitBreaker, KeyedCircuitBreaker, Permit, Policy, State};

fn circuit(policy: Policy) -> CircuitBreaker {
    CircuitBreaker::new("threaded", policy).with_clock(ManualClock::new())
}

#[test]
fn counts_of_threads_that_come_and_go_add_up() {
    let breaker = circuit(Policy::new().consecutive(99));
    for round in 1..=2 {
        thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    breaker.try_acquire().unwrap().success();
                    breaker.try_acquire().unwrap().failure();
                });
            }
            assert!(breaker.snapshot().calls.total() <= 4 * round);
        });
        let calls = breaker.snapshot().calls;
        assert_eq!((calls.success, calls.failure), (2 * round, 2 * round));
    }
}

/// A call, if it is admitted.
fn call<'b>(breaker: &'b CircuitBreaker, end: fn(Permit<'b>)) {
    breaker.try_acquire().map(end).unwrap_or_default();
}

#[test]
fn failures_at_once_open_once_and_one_trial_closes() {
    let policy = Policy::new().threshold(2).max_open_for(Policy::new().settings().open_for);
    let clock = ManualClock::new();
    let breaker = CircuitBreaker::new("threaded", policy).with_clock(clock.clone());
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| call(&breaker, Permit::failure));
        }
    });
    assert_eq!((breaker.state(), breaker.snapshot().opened), (State::Open, 1));
    clock.advance(policy.settings().open_for);
    thread::scope(|scope| {
        scope.spawn(|| call(&breaker, drop));
        scope.spawn(|| call(&breaker, Permit::ignore));
    });
    assert_eq!(breaker.state(), State::HalfOpen);
    call(&breaker, Permit::success);
    assert_eq!(breaker.state(), State::Closed);
}

#[test]
fn permits_go_from_thread_to_thread() {
    let breaker = circuit(Policy::new().threshold(1));
    let permits = [(); 2].map(|()| breaker.try_acquire().unwrap());
    thread::scope(|scope| {
        let [one, other] = permits;
        scope.spawn(move || one.failure());
        scope.spawn(move || drop(other));
        breaker.force_open();
        breaker.reset();
    });
    assert_eq!(breaker.snapshot().calls.total(), 2);
}

#[test]
fn keys_that_come_and_go_lose_no_call() {
    let keyed = KeyedCircuitBreaker::new("threaded", Policy::new(), 1);
    thread::scope(|scope| {
        for key in ["a", "b"] {
            let keyed = &keyed;
            scope.spawn(move || {
                keyed.try_acquire(key).unwrap().success();
                keyed.try_acquire("c").unwrap().success();
            });
        }
    });
    assert_eq!((keyed.len(), keyed.calls().success), (1, 4));
}
