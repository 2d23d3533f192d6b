//! Methods, with every receiver that there is.

use core::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;

use breaker_runtime::circuit_breaker;

use crate::callee::{Answer, ask, ask_later, assert_guarded, wait};

#[derive(Clone, Default)]
struct Gateway {
    calls: u32,
}

impl Gateway {
    #[circuit_breaker(threshold = 2, name = "associated")]
    fn associated(works: bool) -> Answer {
        ask(works)
    }

    #[circuit_breaker(threshold = 2, name = "by value")]
    fn by_value(self, works: bool) -> Answer {
        ask(works).map(|answer| answer + self.calls)
    }

    #[circuit_breaker(threshold = 2, name = "by mut value")]
    fn by_mut_value(mut self, works: bool) -> Answer<Self> {
        self.calls += ask(works)?;
        Ok(self)
    }

    #[circuit_breaker(threshold = 2, name = "by reference")]
    fn by_reference(&self, works: bool) -> Answer {
        ask(works).map(|answer| answer + self.calls)
    }

    #[circuit_breaker(threshold = 2, name = "by mutable reference")]
    fn by_mutable_reference(&mut self, works: bool) -> Answer<&mut u32> {
        self.calls += ask(works)?;
        Ok(&mut self.calls)
    }

    #[circuit_breaker(threshold = 2, name = "with lifetime")]
    fn with_lifetime<'a>(&'a self, works: bool) -> Answer<&'a u32> {
        ask(works).map(|_| &self.calls)
    }

    #[circuit_breaker(threshold = 2, name = "boxed")]
    fn boxed(self: Box<Self>, works: bool) -> Answer<Box<Self>> {
        ask(works).map(|_| self)
    }

    #[circuit_breaker(threshold = 2, name = "shared")]
    fn shared(self: Arc<Self>, works: bool) -> Answer<Arc<Self>> {
        ask(works).map(|_| self)
    }

    #[circuit_breaker(threshold = 2, name = "shared here")]
    fn shared_here(self: Rc<Self>, works: bool) -> Answer {
        ask(works).map(|_| self.calls)
    }

    #[circuit_breaker(threshold = 2, name = "shared by reference")]
    fn shared_by_reference(self: &Arc<Self>, works: bool) -> Answer<Arc<Self>> {
        ask(works).map(|_| Self::clone_of(self))
    }

    #[circuit_breaker(threshold = 2, name = "pinned")]
    fn pinned(mut self: Pin<&mut Self>, works: bool) -> Answer {
        self.as_mut().calls += ask(works)?;
        Ok(self.calls)
    }

    #[circuit_breaker(threshold = 2, name = "async by value")]
    async fn async_by_value(self, works: bool) -> Answer {
        ask_later(works).await.map(|answer| answer + self.calls)
    }

    #[circuit_breaker(threshold = 2, name = "async by reference")]
    async fn async_by_reference(&self, works: bool) -> Answer<&u32> {
        ask_later(works).await.map(|_| &self.calls)
    }

    #[circuit_breaker(threshold = 2, name = "async by mutable reference")]
    async fn async_by_mutable_reference(&mut self, works: bool) -> Answer<&mut u32> {
        self.calls += ask_later(works).await?;
        Ok(&mut self.calls)
    }

    #[circuit_breaker(threshold = 2, name = "async shared")]
    async fn async_shared(self: Arc<Self>, works: bool) -> Answer<Arc<Self>> {
        ask_later(works).await?;
        Ok(self)
    }

    #[circuit_breaker(threshold = 2, name = "async pinned")]
    async fn async_pinned(self: Pin<&mut Self>, works: bool) -> Answer {
        ask_later(works).await.map(|_| self.calls)
    }

    fn clone_of(this: &Arc<Self>) -> Arc<Self> {
        Arc::clone(this)
    }
}

#[test]
fn no_receiver() {
    assert_guarded("associated", Gateway::associated);
}

#[test]
fn by_value() {
    assert_guarded("by value", |works| Gateway::default().by_value(works));
    assert_guarded("by mut value", |works| Gateway::default().by_mut_value(works));
    assert_guarded("async by value", |works| wait(Gateway::default().async_by_value(works)));
}

#[test]
fn by_reference() {
    let gateway = Gateway::default();
    assert_guarded("by reference", |works| gateway.by_reference(works));
    assert_guarded("with lifetime", |works| gateway.with_lifetime(works));
    assert_guarded("async by reference", |works| wait(gateway.async_by_reference(works)));
}

#[test]
fn by_mutable_reference() {
    let mut gateway = Gateway::default();
    assert_guarded("by mutable reference", |works| gateway.by_mutable_reference(works).copied());
    assert_eq!(gateway.calls, 14, "each of the two calls that worked left its mark");
    assert_guarded("async by mutable reference", |works| {
        wait(gateway.async_by_mutable_reference(works)).copied()
    });
    *gateway.by_mutable_reference(true).unwrap() = 3;
    assert_eq!(gateway.calls, 3);
}

#[test]
fn by_box() {
    assert_guarded("boxed", |works| Box::new(Gateway::default()).boxed(works));
}

#[test]
fn by_counted_reference() {
    let (shared, here) = (Arc::new(Gateway::default()), Rc::new(Gateway::default()));
    assert_guarded("shared", |works| Arc::clone(&shared).shared(works));
    assert_guarded("shared here", |works| Rc::clone(&here).shared_here(works));
    assert_guarded("shared by reference", |works| shared.shared_by_reference(works));
    assert_guarded("async shared", |works| wait(Arc::clone(&shared).async_shared(works)));
    assert_eq!((Arc::strong_count(&shared), Rc::strong_count(&here)), (1, 1));
}

#[test]
fn by_pin() {
    let mut gateway = Gateway::default();
    assert_guarded("pinned", |works| Pin::new(&mut gateway).pinned(works));
    assert_guarded("async pinned", |works| wait(Pin::new(&mut gateway).async_pinned(works)));
}
