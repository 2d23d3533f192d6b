//! Functions that return streams.

use core::pin::Pin;
use core::task::Poll;

use breaker_runtime::testing::isolate;
use breaker_runtime::{Calls, CircuitBreaker, CircuitOpen, State, circuit_breaker, registry};
use futures_util::stream::{self, BoxStream, LocalBoxStream, Stream, StreamExt};
use tests::poll_to_end;

use crate::next;

#[derive(Debug, PartialEq, Eq)]
enum Error {
    Open,
    Down,
    Busy,
    Cut,
}

impl From<CircuitOpen> for Error {
    fn from(_: CircuitOpen) -> Self {
        Self::Open
    }
}

type Token = Result<u8, Error>;

/// Tokens, of which the last one is cut off.
fn tokens(good: u8) -> impl Stream<Item = Token> + Unpin + Send + 'static {
    stream::iter((0..good).map(Ok).chain([Err(Error::Cut)]))
}

fn of(name: &str) -> &'static CircuitBreaker {
    registry().get(name).unwrap()
}

fn calls(name: &str) -> Calls {
    of(name).snapshot().calls
}

fn all<S: Stream>(stream: S) -> Vec<S::Item> {
    poll_to_end(stream.collect())
}

#[circuit_breaker(threshold = 2, name = "opaque")]
fn opaque(good: u8) -> impl Stream<Item = Token> {
    tokens(good)
}

#[circuit_breaker(threshold = 2, name = "boxed")]
fn boxed(good: u8) -> BoxStream<'static, Token> {
    tokens(good).boxed()
}

#[circuit_breaker(threshold = 2, name = "local")]
fn local(good: u8) -> LocalBoxStream<'static, Token> {
    Box::pin(tokens(good))
}

#[circuit_breaker(threshold = 2, name = "pinned")]
fn pinned(good: u8) -> Pin<Box<dyn Stream<Item = Token> + Send>> {
    if good == 0 {
        return Box::pin(tokens(0));
    }
    Box::pin(tokens(good))
}

fn opens<S: Stream<Item = Token>>(name: &str, make: impl Fn(u8) -> S) {
    let _isolated = isolate();
    drop(make(3));
    assert_eq!(calls(name).total(), 0, "{name} is admitted when it is polled");
    for good in [3, 0] {
        assert_eq!(of(name).state(), State::Closed);
        assert_eq!(all(make(good)).len(), usize::from(good) + 1);
    }
    assert_eq!((calls(name).failure, calls(name).total()), (2, 2));
    // One item, and the end.
    assert_eq!(all(make(3)), [Err(Error::Open)], "{name}");
    assert_eq!(calls(name).rejected, 1);
}

#[test]
fn a_stream_alone_is_admitted_at_its_first_poll_and_rejected_by_one_item() {
    opens("opaque", opaque);
    opens("boxed", boxed);
    opens("local", local);
    opens("pinned", pinned);
}

#[circuit_breaker(threshold = 2, name = "answered")]
fn answered(good: Option<u8>) -> Result<impl Stream<Item = Token> + use<>, Error> {
    Ok(tokens(good.ok_or(Error::Down)?))
}

#[circuit_breaker(threshold = 2, name = "answered boxed")]
fn answered_boxed(good: Option<u8>) -> Result<BoxStream<'static, Token>, Error> {
    let good = good.ok_or(Error::Down)?;
    Ok(Box::pin(tokens(good)))
}

#[circuit_breaker(threshold = 2, name = "awaited")]
async fn awaited(good: Option<u8>) -> Result<impl Stream<Item = Token>, Error> {
    tokio::task::yield_now().await;
    Ok(tokens(good.ok_or(Error::Down)?))
}

#[circuit_breaker(threshold = 2, name = "awaited boxed")]
async fn awaited_boxed(good: Option<u8>) -> Result<BoxStream<'static, Token>, Error> {
    tokio::task::yield_now().await;
    Ok(tokens(good.ok_or(Error::Down)?).boxed())
}

fn opens_in_result<S: Stream<Item = Token>>(
    name: &str,
    make: impl Fn(Option<u8>) -> Result<S, Error>,
) {
    let _isolated = isolate();
    assert_eq!(make(None).err(), Some(Error::Down));
    assert_eq!((calls(name).failure, calls(name).total()), (1, 1), "{name}");
    let stream = make(Some(2)).ok().unwrap();
    assert_eq!(calls(name).total(), 1, "`Ok` says nothing yet");
    assert_eq!(all(stream).len(), 3);
    assert_eq!(of(name).state(), State::Open, "{name}");
    assert_eq!(make(Some(2)).err(), Some(Error::Open));
    of(name).reset();
    drop(make(Some(2)));
    assert_eq!(calls(name).abandoned, 1);
}

#[test]
fn a_stream_in_a_result_is_admitted_when_it_is_called() {
    opens_in_result("answered", answered);
    opens_in_result("answered boxed", answered_boxed);
    opens_in_result("awaited", |good| poll_to_end(awaited(good)));
    opens_in_result("awaited boxed", |good| poll_to_end(awaited_boxed(good)));
}

