//! Counts by outcome, and the first use of a circuit.

use std::sync::Arc;

use breaker_runtime::{CircuitBreaker, Policy, State};

use crate::{abandon, at_once, circuit, fail, model, succeed};

#[test]
fn counts_add_up_once_the_callers_have_finished() {
    for policy in
        [Policy::new(), Policy::new().consecutive(5), Policy::new().threshold_percent(50.0)]
    {
        model(2, move || {
            let breaker = circuit(policy);
            at_once(
                &breaker,
                [succeed, |breaker| {
                    fail(breaker);
                    abandon(breaker);
                }],
            );
            let calls = breaker.snapshot().calls;
            assert_eq!(
                (calls.success, calls.failure, calls.abandoned, calls.total()),
                (1, 1, 1, 3)
            );
        });
    }
}

#[test]
fn two_first_calls_at_once_make_one_circuit() {
    for policy in [Policy::new().threshold(2), Policy::new().consecutive(2)] {
        model(2, move || {
            let breaker = Arc::new(CircuitBreaker::new("fresh", policy));
            assert_eq!(breaker.state(), State::Closed);
            at_once(&breaker, [fail, fail]);
            assert_eq!((breaker.state(), breaker.snapshot().calls.failure), (State::Open, 2));
        });
    }
}

#[test]
fn a_snapshot_taken_meanwhile_is_of_one_moment() {
    model(2, || {
        let breaker = circuit(Policy::new().threshold(1));
        at_once(
            &breaker,
            [fail, |breaker| {
                let now = breaker.snapshot();
                match now.state {
                    State::Closed => assert_eq!(
                        (now.opened, now.failures_in_window, now.retry_after),
                        (0, 0, None)
                    ),
                    _ => assert_eq!(
                        (now.opened, now.failures_in_window, now.calls.failure),
                        (1, 1, 1)
                    ),
                }
            }],
        );
    });
}
