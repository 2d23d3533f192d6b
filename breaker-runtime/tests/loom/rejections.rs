//! The time until which calls are rejected without a lock, against the state word.

use std::sync::Arc;

use breaker_runtime::testing::ManualClock;
use breaker_runtime::{CircuitBreaker, Permit, Policy, State};
use loom::sync::atomic::{AtomicBool, Ordering};
use loom::thread;

use crate::{OPEN_FOR, TICK, circuit, fail, lasting, model, recovering, recovering_at};

/// Runs `change` on one thread, and whether a call is admitted on another one that knows that it is
/// over; `None` if it isn't yet.
fn admitted_after(breaker: &Arc<CircuitBreaker>, change: fn(&CircuitBreaker)) -> Option<bool> {
    let changed = Arc::new(AtomicBool::new(false));
    let changing = {
        let (breaker, changed) = (Arc::clone(breaker), Arc::clone(&changed));
        thread::spawn(move || {
            change(&breaker);
            changed.store(true, Ordering::Release);
        })
    };
    let is_over = changed.load(Ordering::Acquire);
    let admitted = breaker.try_acquire().map(Permit::ignore).is_ok();
    changing.join().unwrap();
    is_over.then_some(admitted)
}

#[test]
fn after_a_reset_nobody_is_rejected() {
    model(2, || {
        let breaker = circuit(Policy::new().threshold(1));
        fail(&breaker);
        assert_ne!(admitted_after(&breaker, CircuitBreaker::reset), Some(false));
    });
}

#[test]
fn after_a_forced_opening_nobody_is_admitted() {
    model(2, || {
        let breaker = circuit(Policy::new().threshold(1));
        fail(&breaker);
        assert_ne!(admitted_after(&breaker, CircuitBreaker::force_open), Some(true));
    });
}

#[test]
fn after_the_last_failure_nobody_is_admitted() {
    model(2, || {
        let breaker = circuit(Policy::new().threshold(1));
        assert_ne!(admitted_after(&breaker, fail), Some(true));
    });
}

#[test]
fn a_rejection_never_mixes_the_state_of_one_generation_with_the_time_of_another() {
    model(2, || {
        let breaker = circuit(Policy::new().threshold(1));
        fail(&breaker);
        let forcing = {
            let breaker = Arc::clone(&breaker);
            thread::spawn(move || breaker.force_open())
        };
        let open = breaker.try_acquire().unwrap_err();
        match open.state() {
            State::Open => assert_eq!(open.retry_after(), Some(OPEN_FOR)),
            _ => assert_eq!(open.retry_after(), None),
        }
        forcing.join().unwrap();
    });
}

#[test]
fn who_sees_that_it_is_open_sees_until_when() {
    model(2, || {
        let breaker = circuit(Policy::new().threshold(1));
        breaker.force_open();
        let tripping = {
            let breaker = Arc::clone(&breaker);
            thread::spawn(move || {
                breaker.reset();
                fail(&breaker);
            })
        };
        if breaker.state() == State::Open {
            let open = breaker.try_acquire().unwrap_err();
            assert_eq!(open.retry_after(), Some(OPEN_FOR));
        }
        tripping.join().unwrap();
    });
}

#[test]
fn after_a_trial_failed_nobody_is_admitted() {
    model(2, || {
        let breaker = lasting(recovering(1));
        let trial = breaker.try_acquire().unwrap();
        let failing = thread::spawn(move || trial.failure());
        assert!(breaker.try_acquire().is_err(), "the one place is taken, or the circuit is open");
        failing.join().unwrap();
        assert_eq!(breaker.state(), State::Open);
    });
}

#[test]
fn a_rejection_while_a_trial_fails_sends_nobody_back_too_early() {
    model(2, || {
        let (breaker, clock) = recovering_at(1);
        let breaker = lasting(breaker);
        let trial = breaker.try_acquire().unwrap();
        clock.advance(OPEN_FOR / 2);
        let failing = thread::spawn(move || trial.failure());
        let open = breaker.try_acquire().unwrap_err();
        let rest = open.retry_after().unwrap();
        match open.state() {
            // Of the trial's patience, or already of the opening that is just coming.
            State::HalfOpen => assert!([OPEN_FOR / 2, OPEN_FOR].contains(&rest)),
            _ => assert_eq!(rest, OPEN_FOR),
        }
        failing.join().unwrap();
    });
}

#[test]
fn while_open_nobody_is_admitted_however_it_opens_again() {
    model(2, || {
        let breaker = circuit(Policy::new().threshold(1));
        fail(&breaker);
        let steering = {
            let breaker = Arc::clone(&breaker);
            thread::spawn(move || {
                breaker.force_open();
                breaker.force_open();
            })
        };
        assert!(breaker.try_acquire().is_err());
        steering.join().unwrap();
    });
}

#[test]
fn at_the_end_of_the_open_time_one_of_two_callers_is_admitted() {
    model(2, || {
        let breaker = recovering(1);
        let other = Arc::clone(&breaker);
        let asking = thread::spawn(move || other.try_acquire().map(core::mem::forget).is_ok());
        let here = breaker.try_acquire().map(core::mem::forget).is_ok();
        assert!(here != asking.join().unwrap());
    });
}

#[test]
fn a_call_that_comes_while_the_open_time_ends_is_rejected_with_a_time_or_admitted() {
    model(2, || {
        let clock = ManualClock::new();
        let policy = Policy::new().threshold(1).open_for(OPEN_FOR);
        let breaker = Arc::new(CircuitBreaker::new("modelled", policy).with_clock(clock.clone()));
        fail(&breaker);
        clock.advance(OPEN_FOR.saturating_sub(TICK));
        let waiting = thread::spawn(move || clock.advance(TICK));
        match breaker.try_acquire() {
            Ok(trial) => trial.success(),
            Err(open) => assert_eq!(open.retry_after(), Some(TICK)),
        }
        waiting.join().unwrap();
    });
}