#[circuit_breaker(threshold = 1, name = "arms", ignore(Err(Error::Busy)), failure(Ok(9)))]
fn arms(items: Vec<Token>) -> impl Stream<Item = Token> {
    stream::iter(items)
}

#[test]
fn arms_see_items() {
    let _isolated = isolate();
    all(arms(vec![Err(Error::Busy), Ok(1), Err(Error::Busy), Ok(2)]));
    assert_eq!((calls("arms").success, calls("arms").total()), (1, 1));
    all(arms(vec![Ok(1), Ok(9)]));
    assert_eq!((calls("arms").failure, of("arms").state()), (1, State::Open));
}

#[circuit_breaker(threshold = 1, name = "alone or cached", fallback = cached)]
fn alone_or_cached(text: String) -> impl Stream<Item = Token> {
    drop(text);
    tokens(1)
}

fn cached(text: String) -> impl Stream<Item = Token> {
    stream::iter(text.into_bytes()).map(|_| Ok(7))
}

#[circuit_breaker(threshold = 1, name = "closure", fallback = |_| stream::iter([Ok(8)]).boxed())]
fn boxed_or_closure() -> BoxStream<'static, Token> {
    tokens(1).boxed()
}

#[circuit_breaker(threshold = 1, name = "value", fallback = Ok(stream::iter([Ok(5)]).boxed()))]
async fn result_or_cached() -> Result<BoxStream<'static, Token>, Error> {
    Ok(tokens(1).boxed())
}

#[test]
fn a_fallback_gives_what_the_function_returns() {
    let _isolated = isolate();
    assert_eq!(all(alone_or_cached("ab".to_owned())).len(), 2);
    assert_eq!(all(alone_or_cached("ab".to_owned())), [Ok(7), Ok(7)]);
    assert_eq!(all(boxed_or_closure()).len(), 2);
    assert_eq!(all(boxed_or_closure()), [Ok(8)]);
    assert_eq!(poll_to_end(result_or_cached()).map(all).map(|all| all.len()), Ok(2));
    assert_eq!(poll_to_end(result_or_cached()).map(all), Ok(vec![Ok(5)]));
}

#[circuit_breaker(threshold = 1, name = "by host", key = host, max_keys = 8)]
fn by_host(host: &str, good: u8) -> impl Stream<Item = Token> + use<> {
    let _ = host.len();
    tokens(good)
}

#[test]
fn each_key_has_its_own() {
    let _isolated = isolate();
    assert_eq!(all(by_host("a", 2)).len(), 3);
    assert_eq!(all(by_host("a", 2)), [Err(Error::Open)]);
    assert_eq!(all(by_host("b", 2)).len(), 3);
}

struct Model {
    good: u8,
}

impl Model {
    #[circuit_breaker(threshold = 1, name = "method")]
    fn ask<'a>(&'a self, prompt: &'a str) -> impl Stream<Item = Token> + 'a {
        assert!(!prompt.is_empty());
        tokens(self.good)
    }
}

#[circuit_breaker(threshold = 2, name = "block")]
impl Model {
    fn stream(&self) -> BoxStream<'_, Token> {
        tokens(self.good).boxed()
    }

    async fn open(&self) -> Result<BoxStream<'_, Token>, Error> {
        Ok(tokens(self.good).boxed())
    }
}

#[async_trait::async_trait]
trait Chat {
    async fn chat(&self) -> Result<BoxStream<'_, Token>, Error>;
}

#[async_trait::async_trait]
impl Chat for Model {
    #[circuit_breaker(threshold = 1, name = "chat")]
    async fn chat(&self) -> Result<BoxStream<'_, Token>, Error> {
        Ok(tokens(self.good).boxed())
    }
}

#[test]
fn methods_blocks_and_async_traits_work() {
    let _isolated = isolate();
    let model = Model { good: 1 };
    assert_eq!(all(model.ask("why?")).len(), 2);
    assert_eq!(all(model.ask("why?")), [Err(Error::Open)]);
    assert_eq!(all(model.stream()).len(), 2);
    assert_eq!(poll_to_end(model.open()).map(all).map(|all| all.len()), Ok(2));
    assert_eq!(all(model.stream()), [Err(Error::Open)]);
    assert_eq!(poll_to_end(model.chat()).map(all).map(|all| all.len()), Ok(2));
    assert_eq!(poll_to_end(model.chat()).err(), Some(Error::Open));
}

#[test]
fn how_long_it_is_says_that_it_may_be_rejected() {
    let _isolated = isolate();
    let mut stream = Box::pin(opaque(3));
    assert_eq!(stream.size_hint(), (1, Some(4)));
    assert!(matches!(next(&mut stream), Poll::Ready(Some(Ok(0)))));
    assert_eq!(stream.size_hint(), (3, Some(3)));
    of("opaque").force_open();
    let mut stream = Box::pin(opaque(3));
    assert!(matches!(next(&mut stream), Poll::Ready(Some(Err(Error::Open)))));
    assert_eq!((stream.size_hint(), next(&mut stream)), ((0, Some(0)), Poll::Ready(None)));
}
