//! Rejections, and circuits within circuits (rules S14 and S20).

use std::error::Error as _;
use std::time::Duration;

use breaker_reqwest::CircuitBreakerMiddleware;
use breaker_runtime::testing::isolate;
use breaker_runtime::{
    CircuitBreaker, CircuitOpen, KeyedCircuitBreaker, Policy, State, circuit_breaker, registry,
};
use reqwest::{Request, Response};
use reqwest_middleware::{ClientBuilder, Error, Middleware, Next, Result};

use crate::server::{Reply, Server};
use crate::{client, get, guarded, snapshot, state};

const ONE: Policy = Policy::new().threshold(1);

static OUTER: KeyedCircuitBreaker = KeyedCircuitBreaker::new("outer", ONE, 16);
static INNER: KeyedCircuitBreaker = KeyedCircuitBreaker::new("inner", ONE, 16);

// A test looks at it before there is a client.
breaker_runtime::register_keyed!(INNER);

#[circuit_breaker(name = "page", threshold = 1)]
async fn page(server: &Server) -> std::result::Result<u16, PageError> {
    Ok(get(&guarded(&INNER), server).await?)
}

#[derive(Debug)]
enum PageError {
    Http(Error),
    Open(CircuitOpen),
}

impl std::error::Error for PageError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Http(error) => Some(error),
            Self::Open(open) => Some(open),
        }
    }
}

impl std::fmt::Display for PageError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("no page")
    }
}

impl From<Error> for PageError {
    fn from(error: Error) -> Self {
        Self::Http(error)
    }
}

impl From<CircuitOpen> for PageError {
    fn from(open: CircuitOpen) -> Self {
        Self::Open(open)
    }
}

#[tokio::test]
async fn a_rejection_is_an_error_of_the_middleware_that_says_all() {
    let _test = isolate();
    let server = Server::start(Reply::Status(500)).await;
    let client = guarded(&OUTER);
    get(&client, &server).await.expect("an answer");
    let error = get(&client, &server).await.expect_err("it is open");
    assert!(error.is_middleware());
    let text = error.source().map_or_else(|| error.to_string(), |_| format!("{error:#}"));
    assert!(
        text.contains(&format!("circuit `outer[{}]` is open, retry in 30.0s", server.host())),
        "{text}"
    );
    let Error::Middleware(error) = error else { panic!("not of the middleware") };
    assert!(error.is::<CircuitOpen>());
}

#[tokio::test]
async fn a_guarded_function_around_it_ignores_its_rejections() {
    let test = isolate();
    let server = Server::start(Reply::Status(500)).await;
    INNER.with(&server.host(), CircuitBreaker::force_open).expect("a circuit");
    for _ in 0..3 {
        let error = page(&server).await.expect_err("the inner circuit is open");
        assert_eq!(CircuitOpen::behind(&error).expect("a rejection").name(), "inner");
    }
    assert_eq!(test.circuit("page").expect("guarded above").state(), State::Closed);
}

#[tokio::test]
async fn so_does_the_middleware_of_one_further_in() {
    let _test = isolate();
    let server = Server::start(Reply::Status(200)).await;
    INNER.with(&server.host(), CircuitBreaker::force_open).expect("a circuit");
    let client = ClientBuilder::new(client().build().expect("a client"))
        .with(CircuitBreakerMiddleware::new(&OUTER))
        .with(CircuitBreakerMiddleware::new(&INNER))
        .build();
    for _ in 0..3 {
        get(&client, &server).await.expect_err("the inner circuit is open");
    }
    let calls = snapshot(&OUTER, &server).calls;
    assert_eq!((calls.ignored, calls.total()), (3, 3));
    assert_eq!(registry().keyed("outer").map(KeyedCircuitBreaker::len), Some(1));
}

/// Gets a token from the host itself before each request, through the guarded client.
struct Token(reqwest_middleware::ClientWithMiddleware);

#[async_trait::async_trait]
impl Middleware for Token {
    async fn handle(
        &self,
        request: Request,
        extensions: &mut http::Extensions,
        next: Next<'_>,
    ) -> Result<Response> {
        self.0.get(request.url().clone()).send().await?;
        next.run(request, extensions).await
    }
}

#[tokio::test]
async fn a_middleware_that_asks_the_host_first_is_part_of_the_trial_call() {
    let test = isolate();
    let server = Server::start(Reply::Status(500)).await;
    let client = ClientBuilder::new(client().build().expect("a client"))
        .with(CircuitBreakerMiddleware::new(&OUTER))
        .with(Token(guarded(&OUTER)))
        .build();
    get(&guarded(&OUTER), &server).await.expect("an answer");
    assert_eq!(state(&OUTER, &server), Some(State::Open));
    server.turn(Reply::Status(200));
    test.clock().advance(Duration::from_secs(30));
    assert_eq!(get(&client, &server).await.expect("the trial call"), 200);
    assert_eq!(state(&OUTER, &server), Some(State::Closed));
}
