//! Calls that allocate nothing.

use std::task::Poll;
use std::time::Duration;

use allocation_counter::measure;
use breaker_runtime::{CircuitBreaker, Policy, circuit_breaker};
use tests::poll_once;

use crate::CallError;

#[circuit_breaker(threshold = 1, window = "10s", open_for = "1h")]
fn sync(fails: bool) -> Result<(), CallError> {
    if fails { Err(CallError::Failed) } else { Ok(()) }
}

#[circuit_breaker(threshold = 1, window = "10s", open_for = "1h")]
async fn future(fails: bool) -> Result<(), CallError> {
    if fails { Err(CallError::Failed) } else { Ok(()) }
}

#[test]
fn neither_a_success_nor_a_rejection_allocates() {
    sync(false).unwrap(); // the thread's own counts
    let successes = measure(|| (0..1000).for_each(|_| sync(false).unwrap()));
    assert_eq!(successes.count_total, 0);

    assert_eq!(sync(true), Err(CallError::Failed));
    let rejections =
        measure(|| (0..1000).for_each(|_| assert_eq!(sync(false), Err(CallError::Rejected))));
    assert_eq!(rejections.count_total, 0);
}

#[test]
fn neither_does_an_asynchronous_one_and_its_future_is_not_boxed() {
    assert_eq!(poll_once(future(false)), Poll::Ready(Ok(())));
    let succeed = || assert_eq!(poll_once(future(false)), Poll::Ready(Ok(())));
    let successes = measure(|| (0..1000).for_each(|_| succeed()));
    assert_eq!(successes.count_total, 0);

    assert_eq!(poll_once(future(true)), Poll::Ready(Err(CallError::Failed)));
    let rejected = Poll::Ready(Err(CallError::Rejected));
    let rejections =
        measure(|| (0..1000).for_each(|_| assert_eq!(poll_once(future(false)), rejected)));
    assert_eq!(rejections.count_total, 0);
}

#[test]
fn failures_below_the_threshold_allocate_for_the_window_once() {
    let circuit =
        CircuitBreaker::new("full", Policy::new().threshold(100).window(Duration::from_nanos(1)));
    let fail = || circuit.call(|| Err::<(), _>(CallError::Failed));
    (0..1000).for_each(|_| assert_eq!(fail(), Err(CallError::Failed)));
    let failures = measure(|| (0..1000).for_each(|_| assert_eq!(fail(), Err(CallError::Failed))));
    assert_eq!(failures.count_total, 0);
}
