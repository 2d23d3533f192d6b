//! S10: controls against calls under way.

use std::sync::Arc;

use breaker_runtime::testing::ManualClock;
use breaker_runtime::{CircuitBreaker, Policy, State};
use loom::thread;

use crate::{OPEN_FOR, at_once, circuit, fail, failures_to_open, model, recovering, succeed};

#[test]
fn a_reset_against_the_last_failure_leaves_it_open_or_empty() {
    model(2, || {
        let breaker = circuit(Policy::new().threshold(2));
        fail(&breaker);
        at_once(&breaker, [fail, CircuitBreaker::reset]);
        let left = match breaker.snapshot().failures_in_window {
            _ if breaker.state() == State::Open => {
                unreachable!("the reset came last or made the failure the first")
            }
            counted => 2 - counted,
        };
        assert_eq!(failures_to_open(&breaker) as u64, left);
    });
}

#[test]
fn a_reset_against_a_trial_ends_closed_and_empty() {
    for trial in [succeed, |breaker: &CircuitBreaker| drop(breaker.try_acquire())] {
        model(2, move || {
            let breaker = recovering(1);
            at_once(&breaker, [trial, CircuitBreaker::reset]);
            assert_eq!(
                (breaker.state(), breaker.snapshot().failures_in_window),
                (State::Closed, 0)
            );
        });
    }
}

#[test]
fn forced_open_wins_over_a_trial_that_closes() {
    model(2, || {
        let breaker = recovering(1);
        at_once(&breaker, [succeed, CircuitBreaker::force_open]);
        assert_eq!(breaker.state(), State::ForcedOpen);
        assert!(breaker.try_acquire().is_err());
    });
}

#[test]
fn forced_closed_records_no_failure_that_comes_meanwhile() {
    model(2, || {
        let breaker = circuit(Policy::new().threshold(2));
        at_once(&breaker, [fail, CircuitBreaker::force_closed]);
        fail(&breaker);
        assert_eq!(breaker.state(), State::ForcedClosed);
        assert!(breaker.snapshot().failures_in_window < 2);
        breaker.reset();
        assert_eq!(failures_to_open(&breaker), 2);
    });
}

#[test]
fn two_controls_at_once_leave_the_state_of_one_of_them() {
    model(2, || {
        let breaker = circuit(Policy::new());
        at_once(&breaker, [CircuitBreaker::force_open, CircuitBreaker::force_closed]);
        let admits = breaker.try_acquire().is_ok();
        match breaker.state() {
            State::ForcedOpen => assert!(!admits),
            State::ForcedClosed => assert!(admits),
            other => unreachable!("{other}"),
        }
    });
}

/// Forced for a time that is over: a call, and somebody who forces it for longer.
fn at_the_end(force: fn(&CircuitBreaker)) -> State {
    let clock = ManualClock::new();
    let policy = Policy::new().threshold(1).open_for(OPEN_FOR);
    let breaker = CircuitBreaker::new("modelled", policy).with_clock(clock.clone());
    let breaker = Arc::new(breaker);
    force(&breaker);
    clock.advance(OPEN_FOR);
    let forcing = {
        let breaker = Arc::clone(&breaker);
        thread::spawn(move || breaker.force_open_for(2 * OPEN_FOR, ""))
    };
    match breaker.try_acquire() {
        Ok(permit) => permit.failure(),
        Err(open) => assert_eq!(open.retry_after(), Some(2 * OPEN_FOR), "of what came since"),
    }
    forcing.join().unwrap();
    // The end is told once, whoever finds out, and before what comes then.
    let steps: Vec<_> = breaker.history().into_iter().map(|event| event.from).collect();
    let forced = |state| steps.iter().filter(|from| **from == state).count();
    assert_eq!(forced(State::ForcedOpen) + forced(State::ForcedClosed), 1, "{steps:?}");
    breaker.state()
}

#[test]
fn the_end_of_forced_open_against_another_force() {
    model(2, || {
        let state = at_the_end(|breaker| breaker.force_open_for(OPEN_FOR, ""));
        assert_eq!(state, State::ForcedOpen);
    });
}

#[test]
fn the_end_of_forced_closed_against_another_force() {
    model(2, || {
        let state = at_the_end(|breaker| breaker.force_closed_for(OPEN_FOR, ""));
        assert_eq!(state, State::ForcedOpen);
    });
}

#[test]
fn a_failure_after_forced_closed_has_ended_is_never_lost() {
    model(2, || {
        let clock = ManualClock::new();
        let policy = Policy::new().threshold(2).open_for(OPEN_FOR);
        let breaker = CircuitBreaker::new("modelled", policy).with_clock(clock.clone());
        let breaker = Arc::new(breaker);
        breaker.force_closed_for(OPEN_FOR, "");
        clock.advance(OPEN_FOR);
        at_once(&breaker, [fail, fail]);
        assert_eq!(breaker.state(), State::Open);
    });
}
