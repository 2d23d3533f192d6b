//! Each thread counts on lanes of its own: what others read of them, while it writes and after it
//! has ended.

use core::time::Duration;
use std::sync::Arc;

use breaker_runtime::testing::ManualClock;
use breaker_runtime::{Calls, CircuitBreaker, Policy, State};
use loom::thread;

use crate::{at_once, bounded, circuit, fail, model, succeed};

fn each(calls: Calls) -> [u64; 5] {
    [calls.success, calls.failure, calls.ignored, calls.abandoned, calls.rejected]
}

/// Looks at the counts again and again; says what the last look has shown.
fn watch(breaker: &CircuitBreaker, looks: usize) -> [u64; 5] {
    let mut seen = [0; 5];
    for _ in 0..looks {
        let now = each(breaker.snapshot().calls);
        assert!(now.iter().zip(seen).all(|(now, before)| *now >= before), "{seen:?} then {now:?}");
        seen = now;
    }
    seen
}

#[test]
fn counts_never_go_backwards_while_calls_end() {
    for policy in [Policy::new(), Policy::new().consecutive(9)] {
        bounded(2, move || {
            let breaker = circuit(policy);
            let calls: fn(&CircuitBreaker) = |breaker| {
                succeed(breaker);
                fail(breaker);
                succeed(breaker);
            };
            at_once(&breaker, [calls, |breaker| assert!(watch(breaker, 2)[2] == 0)]);
            assert_eq!(watch(&breaker, 1), [2, 1, 0, 0, 0]);
        });
    }
}

#[test]
fn counts_never_go_backwards_while_the_generation_changes() {
    bounded(2, || {
        let breaker = circuit(Policy::new().consecutive(9));
        let calls: fn(&CircuitBreaker) = |breaker| {
            succeed(breaker);
            breaker.reset();
            succeed(breaker);
        };
        at_once(&breaker, [calls, |breaker| assert!(watch(breaker, 2)[0] <= 2)]);
        assert_eq!(watch(&breaker, 1)[0], 2);
    });
}

#[test]
fn who_sees_a_transition_sees_the_calls_that_led_to_it() {
    model(2, || {
        let breaker = circuit(Policy::new().consecutive(1));
        let calls: fn(&CircuitBreaker) = |breaker| {
            succeed(breaker);
            fail(breaker);
        };
        let look: fn(&CircuitBreaker) = |breaker| {
            let now = breaker.snapshot();
            if now.state == State::Open {
                assert_eq!(each(now.calls), [1, 1, 0, 0, 0]);
            }
        };
        at_once(&breaker, [calls, look]);
    });
}

#[test]
fn what_a_thread_has_counted_outlives_it_and_the_next_one_goes_on_from_there() {
    model(3, || {
        let breaker = circuit(Policy::new().consecutive(9));
        let first = Arc::clone(&breaker);
        let first = thread::spawn(move || succeed(&first));
        let second = Arc::clone(&breaker);
        // It may get the page of the first one, or make one of its own.
        let second = thread::spawn(move || succeed(&second));
        first.join().unwrap();
        assert!(watch(&breaker, 1)[0] >= 1);
        // And so may this one.
        succeed(&breaker);
        second.join().unwrap();
        assert_eq!(watch(&breaker, 1)[0], 3);
    });
}

#[test]
fn a_success_that_ended_before_a_failure_dilutes_its_share() {
    model(2, || {
        let policy = Policy::new().threshold_percent(60.0).min_calls(2);
        let breaker = circuit(policy);
        let other = Arc::clone(&breaker);
        // What came before the failure is known to have come.
        let before = thread::spawn(move || succeed(&other));
        fail(&breaker);
        before.join().unwrap();
        fail(&breaker);
        // Two of three, whichever thread counted them: 66 percent.
        let now = breaker.snapshot();
        assert_eq!((now.state, now.opened, now.calls.total()), (State::Open, 1, 3));
    });
}

