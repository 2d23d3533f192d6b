//! The circuit as a tower layer: what counts, when it is ready, and how it stands with other
//! layers.

#![expect(clippy::unwrap_used, reason = "a failed test")]

mod callee;
mod clones;
mod counts;
mod errors;
mod futures;
mod readiness;
mod refused;
mod responses;
mod stacks;

use core::task::{Context, Poll, Waker};
use core::time::Duration;

use breaker_runtime::tower::{CircuitBreakerLayer, CircuitBreakerService, Error};
use breaker_runtime::{Calls, CircuitBreaker, Policy};
use tests::{TestCircuit, poll_once};
use tower::{Layer, Service};

use callee::{Broken, Callee, Order, Reply};

const SECOND: Duration = Duration::from_secs(1);
const POLICY: Policy = Policy::new().threshold(2).open_for(SECOND);

type Guarded<'c> = CircuitBreakerService<Callee, &'c CircuitBreaker>;
type Answer = Result<Reply, Error<Broken>>;

fn circuit() -> TestCircuit {
    TestCircuit::new(POLICY)
}

/// A callee behind this circuit.
fn guarded<'c>(circuit: &'c TestCircuit, callee: &Callee) -> Guarded<'c> {
    CircuitBreakerLayer::new(&**circuit).layer(callee.clone())
}

/// Whether the service is ready, asked once.
fn poll_ready<S: Service<Order>>(service: &mut S) -> Poll<Result<(), S::Error>> {
    service.poll_ready(&mut Context::from_waker(Waker::noop()))
}

#[track_caller]
fn assert_ready<S: Service<Order>>(service: &mut S) {
    assert!(matches!(poll_ready(service), Poll::Ready(Ok(()))));
}

/// Calls a service that was asked whether it is ready.
///
/// # Panics
///
/// If it does not answer at once.
#[track_caller]
fn answer<S: Service<Order>>(service: &mut S, order: Order) -> Result<S::Response, S::Error> {
    match poll_once(service.call(order)) {
        Poll::Ready(answer) => answer,
        Poll::Pending => unanswered(),
    }
}

/// Asks whether it is ready, and calls it.
#[track_caller]
fn ask<S: Service<Order>>(service: &mut S, order: Order) -> Result<S::Response, S::Error> {
    assert_ready(service);
    answer(service, order)
}

#[track_caller]
fn assert_rejected(answer: &Answer) {
    assert!(matches!(answer, Err(Error::Open(_))), "{answer:?}");
}

/// Calls that succeeded, failed, were abandoned and were rejected, if there were no others.
#[track_caller]
fn counts(circuit: &TestCircuit) -> [u64; 4] {
    let Calls { success, failure, abandoned, rejected, ignored, .. } = circuit.snapshot().calls;
    assert_eq!(ignored, 0);
    [success, failure, abandoned, rejected]
}

#[track_caller]
#[expect(clippy::panic, reason = "a failed test")]
fn unanswered() -> ! {
    panic!("no answer at once")
}
