//! Functions that return a future without being `async`.

use core::future::ready;
use core::pin::Pin;

use breaker_runtime::circuit_breaker;
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, LocalBoxFuture};

use crate::callee::{Answer, Error, ask, ask_later, assert_guarded, wait};

#[circuit_breaker(threshold = 2, name = "impl Future")]
#[expect(clippy::manual_async_fn, reason = "a shape of its own")]
fn impl_future(works: bool) -> impl Future<Output = Answer> {
    async move { ask_later(works).await }
}

#[circuit_breaker(threshold = 2, name = "impl Future + Send")]
fn impl_future_send(works: bool) -> impl Future<Output = Answer> + Send + 'static {
    let prepared = works;
    async move { ask_later(prepared).await }
}

#[circuit_breaker(threshold = 2, name = "impl Future of unknown making")]
fn impl_future_odd(works: bool) -> impl Future<Output = Answer> {
    ask_later(works).map(|answer| answer)
}

#[circuit_breaker(threshold = 2, name = "Pin<Box<dyn Future>>")]
fn pin_box(works: bool) -> Pin<Box<dyn Future<Output = Answer> + Send>> {
    Box::pin(async move { ask_later(works).await })
}

#[circuit_breaker(threshold = 2, name = "Pin<Box<dyn Future>> of unknown making")]
fn pin_box_odd(works: bool) -> Pin<Box<dyn Future<Output = Answer>>> {
    if works {
        return Box::pin(ask_later(true));
    }
    Box::pin(ready(ask(false)))
}

#[circuit_breaker(threshold = 2, name = "Pin<Box<dyn Future>> of two makings")]
fn pin_box_of_two(works: bool) -> Pin<Box<dyn Future<Output = Answer>>> {
    if works { Box::pin(ask_later(true)) } else { Box::pin(ready(ask(false))) }
}

#[circuit_breaker(threshold = 2, name = "BoxFuture")]
fn box_future(works: bool) -> BoxFuture<'static, Answer> {
    async move { ask_later(works).await }.boxed()
}

#[circuit_breaker(threshold = 2, name = "BoxFuture that borrows")]
fn box_future_borrowing<'a>(works: &'a bool) -> BoxFuture<'a, Answer<&'a bool>> {
    Box::pin(async move { ask_later(*works).await.map(|_| works) })
}

#[circuit_breaker(threshold = 2, name = "LocalBoxFuture")]
fn local_box_future(works: bool) -> LocalBoxFuture<'static, Answer> {
    let here = std::rc::Rc::new(works);
    async move { ask_later(*here).await }.boxed_local()
}

type Reply<'a, T = u32> = Pin<Box<dyn Future<Output = Answer<T>> + Send + 'a>>;

#[circuit_breaker(threshold = 2, name = "alias")]
fn alias(works: bool) -> Reply<'static> {
    Box::pin(async move { ask_later(works).await })
}

#[circuit_breaker(threshold = 2, name = "alias that borrows")]
fn alias_borrowing(works: &bool) -> Reply<'_, &bool> {
    let before = *works;
    async move { ask_later(before).await.map(|_| works) }.boxed()
}

trait Call {
    type Future;

    fn call(&mut self, works: bool) -> Self::Future;
}

impl<T: Clone + Send + 'static> Call for Vec<T> {
    type Future = Reply<'static, Self>;

    #[circuit_breaker(threshold = 2, name = "associated future", failure(Ok(all) if all.len() > 2))]
    fn call(&mut self, works: bool) -> Self::Future {
        let all = self.clone();
        Box::pin(async move { ask_later(works).await.map(|_| all) })
    }
}

#[test]
fn of_another_name() {
    assert_guarded("alias", |works| wait(alias(works)));
    assert_guarded("alias that borrows", |works| wait(alias_borrowing(&works)).copied());
    assert_guarded("associated future", |works| wait(vec![works].call(works)));
}

#[test]
fn impl_futures() {
    assert_guarded("impl Future", |works| wait(impl_future(works)));
    assert_guarded("impl Future + Send", |works| wait(impl_future_send(works)));
    assert_guarded("impl Future of unknown making", |works| wait(impl_future_odd(works)));
}

#[test]
fn pinned_boxes() {
    assert_guarded("Pin<Box<dyn Future>>", |works| wait(pin_box(works)));
    assert_guarded("Pin<Box<dyn Future>> of unknown making", |works| wait(pin_box_odd(works)));
    assert_guarded("Pin<Box<dyn Future>> of two makings", |works| wait(pin_box_of_two(works)));
}

#[test]
fn box_futures() {
    assert_guarded("BoxFuture", |works| wait(box_future(works)));
    assert_guarded("BoxFuture that borrows", |works| wait(box_future_borrowing(&works)).copied());
    assert_guarded("LocalBoxFuture", |works| wait(local_box_future(works)));
}

#[test]
fn they_ask_when_they_are_polled() {
    #[circuit_breaker(threshold = 1, name = "lazy impl Future")]
    #[expect(clippy::manual_async_fn, reason = "a shape of its own")]
    fn lazy(works: bool) -> impl Future<Output = Answer> {
        async move { ask(works) }
    }
    let early = lazy(true);
    wait(lazy(false)).unwrap_err();
    assert!(matches!(wait(early), Err(Error::Rejected(_))));
}

struct Service;

impl Service {
    #[circuit_breaker(threshold = 2, name = "method with impl Future")]
    fn call(&self, works: bool) -> impl Future<Output = Answer> + use<> {
        async move { ask_later(works).await }
    }
}

#[test]
fn of_methods() {
    assert_guarded("method with impl Future", |works| wait(Service.call(works)));
}

#[test]
fn one_that_is_dropped_half_way_is_abandoned() {
    #[circuit_breaker(name = "dropped impl Future")]
    #[expect(clippy::manual_async_fn, reason = "a shape of its own")]
    fn dropped() -> impl Future<Output = Answer> {
        async { core::future::pending().await }
    }
    wait(async {
        tokio::select! {
            biased;
            answer = dropped() => unreachable!("{answer:?}"),
            () = tokio::task::yield_now() => {}
        }
    });
    let calls = breaker_runtime::registry().get("dropped impl Future").unwrap().snapshot().calls;
    assert_eq!((calls.abandoned, calls.total()), (1, 1));
}
