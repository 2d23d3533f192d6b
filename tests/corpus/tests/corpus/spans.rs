//! `#[tracing::instrument]` above and below: the span is around the whole call, as around a plain
//! `async fn`.

use core::cell::RefCell;
use core::fmt::Write as _;
use core::future::Future;
use core::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use async_trait::async_trait;
use breaker_runtime::circuit_breaker;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use tokio::task::yield_now;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber, instrument};

use crate::callee::{Error, block_on};

thread_local! {
    /// The names of the entered spans.
    static ENTERED: RefCell<Vec<&'static str>> = const { RefCell::new(Vec::new()) };
    /// The names of those around each step of the body, and what they are given.
    static SEEN: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Knows which spans the thread is in.
#[derive(Default)]
struct Stack {
    next: AtomicU64,
    names: std::sync::Mutex<Vec<(u64, &'static str)>>,
}

struct Fields(String);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn core::fmt::Debug) {
        let _ = write!(self.0, " {}={value:?}", field.name());
    }
}

impl Subscriber for Stack {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.is_span() && metadata.target().starts_with("corpus")
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let id = self.next.fetch_add(1, Ordering::Relaxed) + 1;
        self.names.lock().unwrap().push((id, span.metadata().name()));
        let mut fields = Fields(span.metadata().name().to_owned());
        span.record(&mut fields);
        SEEN.with_borrow_mut(|seen| seen.push(fields.0));
        Id::from_u64(id)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, _: &Event<'_>) {}

    fn enter(&self, id: &Id) {
        let names = self.names.lock().unwrap();
        let (_, name) = names.iter().find(|(known, _)| *known == id.into_u64()).unwrap();
        ENTERED.with_borrow_mut(|entered| entered.push(name));
    }

    fn exit(&self, _: &Id) {
        ENTERED.with_borrow_mut(Vec::pop);
    }
}

fn step(name: &str) {
    let around = ENTERED.with_borrow(|entered| entered.join("/"));
    SEEN.with_borrow_mut(|seen| seen.push(format!("{name} in [{around}]")));
}

/// What was seen during the call.
fn seen(call: impl FnOnce()) -> Vec<String> {
    SEEN.take();
    tracing::dispatcher::with_default(&tracing::Dispatch::new(Stack::default()), call);
    SEEN.take()
}

/// A body of two polls.
async fn two_steps(id: u32) -> Result<u32, Error> {
    step("first");
    yield_now().await;
    step("second");
    if id == 0 { Err(Error::Down) } else { Ok(id) }
}

/// The fallback of all of them.
async fn instead(id: u32) -> Result<u32, Error> {
    step("fallback");
    Ok(id)
}

/// Asserts that both steps of an admitted call, and the fallback of a rejected one, are in the
/// span.
#[track_caller]
fn assert_in_span<F: Future<Output = Result<u32, Error>>>(span: &str, call: impl Fn(u32) -> F) {
    let name = span.split(' ').next().unwrap();
    let steps = [format!("first in [{name}]"), format!("second in [{name}]")];
    let fallback = format!("fallback in [{name}]");
    let expected = |id: u32, steps: &[String]| {
        let span = span.replace("{id}", &id.to_string());
        [&[span], steps].concat()
    };
    for _ in 0..2 {
        let admitted = seen(|| assert_eq!(block_on(call(1)), Ok(1)));
        assert_eq!(admitted, expected(1, &steps));
    }
    assert_eq!(seen(|| assert_eq!(block_on(call(0)), Err(Error::Down))), expected(0, &steps));
    let rejected = seen(|| assert_eq!(block_on(call(2)), Ok(2)));
    assert_eq!(rejected, expected(2, &[fallback]));
}

#[circuit_breaker(threshold = 1, fallback = instead)]
#[instrument]
async fn above_async(id: u32) -> Result<u32, Error> {
    two_steps(id).await
}

#[circuit_breaker(threshold = 1, fallback = instead)]
#[instrument]
fn above_boxed(id: u32) -> Pin<Box<dyn Future<Output = Result<u32, Error>> + Send>> {
    Box::pin(async move { two_steps(id).await })
}

#[circuit_breaker(threshold = 1, fallback = instead)]
#[instrument]
fn above_boxed_with_statements(id: u32) -> BoxFuture<'static, Result<u32, Error>> {
    let shared = Arc::new(id);
    Box::pin(async move { two_steps(*shared).await })
}

#[circuit_breaker(threshold = 1, fallback = instead)]
#[instrument]
fn above_impl_future(id: u32) -> impl Future<Output = Result<u32, Error>> + Send {
    let shared = Arc::new(id);
    async move { two_steps(*shared).await }
}

#[instrument]
#[circuit_breaker(threshold = 1, fallback = instead)]
async fn below_async(id: u32) -> Result<u32, Error> {
    two_steps(id).await
}

#[test]
fn above() {
    assert_in_span("above_async id={id}", above_async);
    assert_in_span("above_boxed id={id}", above_boxed);
    assert_in_span("above_boxed_with_statements id={id}", above_boxed_with_statements);
    assert_in_span("above_impl_future id={id}", above_impl_future);
}

