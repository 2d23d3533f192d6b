//! tower-resilience: asynchronous only; a boxed future and an asynchronous mutex, locked before and
//! after each call.

use std::future::{Ready, poll_fn, ready};
use std::hint::black_box;
use std::sync::LazyLock;

use tower::util::ServiceFn;
use tower::{Service, service_fn};
use tower_resilience_circuitbreaker::{
    CircuitBreaker, CircuitBreakerError, CircuitBreakerLayer, DefaultClassifier,
};

use super::runtime::RUNTIME;
use super::{OUTAGE, until_rejected};
use crate::body::{BAD, CallError, CallResult, GOOD, body};
use crate::{Case, Path};

type Guarded = CircuitBreaker<ServiceFn<fn(u64) -> Ready<CallResult>>, DefaultClassifier>;
type Called = Result<u64, CircuitBreakerError<CallError>>;

const SUBJECT: &str = "tower-resilience, consecutive rule";

static CLOSED: LazyLock<Guarded> = LazyLock::new(|| guarded(5));
static FAILING: LazyLock<Guarded> = LazyLock::new(|| guarded(usize::MAX));
static OPEN: LazyLock<Guarded> = LazyLock::new(open);

pub(super) const CASES: &[Case] = &[
    Case::new(Path::AsyncSuccess, SUBJECT, |n| {
        repeat_on_clone(n, GOOD, &CLOSED);
    }),
    Case::new(Path::AsyncFailure, SUBJECT, |n| {
        repeat_on_clone(n, BAD, &FAILING);
    }),
    Case::new(Path::AsyncRejection, SUBJECT, |n| {
        repeat_on_clone(n, GOOD, &OPEN);
    }),
];

fn guarded(consecutive: usize) -> Guarded {
    CircuitBreakerLayer::builder()
        .consecutive_failures(consecutive)
        .wait_duration_in_open(OUTAGE)
        .build()
        .expect("a policy that makes sense")
        .layer_fn(service_fn(|input| ready(body(input))))
}

fn open() -> Guarded {
    let mut service = guarded(1);
    until_rejected(|| {
        let called = RUNTIME.block_on(call(&mut service, BAD));
        matches!(called, Err(CircuitBreakerError::OpenCircuit))
    });
    service
}

/// Each thread has a clone of the service, as in a server; all clones share the circuit. Where a
/// call must wait for another one's lock it waits as tokio would have it, up to a timer's
/// millisecond.
fn repeat_on_clone(iterations: u64, input: u64, service: &Guarded) {
    let mut service = service.clone();
    RUNTIME.block_on(async {
        for _ in 0..iterations {
            let _ = black_box(call(&mut service, black_box(input)).await);
        }
    });
}

async fn call(service: &mut Guarded, input: u64) -> Called {
    poll_fn(|context| {
        let ready = service.poll_ready(context);
        // One that finds the lock taken sleeps, and forgets to be woken if its sleep is over before
        // it began: asked again, it goes on.
        if ready.is_pending() {
            context.waker().wake_by_ref();
        }
        ready
    })
    .await?;
    service.call(input).await
}
