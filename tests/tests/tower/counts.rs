//! What counts: an `Err` and a panic are failures, unless a judge says otherwise.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use breaker_runtime::testing::isolate;
use breaker_runtime::tower::{CircuitBreakerLayer, Error};
use breaker_runtime::{CircuitBreaker, Policy, State, Verdict, circuit_breaker, registry};
use tests::{TestCircuit, poll_once};
use tower::{Layer, ServiceBuilder};

use crate::callee::{Broken, Callee, Order, Reply};
use crate::{POLICY, SECOND, answer, ask, assert_ready, assert_rejected, circuit, counts, guarded};

#[test]
fn responses_are_successes_and_errors_failures_that_open_the_circuit() {
    let (circuit, callee) = (circuit(), Callee::default());
    let mut service = guarded(&circuit, &callee);
    assert_eq!(ask(&mut service, Order::Status(200)), Ok(200));
    for _ in 0..2 {
        assert_eq!(ask(&mut service, Order::Fail), Err(Error::Service(Broken)));
    }
    circuit.is(State::Open);
    assert_rejected(&ask(&mut service, Order::Status(200)));
    assert_eq!(counts(&circuit), [1, 2, 0, 1]);
    assert_eq!(callee.called(), 3);
}

#[test]
fn a_trial_call_closes_it_again_and_a_failed_one_does_not() {
    let (circuit, callee) = (circuit(), Callee::default());
    let mut service = guarded(&circuit, &callee);
    circuit.trip_and_wait();
    ask(&mut service, Order::Fail).unwrap_err();
    circuit.is(State::Open).after_open_time();
    ask(&mut service, Order::Status(200)).unwrap();
    circuit.is(State::Closed);
}

#[test]
fn a_panic_is_a_failure_in_the_future_and_in_the_call() {
    let (circuit, callee) = (circuit(), Callee::default());
    let mut service = guarded(&circuit, &callee);
    for order in [Order::Panic, Order::PanicAtOnce] {
        assert_ready(&mut service);
        catch_unwind(AssertUnwindSafe(|| answer(&mut service, order))).unwrap_err();
    }
    assert_eq!(counts(&circuit), [0, 2, 0, 0]);
    circuit.is(State::Open);
}

#[test]
fn a_judge_may_say_for_how_long_the_callee_asks_to_wait() {
    let (circuit, callee) = (circuit(), Callee::default());
    let layer = CircuitBreakerLayer::new(&*circuit).judge(|result: &Result<Reply, Broken>| {
        if result == &Ok(503) { Verdict::OpenFor(SECOND * 7) } else { Verdict::Success }
    });
    let mut service = layer.layer(callee);
    assert_eq!(ask(&mut service, Order::Status(503)), Ok(503));
    assert_eq!(circuit.is(State::Open).rejected().retry_after(), Some(SECOND * 7));
    assert_rejected(&ask(&mut service, Order::Status(200)));
    circuit.after(SECOND * 7);
    assert_eq!(ask(&mut service, Order::Status(200)), Ok(200));
    circuit.is(State::Closed);
}

/// As most HTTP clients want it.
fn server_errors<E>(result: &Result<Reply, E>) -> Verdict {
    match result {
        Ok(500..) | Err(_) => Verdict::Failure,
        Ok(429) => Verdict::Ignored,
        Ok(_) => Verdict::Success,
    }
}

#[test]
fn a_judge_finds_failures_among_responses() {
    let (circuit, callee) = (circuit(), Callee::default());
    let layer = CircuitBreakerLayer::new(&*circuit).judge(server_errors);
    let mut service = ServiceBuilder::new().layer(layer).service(callee.clone());
    for status in [200, 404, 429, 503] {
        assert_eq!(ask(&mut service, Order::Status(status)), Ok(status));
    }
    let calls = circuit.snapshot().calls;
    assert_eq!((calls.success, calls.ignored, calls.failure), (2, 1, 1));
    assert_eq!(ask(&mut service, Order::Status(500)), Ok(500));
    circuit.is(State::Open);
}

#[test]
fn a_judge_finds_successes_among_errors() {
    let (circuit, callee) = (circuit(), Callee::default());
    let forgiving = |result: &Result<Reply, Broken>| match result {
        Ok(_) | Err(Broken) => Verdict::Success,
    };
    let mut service = CircuitBreakerLayer::new(&*circuit).judge(forgiving).layer(callee);
    for _ in 0..5 {
        ask(&mut service, Order::Fail).unwrap_err();
    }
    assert_eq!(counts(&circuit), [5, 0, 0, 0]);
    circuit.is(State::Closed);
}

#[test]
fn a_slow_call_is_a_failure_by_the_policy() {
    let circuit = TestCircuit::new(POLICY.slow_call(SECOND));
    let layer = CircuitBreakerLayer::new(&*circuit).judge(|status: &Result<Reply, Broken>| {
        circuit.after(2 * SECOND); // while the call is under way
        server_errors(status)
    });
    ask(&mut layer.layer(Callee::default()), Order::Status(200)).unwrap();
    assert_eq!(counts(&circuit), [0, 1, 0, 0]);
}

#[test]
fn a_circuit_can_be_shared_with_an_annotated_function() {
    #[circuit_breaker(name = "shared with a layer", threshold = 2, open_for = "1h")]
    fn pay(is_up: bool) -> std::io::Result<()> {
        if is_up { Ok(()) } else { Err(std::io::ErrorKind::Other.into()) }
    }

    let of_the_function = registry().get("shared with a layer").unwrap();
    let mut service = CircuitBreakerLayer::new(of_the_function).layer(Callee::default());
    pay(false).unwrap_err();
    ask(&mut service, Order::Fail).unwrap_err();
    assert_rejected(&ask(&mut service, Order::Status(200)));
    assert!(pay(true).is_err());
}

#[test]
fn an_isolated_test_has_the_layers_circuit_for_itself() {
    static LISTED: CircuitBreaker = CircuitBreaker::new("of the program", POLICY);
    breaker_runtime::register!(LISTED);

    let mut service = CircuitBreakerLayer::new(&LISTED).layer(Callee::default());
    let test = isolate();
    ask(&mut service, Order::Fail).unwrap_err();
    assert_ready(&mut service);
    let late = tower::Service::call(&mut service, Order::Fail);
    let own = test.circuit("of the program").unwrap().snapshot();
    assert_eq!((own.state, own.calls.failure), (State::Closed, 1));
    drop(test);

    // Wherever it ends, a call counts where it was admitted.
    assert!(poll_once(late).is_ready());
    let of_the_program = LISTED.snapshot();
    assert_eq!((of_the_program.state, of_the_program.calls.total()), (State::Closed, 0));
}

#[test]
fn a_circuit_in_an_arc_lives_as_long_as_its_last_response() {
    let circuit = Arc::new(CircuitBreaker::new("shared", Policy::new()));
    let mut service = CircuitBreakerLayer::new(Arc::clone(&circuit)).layer(Callee::default());
    assert_ready(&mut service);
    let response = tower::Service::call(&mut service, Order::Hang);
    drop(service);
    assert_eq!(Arc::strong_count(&circuit), 2);
    drop(response);
    assert_eq!((Arc::strong_count(&circuit), circuit.snapshot().calls.abandoned), (1, 1));
}
