//! S7: the result of an older generation changes nothing, at whatever moment of a transition it
//! comes.

use breaker_runtime::{CircuitBreaker, Permit, Policy, State};
use loom::thread;

use crate::{circuit, fail, failures_to_open, lasting, model, recovering};

/// Ends a call that was admitted before, while `transition` happens.
fn end_during(
    breaker: &'static CircuitBreaker,
    end: fn(Permit<'_>),
    transition: fn(&CircuitBreaker),
) {
    let permit = breaker.try_acquire().unwrap();
    let ending = thread::spawn(move || end(permit));
    transition(breaker);
    ending.join().unwrap();
}

const SUCCESS: fn(Permit<'_>) = |permit| permit.success();
const FAILURE: fn(Permit<'_>) = |permit| permit.failure();

#[test]
fn a_success_during_a_reset_breaks_no_run_of_the_new_generation() {
    model(2, || {
        let breaker = lasting(circuit(Policy::new().consecutive(3)));
        end_during(breaker, SUCCESS, |breaker| {
            breaker.reset();
            fail(breaker);
        });
        assert_eq!(failures_to_open(breaker), 2);
    });
}

#[test]
fn a_success_during_two_resets_breaks_no_run_of_the_last_generation() {
    model(2, || {
        let breaker = lasting(circuit(Policy::new().consecutive(3)));
        end_during(breaker, SUCCESS, |breaker| {
            breaker.reset();
            breaker.reset();
            fail(breaker);
        });
        assert_eq!(failures_to_open(breaker), 2);
    });
}

#[test]
fn a_success_during_a_reset_dilutes_no_share_of_the_new_generation() {
    for policy in [
        Policy::new().threshold_percent(100.0).min_calls(2),
        Policy::new().threshold_percent(100.0).window_calls(9).min_calls(2),
    ] {
        model(2, move || {
            let breaker = lasting(circuit(policy));
            end_during(breaker, SUCCESS, CircuitBreaker::reset);
            assert_eq!(failures_to_open(breaker), 2);
        });
    }
}

#[test]
fn a_failure_during_a_reset_counts_before_it_or_not_at_all() {
    for policy in [Policy::new().threshold(2), Policy::new().consecutive(2)] {
        model(2, move || {
            let breaker = lasting(circuit(policy));
            end_during(breaker, FAILURE, CircuitBreaker::reset);
            assert_eq!(
                (breaker.state(), breaker.snapshot().failures_in_window),
                (State::Closed, 0)
            );
            assert_eq!(failures_to_open(breaker), 2);
        });
    }
}

#[test]
fn a_failure_during_the_trip_that_others_cause_opens_nothing_twice() {
    model(2, || {
        let breaker = lasting(circuit(Policy::new().threshold(1)));
        end_during(breaker, FAILURE, fail);
        assert_eq!((breaker.state(), breaker.snapshot().opened), (State::Open, 1));
    });
}

#[test]
fn a_trial_that_ends_while_the_circuit_is_steered_away_changes_nothing() {
    for end in [SUCCESS, FAILURE] {
        model(2, move || {
            let breaker = lasting(recovering(1));
            end_during(breaker, end, CircuitBreaker::force_open);
            assert_eq!(breaker.state(), State::ForcedOpen);
        });
    }
}
