//! Dropped at some point of its life, in a closed circuit.

use core::future::ready;
use core::mem;
use core::time::Duration;
use std::sync::Arc;

use breaker_runtime::State;
use tests::poll_once;
use tokio::task::yield_now;

use crate::{Answer, abandoned_and_failed, circuit, silence};

#[test]
fn before_its_first_poll_a_call_has_not_begun() {
    let circuit = circuit();
    drop(circuit.call_async(silence()));
    assert_eq!(circuit.snapshot().calls.total(), 0);
}

#[test]
fn half_way_it_is_abandoned() {
    let circuit = circuit();
    for _ in 0..100 {
        assert!(poll_once(circuit.call_async(silence())).is_pending());
    }
    assert_eq!(abandoned_and_failed(circuit.snapshot().calls), (100, 0));
    circuit.is(State::Closed);
}

#[test]
fn after_it_finished_its_result_counts_and_nothing_else() {
    let circuit = circuit();
    let mut finished = Box::pin(circuit.call_async(ready(Answer::Ok(1))));
    assert!(poll_once(finished.as_mut()).is_ready());
    assert_eq!(circuit.snapshot().calls.success, 1);
    drop(finished);
    assert_eq!(circuit.snapshot().calls.total(), 1);
}

#[test]
fn after_it_was_rejected_nothing_else_counts() {
    let circuit = circuit();
    circuit.force_open();
    let mut rejected = Box::pin(circuit.call_async(silence()));
    assert!(poll_once(rejected.as_mut()).is_ready());
    drop(rejected);
    let calls = circuit.snapshot().calls;
    assert_eq!((calls.rejected, calls.total()), (1, 1));
}

#[test]
fn leaked_half_way_it_counts_for_nothing() {
    let circuit = circuit();
    let mut leaked = Box::pin(circuit.call_async(silence()));
    assert!(poll_once(leaked.as_mut()).is_pending());
    mem::forget(leaked);
    assert_eq!(circuit.snapshot().calls.total(), 0);
    circuit.succeed().is(State::Closed);
}

#[tokio::test]
async fn losing_a_select_is_abandoned() {
    let circuit = circuit();
    for _ in 0..10 {
        tokio::select! {
            biased;
            answer = circuit.call_async(silence()) => unreachable!("{answer:?}"),
            () = yield_now() => {}
        }
    }
    assert_eq!(abandoned_and_failed(circuit.snapshot().calls), (10, 0));
    circuit.is(State::Closed);
}

#[tokio::test]
async fn a_select_that_was_decided_before_never_asks_for_admission() {
    let circuit = circuit();
    tokio::select! {
        biased;
        () = ready(()) => {}
        answer = circuit.call_async(silence()) => unreachable!("{answer:?}"),
    }
    assert_eq!(circuit.snapshot().calls.total(), 0);
}

#[tokio::test]
async fn a_timeout_of_the_callers_is_abandoned() {
    let circuit = circuit();
    tokio::time::timeout(Duration::ZERO, circuit.call_async(silence())).await.unwrap_err();
    assert_eq!(abandoned_and_failed(circuit.snapshot().calls), (1, 0));
}

#[tokio::test]
async fn an_aborted_task_is_abandoned() {
    let circuit = Arc::new(circuit());
    let shared = Arc::clone(&circuit);
    let task = tokio::spawn(async move { shared.call_async(silence()).await });
    yield_now().await;
    task.abort();
    assert!(task.await.unwrap_err().is_cancelled());
    assert_eq!(abandoned_and_failed(circuit.snapshot().calls), (1, 0));
}

#[test]
fn a_guarded_call_inside_another_is_abandoned_with_it() {
    let (outer, inner) = (circuit(), circuit());
    assert!(poll_once(outer.call_async(inner.call_async(silence()))).is_pending());
    assert_eq!(abandoned_and_failed(outer.snapshot().calls), (1, 0));
    assert_eq!(abandoned_and_failed(inner.snapshot().calls), (1, 0));
}

#[test]
fn a_permit_held_by_a_dropped_future_is_abandoned() {
    let circuit = circuit();
    let holder = async {
        let permit = circuit.admitted();
        silence().await.unwrap();
        permit.success();
    };
    assert!(poll_once(holder).is_pending());
    assert_eq!(abandoned_and_failed(circuit.snapshot().calls), (1, 0));
}

#[test]
fn a_guarded_future_is_send_if_its_body_is() {
    fn assert_send(_: impl Send) {}
    let circuit = circuit();
    assert_send(circuit.call_async(silence()));
}
