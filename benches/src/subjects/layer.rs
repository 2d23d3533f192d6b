//! The runtime as a tower layer.

use std::future::{Ready, poll_fn, ready};
use std::time::Duration;

use breaker_runtime::tower::{CircuitBreakerLayer, CircuitBreakerService, Error};
use breaker_runtime::{CircuitBreaker, Policy, State};
use tower::util::ServiceFn;
use tower::{Layer, Service, service_fn};

use super::OUTAGE;
use crate::body::{BAD, CallError, CallResult, GOOD, body, repeat_async};
use crate::{Case, Path};

type Bare = ServiceFn<fn(u64) -> Ready<CallResult>>;
type Guarded = CircuitBreakerService<Bare>;

const SUBJECT: &str = "`tower::CircuitBreakerLayer`, count rule";

static CLOSED: CircuitBreaker =
    CircuitBreaker::new("closed layer", Policy::new().threshold(5).window(Duration::from_secs(10)));
/// As its namesake by hand.
static FAILING: CircuitBreaker = CircuitBreaker::new(
    "failing layer",
    Policy::new().threshold(u32::MAX).window(Duration::from_nanos(100)),
);
static REJECTING: CircuitBreaker =
    CircuitBreaker::new("rejecting layer", Policy::new().threshold(1).open_for(OUTAGE));

pub(super) const CASES: &[Case] = &[
    Case::new(Path::AsyncSuccess, "tower service without a layer", |n| {
        repeat_async(n, GOOD, |input| async move { call(&mut bare(), input).await });
    }),
    Case::new(Path::AsyncSuccess, SUBJECT, |n| repeat(n, GOOD, &CLOSED)),
    Case::new(Path::AsyncFailure, SUBJECT, |n| repeat(n, BAD, &FAILING)),
    Case::new(Path::AsyncRejection, SUBJECT, |n| {
        if REJECTING.state() == State::Closed {
            repeat(1, BAD, &REJECTING);
        }
        repeat(n, GOOD, &REJECTING);
    }),
];

fn bare() -> Bare {
    service_fn(|input| ready(body(input)))
}

/// A new service for each call, as servers that have a clone for each request.
fn repeat(iterations: u64, input: u64, circuit: &'static CircuitBreaker) {
    let layer = CircuitBreakerLayer::new(circuit);
    repeat_async(iterations, input, |input| async move {
        let mut service: Guarded = layer.layer(bare());
        let answer: Result<u64, Error<CallError>> = call(&mut service, input).await;
        answer
    });
}

async fn call<S: Service<u64>>(service: &mut S, input: u64) -> Result<S::Response, S::Error> {
    poll_fn(|context| service.poll_ready(context)).await?;
    service.call(input).await
}
