//! With other layers above and below.

use core::future::{Ready, pending, ready};
use core::time::Duration;

use breaker_runtime::tower::{CircuitBreakerLayer, Error};
use breaker_runtime::{CircuitBreaker, CircuitOpen, Policy, State, Verdict};
use tests::poll_once;
use tokio::sync::oneshot;
use tokio::task::yield_now;
use tower::load_shed::error::Overloaded;
use tower::timeout::error::Elapsed;
use tower::{BoxError, Service, ServiceBuilder, ServiceExt, service_fn};

use crate::callee::{Broken, Callee, Order};
use crate::{SECOND, circuit, counts};

/// Tries five times at the most, and never a rejection again.
#[derive(Clone, Debug)]
struct FiveTimes(u32);

impl<Res, E> tower::retry::Policy<Order, Res, Error<E>> for FiveTimes {
    type Future = Ready<()>;

    fn retry(&mut self, _: &mut Order, result: &mut Result<Res, Error<E>>) -> Option<Self::Future> {
        let error = result.as_ref().err().filter(|error| error.rejection().is_none());
        self.0 += 1;
        error.filter(|_| self.0 < 5).map(|_| ready(()))
    }

    fn clone_request(&mut self, order: &Order) -> Option<Order> {
        Some(*order)
    }
}

#[tokio::test]
async fn each_attempt_of_a_retry_above_asks_the_circuit_anew() {
    let (circuit, callee) = (circuit(), Callee::default());
    let service = ServiceBuilder::new()
        .retry(FiveTimes(0))
        .layer(CircuitBreakerLayer::new(&*circuit))
        .service(callee.clone());
    let error = service.oneshot(Order::Fail).await.unwrap_err();
    assert!(error.rejection().is_some());
    assert_eq!(callee.called(), 2);
    assert_eq!(counts(&circuit), [0, 2, 0, 1]);
}

#[tokio::test(start_paused = true)]
async fn a_time_out_below_is_a_failure() {
    let (circuit, callee) = (circuit(), Callee::default());
    let mut service = ServiceBuilder::new()
        .layer(CircuitBreakerLayer::new(&*circuit))
        .timeout(SECOND)
        .service(callee.clone());
    for _ in 0..2 {
        let error = service.ready().await.unwrap().call(Order::Hang).await.unwrap_err();
        assert!(BoxError::from(error).is::<Elapsed>());
    }
    let error = service.ready().await.unwrap().call(Order::Hang).await.unwrap_err();
    assert!(BoxError::from(error).is::<CircuitOpen>());
    assert_eq!(counts(&circuit), [0, 2, 0, 1]);
}

#[tokio::test(start_paused = true)]
async fn a_time_out_above_abandons_the_call() {
    let (circuit, callee) = (circuit(), Callee::default());
    let mut service = ServiceBuilder::new()
        .timeout(SECOND)
        .layer(CircuitBreakerLayer::new(&*circuit))
        .service(callee.clone());
    for _ in 0..5 {
        let error = service.ready().await.unwrap().call(Order::Hang).await.unwrap_err();
        assert!(error.is::<Elapsed>());
    }
    assert_eq!(counts(&circuit), [0, 0, 5, 0]);
}

#[tokio::test]
async fn above_a_concurrency_limit_calls_that_are_rejected_need_no_place_in_it() {
    let (circuit, callee) = (circuit(), Callee::default());
    let mut service = ServiceBuilder::new()
        .layer(CircuitBreakerLayer::new(&*circuit))
        .concurrency_limit(1)
        .service(callee.clone());
    let hanging = service.ready().await.unwrap().call(Order::Hang);
    assert!(poll_once(service.ready()).is_pending());
    circuit.trip();
    let error = service.clone().oneshot(Order::Status(200)).await.unwrap_err();
    assert!(error.rejection().is_some());

    drop(hanging);
    circuit.after_open_time();
    assert_eq!(service.ready().await.unwrap().call(Order::Status(200)).await, Ok(200));
    circuit.is(State::Closed);
}

#[tokio::test]
async fn below_a_concurrency_limit_a_rejection_takes_a_place_for_its_moment_only() {
    let (circuit, callee) = (circuit(), Callee::default());
    let mut service = ServiceBuilder::new()
        .concurrency_limit(1)
        .layer(CircuitBreakerLayer::new(&*circuit))
        .service(callee.clone());
    circuit.trip();
    for _ in 0..5 {
        let answer = service.ready().await.unwrap().call(Order::Hang).await;
        assert!(answer.unwrap_err().rejection().is_some());
    }
    assert_eq!(callee.called(), 0);
}

