//! Circles of futures, on one thread and from thread to thread.

use core::task::{Context, Poll, Waker};
use std::{io, thread};

use breaker_runtime::circuit_breaker;
use futures_util::future::BoxFuture;
use tests::poll_to_end;

use super::{down, failure};

#[circuit_breaker(
    name = "round: async a", threshold = 1000, fallback_on = failure,
    fallback = |_| Box::pin(async_b(waits)).await
)]
async fn async_a(waits: bool) -> io::Result<u8> {
    if waits {
        tokio::task::yield_now().await;
    }
    down("async a")
}

#[circuit_breaker(name = "round: async b", threshold = 1000, fallback_on = failure, fallback = |_| {
    tokio::task::yield_now().await;
    Box::pin(async_a(waits)).await
})]
async fn async_b(waits: bool) -> io::Result<u8> {
    if waits {
        tokio::task::yield_now().await;
    }
    down("async b")
}

#[circuit_breaker(name = "round: boxed", threshold = 1000, fallback_on = failure, fallback = |_| {
    tokio::task::yield_now().await;
    let (one, other) = tokio::join!(boxed_too(), boxed_too());
    one.and(other)
})]
fn boxed() -> BoxFuture<'static, io::Result<u8>> {
    Box::pin(async move { down("boxed") })
}

#[circuit_breaker(
    name = "round: boxed too", threshold = 1000, fallback_on = failure, fallback = boxed
)]
fn boxed_too() -> BoxFuture<'static, io::Result<u8>> {
    Box::pin(async move {
        tokio::task::yield_now().await;
        down("boxed too")
    })
}

#[test]
fn of_futures() {
    for waits in [false, true] {
        assert_eq!(failure(|| poll_to_end(async_a(waits))), ("async a".to_owned(), 3));
        assert_eq!(failure(|| poll_to_end(async_b(waits))), ("async b".to_owned(), 3));
    }
    assert_eq!(
        failure(|| poll_to_end(boxed())),
        ("boxed".to_owned(), 5),
        "two at once, each to its end"
    );
    assert_eq!(failure(|| poll_to_end(boxed_too())), ("boxed too".to_owned(), 4));
}

#[test]
fn of_a_future_that_goes_from_thread_to_thread() {
    let mut future = Box::pin(async_a(true));
    let mut polls = 0;
    let answer = loop {
        polls += 1;
        let poll = || future.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        if let Poll::Ready(answer) = thread::scope(|scope| scope.spawn(poll).join()).expect("calm")
        {
            break answer;
        }
        assert!(polls < 20, "it does not end");
    };
    assert_eq!(answer.map_err(|error| error.to_string()), Err("async a".to_owned()));
    assert_eq!(
        failure(|| poll_to_end(async_b(false))),
        ("async b".to_owned(), 3),
        "nothing is left here"
    );
}

#[circuit_breaker(name = "round: spawned", threshold = 1000, fallback_on = failure, fallback = |_| {
    thread::spawn(move || if depth == 0 { Ok(1) } else { spawned(depth - 1) }).join().expect("calm")
})]
fn spawned(depth: u8) -> io::Result<u8> {
    down(&depth.to_string())
}

#[test]
fn what_a_fallback_spawns_is_a_call_of_its_own() {
    assert_eq!(spawned(3).ok(), Some(1));
}
