//! A circuit around a service that makes calls of the same circuit, before it is polled or in its
//! future.

use core::future::{Ready, ready};
use core::task::{Context, Poll, Waker};

use breaker_runtime::tower::{CircuitBreakerLayer, Error as Rejected};
use breaker_runtime::{Policy, State};
use tests::{TestCircuit, poll_once};
use tower::{Layer, Service, ServiceExt};

use crate::{Answer, Error};

fn recovering() -> TestCircuit {
    let circuit = TestCircuit::new(Policy::new().threshold(1));
    circuit.trip_and_wait();
    circuit
}

/// Makes a call of the circuit before it returns a future.
struct CallsAtOnce<'c> {
    circuit: &'c TestCircuit,
    works: bool,
}

impl Service<()> for CallsAtOnce<'_> {
    type Response = u32;
    type Error = Error;
    type Future = Ready<Answer>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Answer<()>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, (): ()) -> Self::Future {
        let works = self.works;
        ready(self.circuit.call(|| if works { Ok(1) } else { Err(Error::Down) }))
    }
}

#[test]
fn what_a_service_does_before_it_is_polled_is_part_of_the_trial() {
    for (works, state) in [(true, State::Closed), (false, State::Open)] {
        let circuit = recovering();
        let inner = CallsAtOnce { circuit: &circuit, works };
        let mut service = CircuitBreakerLayer::new(&*circuit).layer(inner);
        assert!(service.poll_ready(&mut Context::from_waker(Waker::noop())).is_ready());
        let response = service.call(());
        circuit.is(state);
        let answer = poll_once(response);
        assert_eq!(matches!(answer, Poll::Ready(Ok(1))), works);
        circuit.is(state);
        assert_eq!(circuit.snapshot().calls.total(), 2, "one that tripped it, and one trial");
    }
}

#[test]
fn a_mark_is_gone_when_a_service_panics_before_it_is_polled() {
    let circuit = recovering();
    let inner = tower::service_fn(|()| -> Ready<Answer> {
        std::panic::resume_unwind(Box::new("in `call`"));
    });
    let mut service = CircuitBreakerLayer::new(&*circuit).layer(inner);
    assert!(service.poll_ready(&mut Context::from_waker(Waker::noop())).is_ready());
    let call = std::panic::AssertUnwindSafe(|| drop(service.call(())));
    std::panic::catch_unwind(call).unwrap_err();
    circuit.is(State::Open).after_open_time();
    let _trial = circuit.admitted();
    circuit.rejected();
}

#[test]
fn two_layers_of_one_circuit_recover() {
    let circuit = recovering();
    let layer = CircuitBreakerLayer::new(&*circuit);
    let inner = tower::service_fn(|()| async {
        tokio::task::yield_now().await;
        Answer::Ok(1)
    });
    let within = layer.layer(inner).map_err(|error| match error {
        Rejected::Service(error) => error,
        Rejected::Open(_) => Error::Rejected,
    });
    let mut service = layer.layer(within);
    let mut response = Box::pin(service.ready().await_now().call(()));
    assert!(poll_once(response.as_mut()).is_pending());
    assert!(matches!(poll_once(response.as_mut()), Poll::Ready(Ok(1))));
    circuit.is(State::Closed);
}

trait AwaitNow {
    type Output;
    fn await_now(self) -> Self::Output;
}

impl<T, E: core::fmt::Debug, F: Future<Output = Result<T, E>>> AwaitNow for F {
    type Output = T;

    fn await_now(self) -> T {
        match poll_once(self) {
            Poll::Ready(ready) => ready.unwrap(),
            Poll::Pending => unreachable!("it is ready at once"),
        }
    }
}
