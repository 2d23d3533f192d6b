//! While the circuit rejects calls the service is ready at once, and what is called next is
//! rejected.

use core::task::Poll;
use core::time::Duration;

use breaker_runtime::tower::Error;
use breaker_runtime::{CircuitOpen, State};
use tests::{TestCircuit, poll_once};
use tower::Service;

use crate::callee::{Callee, Order, Readiness};
use crate::{Answer, SECOND, answer, ask, assert_ready, assert_rejected, circuit, counts, guarded};

fn hanging() -> Callee {
    let callee = Callee::default();
    callee.turn(Readiness::Waiting);
    callee
}

#[track_caller]
fn rejection(answer: Answer) -> CircuitOpen {
    match answer {
        Err(Error::Open(open)) => open,
        answer => unexpected(&answer),
    }
}

#[track_caller]
#[expect(clippy::panic, reason = "a failed test")]
fn unexpected(answer: &Answer) -> ! {
    panic!("not rejected: {answer:?}")
}

#[test]
fn an_open_circuit_does_not_wait_for_a_service_that_hangs() {
    let (circuit, callee) = (circuit(), hanging());
    let mut service = guarded(&circuit, &callee);
    circuit.trip();
    circuit.after(SECOND / 4);
    let open = rejection(ask(&mut service, Order::Status(200)));
    assert_eq!((open.name(), open.state()), ("tested", State::Open));
    assert_eq!(open.retry_after(), Some(SECOND * 3 / 4));
    assert_eq!((callee.asked(), callee.called()), (0, 0));
}

#[test]
fn nor_does_one_that_is_forced_open_or_whose_trial_call_is_under_way() {
    let (circuit, callee) = (circuit(), hanging());
    let mut service = guarded(&circuit, &callee);
    circuit.force_open();
    let open = rejection(ask(&mut service, Order::Status(200)));
    assert_eq!((open.state(), open.retry_after()), (State::ForcedOpen, None));

    circuit.reset();
    circuit.trip_and_wait();
    let _trial = circuit.admitted();
    let open = rejection(ask(&mut service, Order::Status(200)));
    assert_eq!((open.state(), open.retry_after()), (State::HalfOpen, Some(SECOND)));
    assert_eq!(callee.asked(), 0);
}

#[test]
fn only_calls_count_as_rejected() {
    let (circuit, callee) = (circuit(), hanging());
    let mut service = guarded(&circuit, &callee);
    circuit.trip();
    (0..5).for_each(|_| assert_ready(&mut service));
    assert_eq!(counts(&circuit), [0, 2, 0, 0]);
    assert_rejected(&answer(&mut service, Order::Status(200)));
    assert_eq!(counts(&circuit), [0, 2, 0, 1]);
}

/// Runs a call that was refused while the circuit was open, after `meanwhile`.
fn refused_before(meanwhile: impl FnOnce(&TestCircuit)) -> (CircuitOpen, TestCircuit) {
    let (circuit, callee) = (circuit(), hanging());
    circuit.trip();
    let mut service = guarded(&circuit, &callee);
    assert_ready(&mut service);
    meanwhile(&circuit);
    let open = rejection(answer(&mut service, Order::Status(200)));
    assert_eq!(callee.called(), 0);
    drop(service);
    (open, circuit)
}

#[test]
fn a_call_that_was_refused_before_takes_no_place_when_the_open_time_is_over() {
    let (open, circuit) = refused_before(|circuit| {
        circuit.after_open_time();
    });
    assert_eq!((open.state(), open.retry_after()), (State::Open, Some(Duration::ZERO)));
    circuit.is(State::HalfOpen).succeed().is(State::Closed);
    assert_eq!(counts(&circuit), [1, 2, 0, 1]);
}

#[test]
fn nor_when_the_circuit_is_half_open_or_closed() {
    let (_, circuit) = refused_before(|circuit| {
        circuit.after_open_time();
        circuit.admitted().ignore();
        circuit.is(State::HalfOpen);
    });
    circuit.is(State::HalfOpen);
    let (_, circuit) = refused_before(|circuit| circuit.reset());
    assert_eq!(counts(&circuit), [0, 2, 0, 1]);
}

#[test]
fn a_rejection_says_what_is_true_when_it_is_called() {
    let (open, _) = refused_before(|circuit| circuit.open_for(3 * SECOND));
    assert_eq!(open.retry_after(), Some(3 * SECOND));
    let (open, _) = refused_before(|circuit| circuit.force_open());
    assert_eq!((open.state(), open.retry_after()), (State::ForcedOpen, None));
}

#[test]
fn whoever_asks_again_forgets_the_refusal() {
    let (circuit, callee) = (circuit(), Callee::default());
    let mut service = guarded(&circuit, &callee);
    circuit.trip();
    assert_ready(&mut service);
    circuit.after_open_time();
    assert_eq!(ask(&mut service, Order::Status(200)), Ok(200));
    circuit.is(State::Closed);
}

#[test]
fn a_rejected_response_says_so_however_often_it_is_polled() {
    let (circuit, callee) = (circuit(), hanging());
    let mut service = guarded(&circuit, &callee);
    circuit.trip();
    assert_ready(&mut service);
    let mut response = service.call(Order::Status(200));
    for _ in 0..3 {
        assert!(matches!(poll_once(&mut response), Poll::Ready(Err(Error::Open(_)))));
    }
    assert_eq!(counts(&circuit), [0, 2, 0, 1]);
}
