//! Failures at once make exactly one transition, when there are enough of them and not before.

use breaker_runtime::{Policy, State};

use crate::{at_once, circuit, fail, model, succeed};

fn every_rule(failures: u32) -> [Policy; 5] {
    [
        Policy::new().threshold(failures),
        Policy::new().threshold(failures).window_calls(9),
        Policy::new().threshold_percent(50.0).min_calls(failures),
        Policy::new().threshold_percent(50.0).window_calls(9).min_calls(failures),
        Policy::new().consecutive(failures),
    ]
}

#[test]
fn n_failures_at_once_make_one_transition() {
    for policy in every_rule(2) {
        model(2, move || {
            let breaker = circuit(policy);
            at_once(&breaker, [fail, fail]);
            assert_eq!((breaker.state(), breaker.snapshot().opened), (State::Open, 1));
        });
    }
}

#[test]
fn one_failure_fewer_makes_none() {
    for policy in every_rule(3) {
        model(2, move || {
            let breaker = circuit(policy);
            at_once(&breaker, [fail, fail]);
            assert_eq!(
                (breaker.state(), breaker.snapshot().failures_in_window),
                (State::Closed, 2)
            );
        });
    }
}

#[test]
fn one_failure_more_makes_no_second_one() {
    model(3, || {
        let breaker = circuit(Policy::new().threshold(2));
        at_once(&breaker, [fail, fail, fail]);
        let now = breaker.snapshot();
        assert_eq!(
            (now.state, now.opened, now.calls.failure + now.calls.rejected),
            (State::Open, 1, 3)
        );
    });
}

#[test]
fn a_success_at_the_same_time_breaks_the_run_or_comes_too_early_or_too_late_for_that() {
    model(2, || {
        let breaker = circuit(Policy::new().consecutive(2));
        fail(&breaker);
        at_once(&breaker, [succeed, fail]);
        let now = breaker.snapshot();
        match now.state {
            State::Open => assert_eq!((now.opened, now.failures_in_window), (1, 2)),
            _ => assert!(now.failures_in_window < 2, "{now:?}"),
        }
    });
}

#[test]
fn a_share_that_is_reached_whatever_the_order_opens() {
    model(2, || {
        let breaker = circuit(Policy::new().threshold_percent(50.0).min_calls(3));
        fail(&breaker);
        at_once(&breaker, [succeed, fail]);
        // Both orders are seen: the failure may come before the window holds three calls, and the
        // next one never does.
        fail(&breaker);
        assert_eq!((breaker.state(), breaker.snapshot().opened), (State::Open, 1));
    });
}
