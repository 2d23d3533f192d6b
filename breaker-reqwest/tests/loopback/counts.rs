//! What counts, and what comes after.

use std::time::Duration;

use breaker_reqwest::{CircuitBreakerMiddleware, judge};
use breaker_runtime::testing::isolate;
use breaker_runtime::{CircuitOpen, KeyedCircuitBreaker, Policy, State, Verdict};

use crate::server::{Reply, Server};
use crate::{get, guarded, snapshot, state, with};

static COUNTS: KeyedCircuitBreaker =
    KeyedCircuitBreaker::new("counts", Policy::new().threshold(3), 16);

async fn opens_and_recovers(reply: Reply) {
    let test = isolate();
    let server = Server::start(Reply::Status(200)).await;
    let client = guarded(&COUNTS);
    assert_eq!(get(&client, &server).await.expect("it works"), 200);
    server.turn(reply);
    for _ in 0..3 {
        assert_eq!(state(&COUNTS, &server), Some(State::Closed));
        assert!(get(&client, &server).await.map_or(true, |status| status >= 500));
    }
    assert_eq!(state(&COUNTS, &server), Some(State::Open));

    let asked = server.asked();
    let rejected = get(&client, &server).await.expect_err("it is open");
    let open = CircuitOpen::behind(&rejected).expect("rejected");
    assert_eq!((open.name(), open.key().as_deref()), ("counts", Some(&*server.host())));
    assert_eq!(server.asked(), asked, "nobody asks the server");

    server.turn(Reply::Status(200));
    test.clock().advance(Duration::from_secs(30));
    assert_eq!(get(&client, &server).await.expect("the trial call"), 200);
    assert_eq!(state(&COUNTS, &server), Some(State::Closed));
}

#[tokio::test]
async fn replies_from_500_on_open_it() {
    for status in [500, 502, 503, 504, 599] {
        opens_and_recovers(Reply::Status(status)).await;
    }
}

#[tokio::test]
async fn a_server_that_hangs_opens_it() {
    opens_and_recovers(Reply::Hangs).await;
}

#[tokio::test]
async fn a_server_that_hangs_up_opens_it() {
    opens_and_recovers(Reply::HangsUp).await;
}

#[tokio::test]
async fn a_server_that_is_gone_opens_it() {
    let _test = isolate();
    let (client, server) = (guarded(&COUNTS), Server::gone().await);
    for _ in 0..3 {
        let refused = get(&client, &server).await.expect_err("nobody listens");
        assert!(refused.is_connect(), "{refused:?}");
    }
    assert_eq!(state(&COUNTS, &server), Some(State::Open));
}

#[tokio::test]
async fn answers_below_500_are_successes() {
    let _test = isolate();
    let client = guarded(&COUNTS);
    for status in [200, 204, 304, 400, 401, 403, 404, 408, 410, 422] {
        let server = Server::start(Reply::Status(status)).await;
        for _ in 0..5 {
            assert_eq!(get(&client, &server).await.expect("an answer"), status);
        }
        let calls = snapshot(&COUNTS, &server).calls;
        assert_eq!((calls.success, calls.total()), (5, 5), "{status}");
    }
}

#[tokio::test]
async fn a_429_says_nothing_unless_it_is_asked_for() {
    let _test = isolate();
    let server = Server::start(Reply::Status(429)).await;
    let client = guarded(&COUNTS);
    for _ in 0..5 {
        assert_eq!(get(&client, &server).await.expect("an answer"), 429);
    }
    let calls = snapshot(&COUNTS, &server).calls;
    assert_eq!((calls.ignored, calls.total()), (5, 5));

    let client = with(CircuitBreakerMiddleware::new(&COUNTS).too_many_requests(true));
    for _ in 0..3 {
        assert_eq!(get(&client, &server).await.expect("an answer"), 429);
    }
    assert_eq!(state(&COUNTS, &server), Some(State::Open));
}

#[tokio::test]
async fn a_request_that_can_not_be_made_says_nothing() {
    let _test = isolate();
    let client = guarded(&COUNTS);
    for _ in 0..5 {
        let error = client.get("ftp://127.0.0.1:9").send().await.expect_err("no such client");
        assert!(error.is_builder(), "{error:?}");
    }
    let calls = COUNTS.peek("127.0.0.1:9").expect("it was called").snapshot().calls;
    assert_eq!((calls.ignored, calls.total()), (5, 5));
}

#[tokio::test]
async fn a_judge_decides_instead() {
    let _test = isolate();
    let server = Server::start(Reply::Status(404)).await;
    let guard = CircuitBreakerMiddleware::new(&COUNTS).judge(|result| match result {
        Ok(response) if response.status() == 404 => Verdict::Failure,
        result => judge(result),
    });
    let client = with(guard);
    for _ in 0..3 {
        assert_eq!(get(&client, &server).await.expect("an answer"), 404);
    }
    assert_eq!(state(&COUNTS, &server), Some(State::Open));
}

#[tokio::test]
async fn a_post_counts_as_a_get_does() {
    let _test = isolate();
    let server = Server::start(Reply::Status(500)).await;
    let client = guarded(&COUNTS);
    for _ in 0..3 {
        let reply = client.post(server.address()).body("order").send().await.expect("an answer");
        assert_eq!(reply.status(), 500);
    }
    assert_eq!(state(&COUNTS, &server), Some(State::Open));
}