/// The circuit is around what is there already: the span.
#[test]
fn below() {
    let expected = ["below_async id=1", "first in [below_async]", "second in [below_async]"];
    assert_eq!(seen(|| assert_eq!(block_on(below_async(1)), Ok(1))), expected);
    block_on(below_async(0)).unwrap_err();
    assert_eq!(seen(|| assert_eq!(block_on(below_async(2)), Ok(2))), ["fallback in []"]);
}

#[test]
fn below_futures() {
    #[instrument]
    #[circuit_breaker(threshold = 1, fallback = |_| Ok(2))]
    fn boxed(id: u32) -> BoxFuture<'static, Result<u32, Error>> {
        Box::pin(async move { two_steps(id).await })
    }
    let expected = ["boxed id=1", "first in [boxed]", "second in [boxed]"];
    assert_eq!(seen(|| assert_eq!(block_on(boxed(1)), Ok(1))), expected);
    block_on(boxed(0)).unwrap_err();
    block_on(boxed(0)).unwrap();
}

#[async_trait]
trait Fetch {
    async fn above(&self, id: u32) -> Result<u32, Error>;
    async fn below(&self, id: u32) -> Result<u32, Error>;
}

struct Methods;

#[async_trait]
impl Fetch for Methods {
    #[circuit_breaker(threshold = 1, fallback = |_| instead(id).await)]
    #[instrument(skip(self))]
    async fn above(&self, id: u32) -> Result<u32, Error> {
        two_steps(id).await
    }

    #[instrument(skip_all, fields(id))]
    #[circuit_breaker(threshold = 1, fallback = |_| instead(id).await)]
    async fn below(&self, id: u32) -> Result<u32, Error> {
        two_steps(id).await
    }
}

#[test]
fn of_methods_under_async_trait() {
    assert_in_span("above id={id}", |id| Methods.above(id));
    let seen = seen(|| assert_eq!(block_on(Methods.below(1)), Ok(1)));
    assert_eq!(seen, ["below", "first in [below]", "second in [below]"]);
}

struct Outside;

#[circuit_breaker(threshold = 1, fallback = |_| instead(id).await)]
#[async_trait]
impl Fetch for Outside {
    #[instrument(skip(self))]
    async fn above(&self, id: u32) -> Result<u32, Error> {
        two_steps(id).await
    }

    #[instrument(skip(self))]
    #[circuit_breaker(fallback = |_| Ok(2))]
    async fn below(&self, id: u32) -> Result<u32, Error> {
        two_steps(id).await
    }
}

struct Inside;

#[async_trait]
#[circuit_breaker(threshold = 1, fallback = |_| instead(id).await)]
impl Fetch for Inside {
    #[instrument(skip(self))]
    async fn above(&self, id: u32) -> Result<u32, Error> {
        two_steps(id).await
    }

    #[instrument(skip(self))]
    #[circuit_breaker(fallback = |_| Ok(2))]
    async fn below(&self, id: u32) -> Result<u32, Error> {
        two_steps(id).await
    }
}

#[test]
fn of_guarded_blocks() {
    assert_in_span("above id={id}", |id| Outside.above(id));
    assert_in_span("above id={id}", |id| Inside.above(id));
    assert_eq!(block_on(Outside.below(1)), Ok(2), "the circuit is the block's");
    assert_eq!(block_on(Inside.below(1)), Ok(2), "the circuit is the block's");
}

struct Generic<T>(T);

impl<T: Clone + Into<u32>> Generic<T> {
    #[circuit_breaker(threshold = 1, fallback = |_| instead(id).await)]
    #[instrument(skip_all, fields(id))]
    fn boxed_local<'a>(
        &'a self,
        id: u32,
    ) -> futures_util::future::LocalBoxFuture<'a, Result<u32, Error>> {
        let more = self.0.clone();
        Box::pin(async move { two_steps(id * more.into()).await })
    }
}

#[test]
fn of_generic_methods() {
    let expected = ["boxed_local", "first in [boxed_local]", "second in [boxed_local]"];
    assert_eq!(seen(|| assert_eq!(block_on(Generic(1_u8).boxed_local(1)), Ok(1))), expected);
    assert_eq!(block_on(Generic(2_u16).boxed_local(2).boxed_local()), Ok(4));
}

#[circuit_breaker(threshold = 1)]
#[instrument(ret, err)]
fn sync(id: u32) -> Result<u32, Error> {
    step("first");
    if id == 0 { Err(Error::Down) } else { Ok(id) }
}

#[test]
fn of_functions_that_block() {
    assert_eq!(seen(|| assert_eq!(sync(1), Ok(1))), ["sync id=1", "first in [sync]"]);
}

#[circuit_breaker(fallback = |_| Ok(whole.0 + left + right))]
#[instrument]
async fn patterns(
    (left, right): (u32, u32),
    whole @ Pair(..): Pair,
    Pair(mut sum, ..): Pair,
) -> Result<u32, Error> {
    sum += left + right + whole.0;
    two_steps(sum).await
}

#[derive(Clone, Copy, Debug)]
struct Pair(u32, #[expect(dead_code, reason = "taken apart")] u32);

#[test]
fn of_the_names_in_patterns() {
    let call = || _ = block_on(patterns((1, 2), Pair(3, 4), Pair(5, 6)));
    let expected = "patterns left=1 right=2 whole=Pair(3, 4) sum=5";
    assert_eq!(seen(call), [expected, "first in [patterns]", "second in [patterns]"]);
}
