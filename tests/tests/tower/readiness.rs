//! Readiness: the inner service's, unless the circuit rejects calls anyway.

use core::task::Poll;
use std::panic::{AssertUnwindSafe, catch_unwind};

use breaker_runtime::tower::{CircuitBreakerLayer, Error};
use breaker_runtime::{State, Verdict};
use tests::TestCircuit;
use tower::Layer;

use crate::callee::{Broken, Callee, Order, Readiness, Reply};
use crate::{
    POLICY, SECOND, answer, ask, assert_ready, assert_rejected, circuit, counts, guarded,
    poll_ready,
};

#[test]
fn a_closed_circuit_is_as_ready_as_the_service() {
    let (circuit, callee) = (circuit(), Callee::default());
    let mut service = guarded(&circuit, &callee);
    callee.turn(Readiness::Waiting);
    assert!(poll_ready(&mut service).is_pending());
    callee.turn(Readiness::Ready);
    assert_eq!(ask(&mut service, Order::Status(200)), Ok(200));
}

#[test]
fn a_half_open_one_with_a_free_place_too() {
    let (circuit, callee) = (circuit(), Callee::default());
    let mut service = guarded(&circuit, &callee);
    circuit.trip_and_wait();
    callee.turn(Readiness::Waiting);
    assert!(poll_ready(&mut service).is_pending());
    assert_eq!(circuit.history().len(), 1, "nobody called");
    callee.turn(Readiness::Ready);
    ask(&mut service, Order::Status(200)).unwrap();
    circuit.is(State::Closed);
}

#[test]
fn ready_and_never_called_holds_nothing() {
    let (circuit, callee) = (circuit(), Callee::default());
    circuit.trip_and_wait();
    let mut idle: Vec<_> = (0..10).map(|_| guarded(&circuit, &callee)).collect();
    idle.iter_mut().for_each(assert_ready);
    assert_eq!(circuit.history().len(), 1, "nobody called");
    ask(&mut guarded(&circuit, &callee), Order::Status(200)).unwrap();
    circuit.is(State::Closed);
    drop(idle);
    assert_eq!(counts(&circuit), [1, 2, 0, 0]);
}

#[test]
fn a_failure_to_get_ready_is_passed_on_and_counts() {
    let (circuit, callee) = (circuit(), Callee::default());
    let mut service = guarded(&circuit, &callee);
    callee.turn(Readiness::Broken);
    for _ in 0..2 {
        assert_eq!(poll_ready(&mut service), Poll::Ready(Err(Error::Service(Broken))));
    }
    circuit.is(State::Open);
    assert_rejected(&ask(&mut service, Order::Status(200)));
    assert_eq!(counts(&circuit), [0, 2, 0, 1]);
}

#[test]
fn it_is_a_failed_trial_call_of_an_open_circuit_whose_time_is_over() {
    let (circuit, callee) = (circuit(), Callee::default());
    let mut service = guarded(&circuit, &callee);
    circuit.trip_and_wait();
    callee.turn(Readiness::Broken);
    assert!(matches!(poll_ready(&mut service), Poll::Ready(Err(Error::Service(Broken)))));
    circuit.is(State::Open);
    assert_eq!(circuit.rejected().retry_after(), Some(SECOND));
}

#[test]
fn it_counts_in_a_ramp_up_whatever_chance_says_of_calls() {
    let circuit = TestCircuit::new(POLICY.ramp_up(SECOND));
    let callee = Callee::default();
    for seed in 0..20 {
        circuit.set_seed(seed);
        circuit.trip_and_wait().succeed().is(State::RampUp);
        callee.turn(Readiness::Broken);
        for _ in 0..2 {
            assert!(poll_ready(&mut guarded(&circuit, &callee)).is_ready());
        }
        circuit.is(State::Open).reset();
    }
    assert_eq!(circuit.snapshot().calls.rejected, 0);
}

#[test]
fn it_is_judged_as_the_same_error_of_a_call() {
    let (circuit, callee) = (circuit(), Callee::default());
    let forgiving = |result: &Result<Reply, Broken>| match result {
        Ok(_) => Verdict::Success,
        Err(Broken) => Verdict::Ignored,
    };
    let mut service = CircuitBreakerLayer::new(&*circuit).judge(forgiving).layer(callee.clone());
    callee.turn(Readiness::Broken);
    for _ in 0..5 {
        assert!(poll_ready(&mut service).is_ready());
    }
    assert_eq!(circuit.snapshot().calls.ignored, 5);
    circuit.is(State::Closed);
}

#[test]
fn a_rejection_after_it_leaves_the_service_ready() {
    let (circuit, callee) = (circuit(), Callee::default());
    let mut service = guarded(&circuit, &callee);
    assert_ready(&mut service);
    circuit.trip();
    assert_rejected(&answer(&mut service, Order::Status(200)));
    assert_eq!((callee.asked(), callee.called()), (1, 0));

    circuit.after_open_time();
    callee.turn(Readiness::Waiting); // nobody could get ready now
    ask(&mut service, Order::Status(200)).unwrap();
    circuit.is(State::Closed);
}

#[test]
fn a_dry_run_waits_for_the_service_and_calls_it() {
    let circuit = TestCircuit::new(POLICY.dry_run(true));
    let callee = Callee::default();
    let mut service = guarded(&circuit, &callee);
    circuit.trip();
    callee.turn(Readiness::Waiting);
    assert!(poll_ready(&mut service).is_pending());
    callee.turn(Readiness::Ready);
    assert_eq!(ask(&mut service, Order::Status(200)), Ok(200));
    assert_eq!(counts(&circuit), [1, 2, 0, 0]);
    assert_eq!(circuit.snapshot().calls.would_be_rejected, 1);
}

#[test]
fn a_circuit_forced_closed_calls_a_broken_service() {
    let (circuit, callee) = (circuit(), Callee::default());
    let mut service = guarded(&circuit, &callee);
    circuit.force_closed();
    for _ in 0..5 {
        ask(&mut service, Order::Fail).unwrap_err();
    }
    callee.turn(Readiness::Broken);
    assert!(matches!(poll_ready(&mut service), Poll::Ready(Err(_))));
    circuit.is(State::ForcedClosed);
}

#[test]
fn a_panic_over_it_is_a_failure() {
    let (circuit, callee) = (circuit(), Callee::default());
    let mut service = guarded(&circuit, &callee);
    callee.turn(Readiness::Panicking);
    for _ in 0..2 {
        catch_unwind(AssertUnwindSafe(|| poll_ready(&mut service))).unwrap_err();
    }
    circuit.is(State::Open);
    assert_eq!(circuit.snapshot().calls.failure_kinds.panic, 2);
    assert_rejected(&ask(&mut service, Order::Status(200)));
}
