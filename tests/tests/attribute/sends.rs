//! Futures are `Send` when they were, and not when they were not.

use core::pin::Pin;
use std::rc::Rc;

use breaker_runtime::circuit_breaker;
use futures_util::future::BoxFuture;

use crate::callee::{Answer, ask_later};

#[circuit_breaker(name = "send")]
async fn send(text: &str, numbers: Vec<u32>, works: bool) -> Answer<usize> {
    ask_later(works).await.map(|_| text.len() + numbers.len())
}

#[circuit_breaker(name = "send with a fallback", fallback = in_stead)]
async fn send_with_fallback(numbers: Vec<u32>) -> Answer<usize> {
    ask_later(true).await.map(|_| numbers.len())
}

async fn in_stead(numbers: Vec<u32>) -> Answer<usize> {
    ask_later(true).await.map(|_| numbers.len())
}

#[circuit_breaker(name = "send impl Future")]
#[expect(clippy::manual_async_fn, reason = "a shape of its own")]
fn send_impl(works: bool) -> impl Future<Output = Answer> {
    async move { ask_later(works).await }
}

#[circuit_breaker(name = "not send")]
async fn not_send(here: Rc<u32>) -> Answer {
    ask_later(true).await.map(|answer| answer + *here)
}

fn is_send<T: Send>(_: &T) -> bool {
    true
}

/// Answers for types that are not `Send` too: the inherent method hides the trait's where it
/// applies.
struct Asked<T>(T);

trait OtherwiseNot {
    fn is_send(&self) -> bool {
        false
    }
}

impl<T> OtherwiseNot for Asked<T> {}

impl<T: Send> Asked<T> {
    #[expect(clippy::unused_self, reason = "the other one's signature")]
    fn is_send(&self) -> bool {
        true
    }
}

#[test]
fn futures_stay_send() {
    assert!(is_send(&send("text", vec![], true)));
    assert!(is_send(&send_with_fallback(vec![])));
    assert!(is_send(&send_impl(true)));
    let boxed: BoxFuture<'_, Answer<usize>> = Box::pin(send("text", vec![], true));
    drop(boxed);
}

#[test]
fn futures_that_were_not_still_are_not() {
    assert!(!Asked(not_send(Rc::new(1))).is_send());
    assert!(Asked(send("", vec![], true)).is_send());
    let local: Pin<Box<dyn Future<Output = Answer>>> = Box::pin(not_send(Rc::new(1)));
    drop(local);
}