#[tokio::test]
async fn a_buffer_below_that_is_full_keeps_nobody_waiting_for_an_open_circuit() {
    let (circuit, callee) = (circuit(), Callee::default());
    let (occupied, worker) = tower::buffer::Buffer::pair(
        ServiceBuilder::new().concurrency_limit(1).service(callee.clone()),
        1,
    );
    let worker = tokio::spawn(worker);
    let mut service =
        ServiceBuilder::new().layer(CircuitBreakerLayer::new(&*circuit)).service(occupied);
    let mut in_flight = Vec::new();
    for _ in 0..2 {
        in_flight.push(service.ready().await.unwrap().call(Order::Hang));
        yield_now().await;
    }
    let mut waiting = service.clone();
    while poll_once(waiting.ready()).is_ready() {
        in_flight.push(waiting.call(Order::Hang));
        yield_now().await;
    }
    circuit.trip();
    let error = waiting.ready().await.unwrap().call(Order::Hang).await.unwrap_err();
    assert!(BoxError::from(error).is::<CircuitOpen>());
    assert_eq!(callee.called(), 1);
    drop((in_flight, service, waiting));
    worker.await.unwrap();
}

#[tokio::test]
async fn a_buffer_below_that_is_closed_fails_to_get_ready_which_counts() {
    let (circuit, callee) = (circuit(), Callee::default());
    let (buffer, worker) = tower::buffer::Buffer::<Order, _>::pair(callee, 1);
    drop(worker);
    let mut service =
        ServiceBuilder::new().layer(CircuitBreakerLayer::new(&*circuit)).service(buffer);
    for _ in 0..2 {
        assert!(matches!(service.ready().await, Err(Error::Service(_))));
    }
    circuit.is(State::Open);
    assert_eq!(counts(&circuit), [0, 2, 0, 0]);
}

#[tokio::test]
async fn a_buffer_above_shares_one_service_among_many() {
    static BUFFERED: CircuitBreaker = CircuitBreaker::new("buffered", Policy::new().threshold(2));
    let service = ServiceBuilder::new()
        .buffer(8)
        .layer(CircuitBreakerLayer::new(&BUFFERED))
        .service(Callee::default());
    for _ in 0..2 {
        assert!(service.clone().oneshot(Order::Fail).await.unwrap_err().is::<Broken>());
    }
    assert!(service.oneshot(Order::Status(200)).await.unwrap_err().is::<CircuitOpen>());
}

#[tokio::test]
async fn load_that_a_layer_below_sheds_may_be_ignored() {
    let (circuit, callee) = (circuit(), Callee::default());
    let unless_shed = |result: &Result<u16, BoxError>| match result {
        Ok(_) => Verdict::Success,
        Err(error) if error.is::<Overloaded>() => Verdict::Ignored,
        Err(_) => Verdict::Failure,
    };
    let mut service = ServiceBuilder::new()
        .layer(CircuitBreakerLayer::new(&*circuit).judge(unless_shed))
        .load_shed()
        .concurrency_limit(1)
        .service(callee);
    let in_flight = service.ready().await.unwrap().call(Order::Hang);
    for _ in 0..5 {
        service.ready().await.unwrap().call(Order::Status(200)).await.unwrap_err();
    }
    drop(in_flight);
    let calls = circuit.snapshot().calls;
    assert_eq!((calls.ignored, calls.abandoned, calls.failure), (5, 1, 0));
}

#[tokio::test]
async fn two_circuits_in_one_stack_keep_apart() {
    let (outer, inner) = (circuit(), circuit());
    let mut service = ServiceBuilder::new()
        .layer(CircuitBreakerLayer::new(&*outer))
        .layer(CircuitBreakerLayer::new(&*inner))
        .service(Callee::default());
    inner.trip();
    let error = service.ready().await.unwrap().call(Order::Status(200)).await.unwrap_err();
    assert!(matches!(error, Error::Service(Error::Open(_))));
    assert_eq!((outer.snapshot().calls.failure, outer.state()), (1, State::Closed));
}

#[tokio::test]
async fn a_call_is_under_way_until_its_response_is_there() {
    let circuit = circuit();
    let (sender, receiver) = oneshot::channel::<u16>();
    let mut receiver = Some(receiver);
    let mut service = ServiceBuilder::new().layer(CircuitBreakerLayer::new(&*circuit)).service_fn(
        move |_: Order| {
            let receiver = receiver.take();
            async move {
                match receiver {
                    Some(receiver) => receiver.await.map_err(|_| Broken),
                    None => pending().await,
                }
            }
        },
    );
    let mut response = Box::pin(service.call(Order::Status(200)));
    assert!(poll_once(response.as_mut()).is_pending());
    assert_eq!(circuit.snapshot().calls.total(), 0);
    sender.send(201).unwrap();
    assert_eq!(response.await, Ok(201));
    assert_eq!(counts(&circuit), [1, 0, 0, 0]);
}

#[tokio::test(start_paused = true)]
async fn services_that_borrow_their_circuit_need_not_be_static() {
    let circuit = circuit();
    let service = service_fn(async |millis: u64| {
        tokio::time::sleep(Duration::from_millis(millis)).await;
        Ok::<_, Broken>(millis)
    });
    let mut service =
        ServiceBuilder::new().layer(CircuitBreakerLayer::new(&*circuit)).service(service);
    assert_eq!(service.ready().await.unwrap().call(5).await, Ok(5));
}
