//! Futures that are polled after they were ready: they panic, as futures do, and nothing runs or is
//! counted.

use core::cell::Cell;
use core::future::poll_fn;
use core::pin::Pin;
use core::task::Poll;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use breaker_runtime::testing::{Isolation, isolate};
use breaker_runtime::tower::CircuitBreakerLayer;
use breaker_runtime::{KeyedCircuitBreaker, Policy, circuit_breaker};
use tests::{TestCircuit, poll_once};
use tower::{Layer, Service};

use crate::{Answer, circuit};

thread_local! {
    static RUNS: Cell<u32> = const { Cell::new(0) };
}

/// A body that any number of polls would run again.
fn body() -> impl Future<Output = Answer> + Unpin {
    poll_fn(|_| {
        RUNS.set(RUNS.get() + 1);
        Poll::Ready(Ok(1))
    })
}

/// Polls until the future is ready, and then three times more.
#[track_caller]
fn assert_spent<T>(mut future: Pin<Box<dyn Future<Output = T> + '_>>, runs: u32) {
    let before = RUNS.get();
    assert!(poll_once(future.as_mut()).is_ready());
    for _ in 0..3 {
        catch_unwind(AssertUnwindSafe(|| drop(poll_once(future.as_mut())))).unwrap_err();
    }
    assert_eq!(RUNS.get() - before, runs);
}

#[test]
fn a_call_that_was_admitted() {
    let circuit = circuit();
    assert_spent(Box::pin(circuit.call_async(body())), 1);
    assert_eq!(circuit.snapshot().calls.total(), 1);
}

#[test]
fn a_call_that_was_rejected() {
    let circuit = circuit();
    let open: [fn(&TestCircuit); 2] =
        [|circuit| assert_eq!(circuit.trip(), 2), |circuit| circuit.force_open()];
    for open in open {
        open(&circuit);
        let before = circuit.snapshot().calls;
        assert_spent(Box::pin(circuit.call_async(body())), 0);
        let now = circuit.snapshot().calls;
        assert_eq!((now.rejected - before.rejected, now.success), (1, before.success));
    }
}

#[test]
fn a_call_that_was_rejected_and_would_be_admitted_now() {
    let circuit = circuit();
    circuit.trip();
    let mut call = Box::pin(circuit.call_async(body()));
    assert!(poll_once(call.as_mut()).is_ready());
    circuit.reset();
    catch_unwind(AssertUnwindSafe(|| poll_once(call.as_mut()).is_ready())).unwrap_err();
    assert_eq!(circuit.snapshot().calls.success, 0);
}

#[test]
fn a_call_of_a_key() {
    let keyed = KeyedCircuitBreaker::new("completed", Policy::new().threshold(1), 4);
    assert_spent(Box::pin(keyed.call_async("one", body())), 1);
    keyed.try_acquire("one").unwrap().failure();
    assert_spent(Box::pin(keyed.call_async("one", body())), 0);
}

#[test]
fn a_call_whose_body_has_panicked() {
    let circuit = circuit();
    let mut call = Box::pin(circuit.call_async(poll_fn(|_| -> Poll<Answer> {
        RUNS.set(RUNS.get() + 1);
        resume_unwind(Box::new("the body panicked"))
    })));
    let before = RUNS.get();
    for _ in 0..3 {
        catch_unwind(AssertUnwindSafe(|| poll_once(call.as_mut()).is_ready())).unwrap_err();
    }
    drop(call);
    assert_eq!(RUNS.get() - before, 1);
    let calls = circuit.snapshot().calls;
    assert_eq!((calls.failure, calls.total()), (1, 1));
}

#[test]
fn a_response_of_a_service() {
    let circuit = circuit();
    let mut service = CircuitBreakerLayer::new(&*circuit).layer(tower::service_fn(|()| body()));
    assert_spent(Box::pin(service.call(())), 1);
    assert_eq!(circuit.snapshot().calls.total(), 1);
}

#[circuit_breaker(name = "completed plain")]
async fn plain() -> Answer {
    body().await
}

#[circuit_breaker(name = "completed in time", timeout = "1s")]
async fn in_time() -> Answer {
    body().await
}

#[circuit_breaker(name = "completed fallback", fallback_on = failure, fallback = Ok(2))]
async fn with_fallback() -> Answer {
    body().await
}

#[circuit_breaker(
    name = "completed fallback in time", fallback_on = failure, fallback = Ok(2), timeout = "1s"
)]
async fn with_fallback_in_time() -> Answer {
    body().await
}

#[circuit_breaker(name = "completed arms", success(Ok(_)))]
async fn with_arms() -> Answer {
    body().await
}

#[circuit_breaker(name = "completed opaque")]
fn opaque() -> impl Future<Output = Answer> {
    body()
}

#[circuit_breaker(name = "completed opaque fallback", fallback = Ok(2))]
fn opaque_with_fallback() -> impl Future<Output = Answer> {
    body()
}

#[circuit_breaker(name = "completed boxed")]
fn boxed() -> Pin<Box<dyn Future<Output = Answer>>> {
    Box::pin(body())
}

#[circuit_breaker(name = "completed block")]
fn block(runs: &'static str) -> impl Future<Output = Answer> {
    let _first = runs.len();
    async { body().await }
}

#[circuit_breaker(name = "completed key", key = key)]
fn keyed_by(key: char) -> impl Future<Output = Answer> {
    body()
}

/// Asserts it of a function, admitted and rejected.
fn assert_spent_by<F: Future<Output = Answer> + 'static>(name: &str, function: fn() -> F) {
    let test: Isolation = isolate();
    assert_spent(Box::pin(function()), 1);
    let circuit = test.circuit(name).unwrap();
    assert_eq!(circuit.snapshot().calls.total(), 1);
    circuit.force_open();
    assert_spent(Box::pin(function()), 0);
    let calls = circuit.snapshot().calls;
    assert_eq!((calls.total(), calls.rejected), (2, 1));
}

#[tokio::test]
async fn guarded_functions_of_every_shape() {
    assert_spent_by("completed plain", plain);
    assert_spent_by("completed in time", in_time);
    assert_spent_by("completed fallback", with_fallback);
    assert_spent_by("completed fallback in time", with_fallback_in_time);
    assert_spent_by("completed arms", with_arms);
    assert_spent_by("completed opaque", opaque);
    assert_spent_by("completed opaque fallback", opaque_with_fallback);
    assert_spent_by("completed boxed", boxed);
    assert_spent_by("completed block", || block("once"));
    assert_spent_by("completed key[k]", || keyed_by('k'));
}

#[test]
fn what_is_said_is_about_the_poll() {
    let circuit = circuit();
    circuit.force_open();
    let mut call = Box::pin(circuit.call_async(body()));
    assert!(poll_once(call.as_mut()).is_ready());
    let panic = catch_unwind(AssertUnwindSafe(|| poll_once(call.as_mut()).is_ready()));
    let message = *panic.unwrap_err().downcast::<&str>().unwrap();
    assert_eq!(message, "a guarded call was polled after it had completed");
}
