//! Response futures that are dropped, leaked, sent and unwound.

use core::mem;
use std::sync::Arc;

use breaker_runtime::tower::{ByResult, CircuitBreakerLayer, ResponseFuture};
use breaker_runtime::{CircuitBreaker, Policy, State};
use tests::{TestCircuit, panic_quietly, poll_once};
use tower::{Layer, Service};

use crate::callee::{Callee, Order};
use crate::{POLICY, ask, assert_ready, circuit, counts, guarded};

type Response<'c> =
    ResponseFuture<<Callee as Service<Order>>::Future, &'c CircuitBreaker, ByResult>;

/// A call that hangs.
fn hanging(circuit: &TestCircuit) -> Response<'_> {
    let mut service = guarded(circuit, &Callee::default());
    assert_ready(&mut service);
    service.call(Order::Hang)
}

#[test]
fn dropped_it_is_abandoned_polled_or_not() {
    let circuit = circuit();
    for polls in 0..5 {
        let mut response = Box::pin(hanging(&circuit));
        (0..polls).for_each(|_| assert!(poll_once(response.as_mut()).is_pending()));
    }
    assert_eq!(counts(&circuit), [0, 0, 5, 0]);
    circuit.is(State::Closed);
}

#[test]
fn dropped_after_its_response_nothing_else_counts() {
    let (circuit, callee) = (circuit(), Callee::default());
    let mut service = guarded(&circuit, &callee);
    assert_ready(&mut service);
    let mut response = Box::pin(service.call(Order::Status(200)));
    assert!(poll_once(response.as_mut()).is_ready());
    drop(response);
    assert_eq!(counts(&circuit), [1, 0, 0, 0]);
}

#[test]
fn a_trial_call_that_is_dropped_gives_its_place_back() {
    let circuit = circuit();
    circuit.trip_and_wait();
    for _ in 0..10 {
        drop(hanging(&circuit));
        circuit.is(State::HalfOpen);
    }
    ask(&mut guarded(&circuit, &Callee::default()), Order::Status(200)).unwrap();
    circuit.is(State::Closed);
}

#[test]
fn a_trial_call_that_is_leaked_loses_its_place_after_the_open_time() {
    let circuit = circuit();
    circuit.trip_and_wait();
    mem::forget(hanging(&circuit));
    circuit.rejected();
    circuit.after_open_time();
    ask(&mut guarded(&circuit, &Callee::default()), Order::Status(200)).unwrap();
    circuit.is(State::Closed);
}

#[test]
fn a_panic_elsewhere_that_drops_it_is_no_failure_of_its_call() {
    let circuit = circuit();
    panic_quietly(hanging(&circuit));
    let mut polled = Box::pin(hanging(&circuit));
    assert!(poll_once(polled.as_mut()).is_pending());
    panic_quietly(polled);
    assert_eq!(counts(&circuit), [0, 0, 2, 0]);
}

#[test]
fn one_that_was_given_up_after_the_limit_of_slow_calls_is_a_failure() {
    let circuit = TestCircuit::new(POLICY.slow_call(crate::SECOND));
    let response = hanging(&circuit);
    circuit.after(2 * crate::SECOND);
    drop(response);
    assert_eq!(counts(&circuit), [0, 1, 0, 0]);
}

#[tokio::test]
async fn it_may_go_to_another_task_with_its_share_of_the_circuit() {
    let circuit = Arc::new(CircuitBreaker::new("in an arc", Policy::new()));
    let mut service = CircuitBreakerLayer::new(Arc::clone(&circuit)).layer(Callee::default());
    assert_ready(&mut service);
    let status = tokio::spawn(service.call(Order::Status(200))).await.unwrap();
    assert_eq!((status, circuit.snapshot().calls.success), (Ok(200), 1));
}
