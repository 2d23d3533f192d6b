//! A proxy before an upstream that answers, fails, hangs, is gone, and comes back.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use axum::response::Response;
use axum::routing::{any, get};
use breaker_runtime::testing::isolate;
use breaker_runtime::{State, registry};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use recipes::proxy::{Proxy, routes};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tower::ServiceExt;

/// Serves on this address until it is aborted.
async fn serve(address: SocketAddr) -> (SocketAddr, JoinHandle<()>) {
    let routes = Router::new()
        .route("/fine", get(|| async { "fine" }))
        .route("/missing", get(|| async { StatusCode::NOT_FOUND }))
        .route("/failing", get(|| async { StatusCode::INTERNAL_SERVER_ERROR }))
        .route("/hanging", get(|| std::future::pending::<()>()))
        .route("/echo", any(|body: String| async { body }));
    let listener = TcpListener::bind(address).await.expect("a free port");
    let address = listener.local_addr().expect("bound");
    let serving =
        tokio::spawn(async move { axum::serve(listener, routes).await.expect("it serves") });
    (address, serving)
}

async fn start() -> (Router, SocketAddr, JoinHandle<()>) {
    let (address, serving) = serve("127.0.0.1:0".parse().expect("an address")).await;
    let client = Client::builder(TokioExecutor::new()).pool_max_idle_per_host(0).build_http();
    (routes(Proxy { client, upstream: address.to_string() }), address, serving)
}

async fn ask(proxy: &Router, path: &str) -> Response {
    let request = Request::get(path).body(Body::empty()).expect("a request");
    proxy.clone().oneshot(request).await.expect("an answer")
}

fn state(address: SocketAddr) -> State {
    registry().get(&format!("upstreams[{address}]")).expect("it was called").state()
}

#[tokio::test]
async fn an_upstream_that_fails_opens_it_and_answers_do_not() {
    let test = isolate();
    let (proxy, address, _serving) = start().await;
    for _ in 0..10 {
        assert_eq!(ask(&proxy, "/missing").await.status(), StatusCode::NOT_FOUND);
    }
    assert_eq!(state(address), State::Closed);
    for _ in 0..5 {
        assert_eq!(ask(&proxy, "/failing").await.status(), StatusCode::INTERNAL_SERVER_ERROR);
    }
    let rejected = ask(&proxy, "/fine").await;
    assert_eq!(rejected.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(rejected.headers()["retry-after"], "30");

    test.clock().advance(Duration::from_secs(30));
    assert_eq!(ask(&proxy, "/fine").await.status(), StatusCode::OK);
    assert_eq!(state(address), State::Closed);
}

#[tokio::test]
async fn an_upstream_that_hangs_opens_it() {
    let _test = isolate();
    let (proxy, address, _serving) = start().await;
    let ask = || ask(&proxy, "/hanging");
    let late = tokio::join!(ask(), ask(), ask(), ask(), ask());
    assert_eq!(late.0.status(), StatusCode::GATEWAY_TIMEOUT);
    assert_eq!(state(address), State::Open);
}

#[tokio::test]
async fn an_upstream_that_is_gone_opens_it() {
    let _test = isolate();
    let (proxy, address, serving) = start().await;
    assert_eq!(ask(&proxy, "/fine").await.status(), StatusCode::OK);
    serving.abort();
    assert!(serving.await.is_err());
    for _ in 0..5 {
        assert_eq!(ask(&proxy, "/fine").await.status(), StatusCode::BAD_GATEWAY);
    }
    assert_eq!(state(address), State::Open);
}

#[tokio::test]
async fn bodies_go_through_it() {
    let _test = isolate();
    let (proxy, ..) = start().await;
    let request = Request::post("/echo").body(Body::from("hello")).expect("a request");
    let reply = proxy.oneshot(request).await.expect("an answer");
    let body = axum::body::to_bytes(reply.into_body(), 100).await.expect("a body");
    assert_eq!(body, "hello");
}
