//! Trial calls under way are never more than allowed, and their places always come back.

use core::sync::atomic::{AtomicU32, Ordering};
use std::sync::Arc;

use breaker_runtime::{CircuitBreaker, Permit, State};
use loom::thread;

use crate::in_a_row::{Beginning, DROP, FAIL, SUCCEED, Step, ends_as_in_a_row};
use crate::{OPEN_FOR, abandon, at_once, lasting, model, recovering, recovering_at, succeed};

/// Each of two threads asks for a trial and ends it; returns the most that were under way at once.
fn most_in_flight(breaker: &Arc<CircuitBreaker>, ends: [fn(Permit<'_>); 2]) -> u32 {
    // Of the standard library: counting must not be another step of the model.
    static NOW: AtomicU32 = AtomicU32::new(0);
    static MOST: AtomicU32 = AtomicU32::new(0);
    MOST.store(0, Ordering::SeqCst);
    let caller = |end: fn(Permit<'_>)| {
        let breaker = Arc::clone(breaker);
        thread::spawn(move || {
            let Ok(trial) = breaker.try_acquire() else { return };
            MOST.fetch_max(NOW.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            thread::yield_now();
            NOW.fetch_sub(1, Ordering::SeqCst);
            end(trial);
        })
    };
    ends.map(caller).into_iter().for_each(|caller| caller.join().unwrap());
    MOST.load(Ordering::SeqCst)
}

const SUCCESS: fn(Permit<'_>) = |trial| trial.success();
const IGNORED: fn(Permit<'_>) = |trial| trial.ignore();
const ABANDONED: fn(Permit<'_>) = |trial| drop(trial);

#[test]
fn one_place_is_never_held_by_two() {
    for ends in [[IGNORED, ABANDONED], [ABANDONED, ABANDONED]] {
        model(2, move || {
            let breaker = recovering(1);
            assert_eq!(most_in_flight(&breaker, ends), 1);
            assert_eq!(breaker.state(), State::HalfOpen);
            succeed(&breaker);
            assert_eq!(breaker.state(), State::Closed);
        });
    }
}

#[test]
fn one_place_is_given_to_one_of_two_that_hold_on_to_it() {
    model(2, || {
        let breaker = recovering(1);
        at_once(&breaker, [|breaker| core::mem::forget(breaker.try_acquire()); 2]);
        let now = breaker.snapshot();
        assert_eq!((now.state, now.calls.rejected), (State::HalfOpen, 1));
    });
}

#[test]
fn two_successes_at_once_close_and_not_one_alone() {
    model(2, || {
        let breaker = recovering(2);
        at_once(&breaker, [succeed, succeed]);
        assert_eq!(breaker.state(), State::Closed);
    });
}

#[test]
fn a_place_given_back_while_another_trial_succeeds_is_there_for_the_next() {
    model(2, || {
        let breaker = recovering(2);
        assert!(most_in_flight(&breaker, [SUCCESS, ABANDONED]) <= 2);
        assert_eq!(breaker.state(), State::HalfOpen);
        succeed(&breaker);
        assert_eq!(breaker.state(), State::Closed);
    });
}

#[test]
fn a_trial_that_fails_while_another_succeeds_reopens_once() {
    model(2, || {
        let breaker = recovering(2);
        let (one, other) = (Arc::clone(&breaker), Arc::clone(&breaker));
        let failing = thread::spawn(move || one.try_acquire().map(Permit::failure).is_ok());
        let working = thread::spawn(move || other.try_acquire().map(Permit::success).is_ok());
        assert!(failing.join().unwrap(), "there were two places");
        working.join().unwrap();
        assert_eq!((breaker.state(), breaker.snapshot().opened), (State::Open, 2));
    });
}

#[test]
fn trials_dropped_at_once_leave_every_place() {
    model(2, || {
        let breaker = recovering(2);
        at_once(&breaker, [abandon, abandon]);
        succeed(&breaker);
        assert_eq!(breaker.state(), State::HalfOpen);
        succeed(&breaker);
        assert_eq!(breaker.state(), State::Closed);
    });
}

#[test]
fn however_three_trials_end_at_once_the_circuit_is_not_stuck() {
    model(3, || {
        let breaker = recovering(2);
        at_once(&breaker, [succeed, abandon, |breaker| drop(breaker.try_acquire())]);
        match breaker.state() {
            // Whoever came too late for a place was rejected; the places themselves are all back.
            State::HalfOpen => (0..2).for_each(|_| succeed(&breaker)),
            State::Closed => {}
            other => unreachable!("{other}"),
        }
        assert_eq!(breaker.state(), State::Closed);
    });
}

/// Two trial calls under way, of two that must succeed.
const BOTH: Beginning = || {
    let breaker = lasting(recovering(2));
    (breaker, [breaker.try_acquire().ok(), breaker.try_acquire().ok()])
};

/// A trial call that was silent for too long, and the one that has its place.
const SILENT_AND_NEXT: Beginning = || {
    let (breaker, clock) = recovering_at(1);
    let breaker = lasting(breaker);
    let silent = breaker.try_acquire().ok();
    clock.advance(OPEN_FOR);
    (breaker, [silent, breaker.try_acquire().ok()])
};

#[test]
fn the_last_results_of_two_trials_count_one_after_the_other() {
    for (one, other) in [(SUCCEED, SUCCEED), (SUCCEED, DROP), (SUCCEED, FAIL), (FAIL, FAIL)] {
        ends_as_in_a_row(BOTH, one_step(one), one_step(other));
    }
}

#[test]
fn a_trial_that_lost_its_place_counts_before_or_after_the_one_that_has_it() {
    for (one, other) in [(SUCCEED, DROP), (FAIL, SUCCEED), (DROP, SUCCEED), (SUCCEED, SUCCEED)] {
        ends_as_in_a_row(SILENT_AND_NEXT, one_step(one), one_step(other));
    }
}

fn one_step(step: Step) -> &'static [Step] {
    Box::leak(Box::new([step]))
}
