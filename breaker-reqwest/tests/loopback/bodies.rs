//! What becomes of a response after its head.

use std::time::Duration;

use breaker_runtime::testing::isolate;
use breaker_runtime::{CircuitOpen, KeyedCircuitBreaker, Policy, State};
use reqwest::Body;
use reqwest_middleware::{ClientBuilder, ClientWithMiddleware};

use crate::server::{Reply, Server};
use crate::{CircuitBreakerMiddleware, client, guarded, snapshot, state};

static BODIES: KeyedCircuitBreaker =
    KeyedCircuitBreaker::new("bodies", Policy::new().threshold(3), 16);

static IN_A_ROW: KeyedCircuitBreaker = KeyedCircuitBreaker::new(
    "in a row",
    Policy::new().consecutive(3).max_open_for(Duration::from_secs(300)),
    16,
);

async fn read(client: &ClientWithMiddleware, server: &Server) -> Result<String, reqwest::Error> {
    client.get(server.address()).send().await.expect("a head").text().await
}

#[tokio::test]
async fn one_that_is_cut_off_is_a_failure() {
    let test = isolate();
    let server = Server::start(Reply::CutOff).await;
    let client = guarded(&BODIES);
    for _ in 0..3 {
        assert_eq!(state(&BODIES, &server).unwrap_or(State::Closed), State::Closed);
        let error = read(&client, &server).await.expect_err("it ends too early");
        assert!(error.is_decode() || error.is_body(), "{error:?}");
    }
    assert_eq!(state(&BODIES, &server), Some(State::Open));
    client.get(server.address()).send().await.expect_err("it is open");

    server.turn(Reply::Status(200));
    test.clock().advance(Duration::from_secs(30));
    assert_eq!(read(&client, &server).await.expect("the trial call"), "hello");
    assert_eq!(state(&BODIES, &server), Some(State::Closed));
}

#[tokio::test]
async fn one_that_is_cut_off_takes_the_success_of_its_head_back() {
    let _test = isolate();
    let server = Server::start(Reply::CutOff).await;
    let client = guarded(&IN_A_ROW);
    for _ in 0..2 {
        read(&client, &server).await.expect_err("it ends too early");
    }
    let calls = snapshot(&IN_A_ROW, &server).calls;
    assert_eq!((calls.success, calls.failure, calls.total()), (0, 2, 2));
    // Each head was good, and the failures are in a row all the same.
    read(&client, &server).await.expect_err("it ends too early");
    assert_eq!(state(&IN_A_ROW, &server), Some(State::Open));
}

#[tokio::test]
async fn one_of_a_trial_call_opens_it_again_for_twice_as_long() {
    let test = isolate();
    let server = Server::start(Reply::Status(500)).await;
    let client = guarded(&IN_A_ROW);
    for _ in 0..3 {
        client.get(server.address()).send().await.expect("an answer");
    }
    test.clock().advance(Duration::from_secs(30));
    server.turn(Reply::CutOff);
    let trial = client.get(server.address()).send().await.expect("a head");
    assert_eq!(state(&IN_A_ROW, &server), Some(State::Closed));
    trial.text().await.expect_err("it ends too early");
    let rejected = client.get(server.address()).send().await.expect_err("it is open again");
    let open = CircuitOpen::behind(&rejected).expect("a rejection");
    assert_eq!(open.retry_after(), Some(Duration::from_secs(60)));
}

#[tokio::test]
async fn one_that_stalls_is_a_failure_by_the_clients_time_out() {
    let _test = isolate();
    let server = Server::start(Reply::Stalls).await;
    let client = client().read_timeout(Duration::from_millis(50)).build().expect("a client");
    let client = ClientBuilder::new(client).with(CircuitBreakerMiddleware::new(&BODIES)).build();
    for _ in 0..3 {
        assert!(read(&client, &server).await.expect_err("nothing comes").is_timeout());
    }
    assert_eq!(state(&BODIES, &server), Some(State::Open));
}

#[tokio::test]
async fn one_that_comes_slowly_and_all_of_it_is_a_success() {
    let _test = isolate();
    let server = Server::start(Reply::Trickles(5)).await;
    let client = guarded(&BODIES);
    for _ in 0..3 {
        assert_eq!(read(&client, &server).await.expect("all of it"), "hello".repeat(5));
    }
    let calls = snapshot(&BODIES, &server).calls;
    assert_eq!((calls.success, calls.total()), (3, 3));
}

#[tokio::test]
async fn one_that_nobody_reads_to_its_end_says_nothing() {
    let _test = isolate();
    let server = Server::start(Reply::CutOff).await;
    let client = guarded(&BODIES);
    for _ in 0..5 {
        let mut response = client.get(server.address()).send().await.expect("a head");
        assert_eq!(response.chunk().await.expect("a part").as_deref(), Some(&b"hello"[..]));
    }
    assert_eq!(state(&BODIES, &server), Some(State::Closed));
}

#[tokio::test]
async fn a_watched_response_is_what_it_was() {
    let _test = isolate();
    let server = Server::start(Reply::Status(200)).await;
    let response = guarded(&BODIES).get(server.address()).send().await.expect("a head");
    let plain = client().build().expect("a client").get(server.address()).send().await;
    let plain = plain.expect("a head");
    assert_eq!(response.url(), plain.url());
    assert_eq!(response.headers(), plain.headers());
    assert_eq!(response.version(), plain.version());
    assert_eq!(response.remote_addr(), plain.remote_addr());
    assert_eq!(response.content_length(), Some(5));
    assert_eq!(response.bytes().await.expect("a body"), "hello");
}

#[tokio::test]
async fn a_body_of_the_request_that_fails_says_nothing_of_the_host() {
    let _test = isolate();
    let server = Server::start(Reply::Status(200)).await;
    let client = guarded(&BODIES);
    for _ in 0..5 {
        let pieces = [Ok("half"), Err(std::io::Error::other("the file is gone"))];
        let body = Body::wrap_stream(futures_util::stream::iter(pieces));
        client.post(server.address()).body(body).send().await.expect_err("no body");
    }
    let calls = snapshot(&BODIES, &server).calls;
    assert_eq!((calls.ignored, calls.total()), (5, 5));
}

#[tokio::test]
async fn a_body_of_the_request_in_pieces_goes_through_it() {
    let _test = isolate();
    let server = Server::start(Reply::Status(200)).await;
    let pieces = ["one", "two"].map(Ok::<_, std::io::Error>);
    let body = Body::wrap_stream(futures_util::stream::iter(pieces));
    let reply = guarded(&BODIES).post(server.address()).body(body).send().await.expect("a head");
    assert_eq!(reply.text().await.expect("a body"), "hello");
}
