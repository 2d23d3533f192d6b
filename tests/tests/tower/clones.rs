//! Clones share the circuit, and nothing else.

use breaker_runtime::State;
use breaker_runtime::tower::CircuitBreakerLayer;
use tests::poll_once;
use tower::{Layer, Service, service_fn};

use crate::callee::{Broken, Callee, Order, Readiness};
use crate::{answer, ask, assert_ready, assert_rejected, circuit, counts, guarded, poll_ready};

#[test]
fn they_open_it_together() {
    let (circuit, callee) = (circuit(), Callee::default());
    let mut one = guarded(&circuit, &callee);
    let mut other = one.clone();
    ask(&mut one, Order::Fail).unwrap_err();
    ask(&mut other, Order::Fail).unwrap_err();
    circuit.is(State::Open);
    assert_rejected(&ask(&mut one.clone(), Order::Status(200)));
}

#[test]
fn a_clone_of_a_refused_one_asks_for_itself() {
    let (circuit, callee) = (circuit(), Callee::default());
    let mut refused = guarded(&circuit, &callee);
    circuit.trip();
    assert_ready(&mut refused);
    let mut clone = refused.clone();
    circuit.after_open_time();
    callee.turn(Readiness::Waiting);
    assert!(poll_ready(&mut clone).is_pending());
    callee.turn(Readiness::Ready);
    assert_eq!(ask(&mut clone, Order::Status(200)), Ok(200));
    assert_rejected(&answer(&mut refused, Order::Status(200)));
}

#[tokio::test]
async fn a_clone_of_a_refused_one_is_not_refused() {
    let circuit = circuit();
    let always_ready = service_fn(async |order: Order| Ok::<_, Broken>(order));
    let mut refused = CircuitBreakerLayer::new(&*circuit).layer(always_ready);
    circuit.trip();
    assert_ready(&mut refused);
    let mut clone = refused.clone();
    circuit.reset();
    assert_eq!(clone.call(Order::Fail).await, Ok(Order::Fail));
    assert!(refused.call(Order::Fail).await.is_err());
}

#[test]
fn a_clone_of_a_ready_one_holds_no_place() {
    let (circuit, callee) = (circuit(), Callee::default());
    let mut ready = guarded(&circuit, &callee);
    circuit.trip_and_wait();
    assert_ready(&mut ready);
    let clones: Vec<_> = (0..10).map(|_| ready.clone()).collect();
    answer(&mut ready, Order::Status(200)).unwrap();
    drop(clones);
    circuit.is(State::Closed);
    assert_eq!(counts(&circuit), [1, 2, 0, 0]);
}

#[test]
fn of_clones_that_are_all_ready_no_more_pass_than_there_are_places() {
    let (circuit, callee) = (circuit(), Callee::default());
    circuit.trip_and_wait();
    let mut clones: Vec<_> = (0..3).map(|_| guarded(&circuit, &callee)).collect();
    clones.iter_mut().for_each(assert_ready);
    let responses: Vec<_> = clones.iter_mut().map(|clone| clone.call(Order::Hang)).collect();
    let waiting = responses.into_iter().filter_map(|response| {
        let mut response = Box::pin(response);
        poll_once(response.as_mut()).is_pending().then_some(response)
    });
    assert_eq!((waiting.count(), callee.called()), (1, 1));
    circuit.is(State::HalfOpen);
}
