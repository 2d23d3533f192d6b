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

fn succeed(circuit: &CircuitBreaker) {
    circuit.call(|| Ok::<(), CallError>(())).unwrap();
}

#[test]
fn a_thread_keeps_memory_for_what_it_calls_and_no_other_circuit() {
    let circuits: Vec<_> =
        (0..4_090).map(|_| CircuitBreaker::new("one of many", Policy::new())).collect();
    circuits.iter().for_each(succeed);
    // All of them alive at once, so that no one gets what another one had.
    let end = std::sync::Barrier::new(50);
    let counts = |circuit| {
        let allocated = measure(|| succeed(circuit)).bytes_total;
        end.wait();
        allocated
    };
    let of_each: Vec<u64> = std::thread::scope(|scope| {
        let circuits = circuits.iter().rev().step_by(80).take(50);
        let threads: Vec<_> = circuits.map(|circuit| scope.spawn(|| counts(circuit))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    // On average: who waits for a lock may be the one to make room for all threads that wait.
    assert!(of_each.iter().sum::<u64>() < 50 * 4_096, "{of_each:?}");
}

#[test]
fn nor_does_a_success_where_more_circuits_take_turns_than_a_thread_has_at_hand() {
    let circuits: Vec<_> =
        (0..9_000).map(|_| CircuitBreaker::new("one of many", Policy::new())).collect();
    circuits.iter().for_each(succeed);
    let again = measure(|| circuits.iter().for_each(succeed));
    assert_eq!(again.count_total, 0);
    assert!(circuits.iter().all(|circuit| circuit.snapshot().calls.success == 2));
}

#[test]
fn a_success_of_the_five_thousandth_circuit_costs_what_one_of_the_first_does() {
    let circuits: Vec<_> =
        (0..5_000).map(|_| CircuitBreaker::new("one of many", Policy::new())).collect();
    circuits.iter().for_each(succeed);
    let again = measure(|| circuits.iter().for_each(succeed));
    assert_eq!(again.count_total, 0);
    let time = |circuit: &CircuitBreaker| {
        let start = std::time::Instant::now();
        (0..100_000).for_each(|_| succeed(circuit));
        start.elapsed()
    };
    // With a lock and a clock it was ten times as much. A busy machine gets another chance.
    let costs_the_same = || time(&circuits[4_999]) < 4 * time(&circuits[0]);
    assert!((0..10).any(|_| costs_the_same()));
}
