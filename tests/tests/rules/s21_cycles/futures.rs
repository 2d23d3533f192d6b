//! Circles of futures, whoever makes and polls them.

use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};

use breaker_runtime::circuit_breaker;
use futures_util::future::BoxFuture;
use tests::poll_to_end;

use super::{Answer, assert_rejected_by, nowhere, while_open};

struct Shop;

#[circuit_breaker(name = "cycle: boxed a", fallback = boxed_b)]
fn boxed_a(waits: bool) -> BoxFuture<'static, Answer> {
    Box::pin(async move { Ok(if waits { "A" } else { "a" }) })
}

#[circuit_breaker(name = "cycle: boxed b", fallback = |_| {
    if waits {
        tokio::task::yield_now().await;
    }
    boxed_a(waits).await
})]
fn boxed_b(waits: bool) -> Pin<Box<dyn Future<Output = Answer> + Send>> {
    Box::pin(async move { Ok(if waits { "B" } else { "b" }) })
}

#[async_trait::async_trait]
trait Gateway {
    async fn charge(&self) -> Answer;
    async fn queue(&self) -> Answer;
}

#[async_trait::async_trait]
impl Gateway for Shop {
    #[circuit_breaker(
        name = "cycle: charge",
        fallback = |_| { tokio::task::yield_now().await; self.queue().await }
    )]
    async fn charge(&self) -> Answer {
        Ok("charged")
    }

    #[circuit_breaker(name = "cycle: queue", fallback = Self::charge)]
    async fn queue(&self) -> Answer {
        Ok("queued")
    }
}

#[circuit_breaker(name = "cycle: made", fallback = |_| poll_to_end(boxed_a(false)))]
fn made_elsewhere() -> BoxFuture<'static, Answer> {
    let made = core::future::ready(Ok("made"));
    Box::pin(made)
}

#[test]
fn of_futures() {
    while_open(&["cycle: boxed a", "cycle: boxed b", "cycle: made"], || {
        for waits in [false, true] {
            assert_rejected_by("cycle: boxed a", poll_to_end(boxed_a(waits)));
            assert_rejected_by("cycle: boxed b", poll_to_end(boxed_b(waits)));
        }
        assert_rejected_by("cycle: boxed a", poll_to_end(made_elsewhere()));
    });
    while_open(&["cycle: charge", "cycle: queue"], || {
        assert_rejected_by("cycle: charge", poll_to_end(Shop.charge()));
        assert_rejected_by("cycle: queue", poll_to_end(Shop.queue()));
    });
    while_open(&["cycle: charge"], || assert_eq!(poll_to_end(Shop.charge()), Ok("queued")));
}

#[circuit_breaker(
    name = "cycle: task", fallback = |_| { tokio::task::yield_now().await; Ok(nowhere()) }
)]
async fn task() -> Answer {
    Ok("task")
}

#[test]
fn fallbacks_of_other_futures_on_the_thread_are_none_of_it() {
    while_open(&["cycle: task"], || {
        let mut context = Context::from_waker(Waker::noop());
        let (mut one, mut other) = (Box::pin(task()), Box::pin(task()));
        assert!(one.as_mut().poll(&mut context).is_pending());
        assert!(other.as_mut().poll(&mut context).is_pending());
        drop(one);
        assert_eq!(poll_to_end(task()), Ok("nowhere"));
        assert_eq!(other.as_mut().poll(&mut context), Poll::Ready(Ok("nowhere")));
    });
}
