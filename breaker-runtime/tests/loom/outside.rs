//! Steps from outside, while calls begin and end.

use core::time::Duration;
use std::sync::Arc;

use breaker_runtime::{CircuitBreaker, Policy, State};
use loom::thread;

use crate::{
    OPEN_FOR, at_once, bounded, circuit, fail, failures_to_open, model, recovering_at, succeed,
};

const HOLD: Duration = Duration::from_secs(3);

fn suspect(breaker: &CircuitBreaker) {
    breaker.from_outside("pod-7").suspect_for(OPEN_FOR);
}

#[test]
fn two_failures_and_a_suspicion_in_any_order_open_it_once() {
    model(3, || {
        let breaker = circuit(Policy::new().threshold(5));
        breaker.follow_runs();
        at_once(&breaker, [fail, fail, suspect]);
        assert_eq!((breaker.state(), breaker.snapshot().opened), (State::Open, 1));
    });
}

/// The success is counted by the thread, without the lock under which the suspicion looks.
#[test]
fn a_success_is_before_a_suspicion_or_late() {
    model(2, || {
        let breaker = circuit(Policy::new().threshold(9));
        breaker.follow_runs();
        fail(&breaker);
        fail(&breaker);
        at_once(&breaker, [succeed, suspect]);
        if breaker.state() == State::Closed {
            fail(&breaker);
            assert_eq!(breaker.state(), State::Closed, "the run is broken");
            // Two were ordinary errors, then.
            assert!(failures_to_open(&breaker) <= 6, "by its own rule");
        }
        assert_eq!((breaker.state(), breaker.snapshot().opened), (State::Open, 1));
    });
}

/// Successes were not counted by the window before.
#[test]
fn a_success_breaks_a_run_that_begins_to_be_followed() {
    bounded(3, || {
        let breaker = circuit(Policy::new().threshold(9));
        let calls = {
            let breaker = Arc::clone(&breaker);
            thread::spawn(move || {
                // The first success gets the thread its lanes; the second is a count at hand.
                succeed(&breaker);
                fail(&breaker);
                succeed(&breaker);
                fail(&breaker);
            })
        };
        breaker.follow_runs();
        calls.join().unwrap();
        suspect(&breaker);
        assert_eq!(breaker.state(), State::Closed, "no two in a row");
        let failures = failures_to_open(&breaker);
        assert!(failures < 7, "{failures}: by its own rule, not by the suspicion");
    });
}

#[test]
fn a_trial_call_is_admitted_before_a_hold_or_after_its_end() {
    model(2, || {
        let (breaker, clock) = recovering_at(1);
        let hold = |breaker: &CircuitBreaker| breaker.from_outside("pod-7").hold_for(HOLD);
        at_once(&breaker, [succeed, hold]);
        let now = breaker.snapshot();
        if now.calls.success == 1 {
            assert_eq!((now.state, now.calls.rejected), (State::Closed, 0));
        } else {
            assert_eq!((now.state, now.calls.rejected), (State::HalfOpen, 1));
            assert_eq!(now.retry_after, Some(HOLD));
            clock.advance(HOLD);
            succeed(&breaker);
            assert_eq!(breaker.state(), State::Closed);
        }
    });
}

#[test]
fn trials_that_others_begin_are_no_more_than_there_are_places() {
    model(2, || {
        let breaker = circuit(Policy::new().threshold(1));
        fail(&breaker);
        let begin = |breaker: &CircuitBreaker| {
            breaker.from_outside("pod-7").begin_trials();
        };
        let call = |breaker: &CircuitBreaker| {
            breaker.try_acquire().into_iter().for_each(core::mem::forget);
        };
        at_once(&breaker, [begin, call]);
        let now = breaker.snapshot();
        let in_flight = now.trials.map(|trials| trials.in_flight);
        assert_eq!(in_flight, Some(1 - now.calls.rejected));
        assert_eq!(breaker.try_acquire().is_ok(), now.calls.rejected == 1);
    });
}