#[test]
fn the_first_success_of_a_generation_brings_none_of_the_one_before_along() {
    model(2, || {
        let breaker = circuit(Policy::new().threshold_percent(60.0).min_calls(2));
        (0..3).for_each(|_| succeed(&breaker));
        breaker.reset();
        fail(&breaker);
        let other = Arc::clone(&breaker);
        let failing = thread::spawn(move || fail(&other));
        // On the lanes that hold the three.
        succeed(&breaker);
        failing.join().unwrap();
        let now = breaker.snapshot();
        assert_eq!((now.state, now.opened), (State::Open, 1));
        // The fourth success comes before the circuit opens, or is rejected.
        let calls = now.calls;
        assert_eq!((calls.failure, calls.success + calls.rejected, calls.total()), (2, 4, 6));
    });
}

#[test]
fn a_success_in_the_next_sub_window_is_not_lost_to_the_one_before() {
    model(2, || {
        let (clock, window) = (ManualClock::new(), Duration::from_nanos(16));
        let policy = Policy::new().threshold_percent(60.0).window(window).min_calls(1);
        let breaker = CircuitBreaker::new("modelled", policy).with_clock(clock.clone());
        let breaker = Arc::new(breaker);
        let other = Arc::clone(&breaker);
        // The second success of either thread is a count at hand while the window knows the time.
        let calls = thread::spawn(move || {
            succeed(&other);
            succeed(&other);
        });
        succeed(&breaker);
        clock.advance(window);
        succeed(&breaker);
        calls.join().unwrap();
        // What came before is out of the window: one of two calls or of more.
        fail(&breaker);
        assert_eq!(breaker.state(), State::Closed);
    });
}

#[test]
fn a_slot_that_goes_to_the_next_circuit_counts_from_zero() {
    bounded(2, || {
        // loom's own: who drops the circuit comes after all who have counted.
        let first = loom::sync::Arc::new(CircuitBreaker::new("modelled", Policy::new()));
        let other = loom::sync::Arc::clone(&first);
        let calls = thread::spawn(move || {
            succeed(&other);
            drop(other);
            circuit(Policy::new())
        });
        succeed(&first);
        drop(first);
        let next = circuit(Policy::new());
        assert_eq!(watch(&next, 1), [0; 5]);
        succeed(&next);
        let another = calls.join().unwrap();
        assert_eq!((watch(&next, 1)[0], watch(&another, 1)[0]), (1, 0));
    });
}

#[test]
fn what_ends_with_its_thread_breaks_a_run_all_the_same() {
    model(2, || {
        let breaker = circuit(Policy::new().consecutive(2));
        fail(&breaker);
        let other = Arc::clone(&breaker);
        let succeeding = thread::spawn(move || succeed(&other));
        // Somebody looks while the other thread counts, adds what it has counted to what ended
        // threads have, and ends.
        assert!(breaker.snapshot().failures_in_window <= 1);
        succeeding.join().unwrap();
        fail(&breaker);
        let now = breaker.snapshot();
        assert_eq!((now.state, now.failures_in_window), (State::Closed, 1));
        assert_eq!(each(now.calls), [1, 2, 0, 0, 0]);
    });
}

#[test]
fn a_thread_that_ends_while_the_generation_changes_counts_for_its_own() {
    model(2, || {
        let breaker = circuit(Policy::new().threshold_percent(60.0).min_calls(2));
        let other = Arc::clone(&breaker);
        let succeeding = thread::spawn(move || (0..2).for_each(|_| succeed(&other)));
        breaker.reset();
        succeeding.join().unwrap();
        // Both successes count among the calls; in the window, those that were admitted after the
        // reset.
        fail(&breaker);
        let now = breaker.snapshot();
        assert_eq!(each(now.calls), [2, 1, 0, 0, 0]);
        assert!(now.calls_in_window <= 3, "{now:?}");
    });
}
