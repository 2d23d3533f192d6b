//! Redirects belong to the host that was asked.

use breaker_runtime::testing::isolate;
use breaker_runtime::{KeyedCircuitBreaker, Policy, State};

use crate::server::{Reply, Server};
use crate::{get, guarded, snapshot, state};

static ASKED: KeyedCircuitBreaker =
    KeyedCircuitBreaker::new("asked", Policy::new().threshold(3), 16);

fn to(server: &Server) -> Reply {
    Reply::With(302, format!("location: {}", server.address()))
}

#[tokio::test]
async fn a_host_that_leads_to_one_that_fails_has_failed() {
    let _test = isolate();
    let there = Server::start(Reply::Status(500)).await;
    let here = Server::start(to(&there)).await;
    let client = guarded(&ASKED);
    for _ in 0..3 {
        assert_eq!(get(&client, &here).await.expect("an answer"), 500);
    }
    assert_eq!(state(&ASKED, &here), Some(State::Open));
    assert_eq!(state(&ASKED, &there), None);
    assert_eq!(get(&client, &there).await.expect("its own circuit is closed"), 500);
}

#[tokio::test]
async fn a_response_from_elsewhere_says_from_where() {
    let _test = isolate();
    let there = Server::start(Reply::Status(200)).await;
    let here = Server::start(to(&there)).await;
    let response = guarded(&ASKED).get(here.address()).send().await.expect("an answer");
    assert_eq!(response.url().as_str(), there.address());
    assert_eq!(response.text().await.expect("a body"), "hello");
}

#[tokio::test]
async fn a_circle_of_them_says_nothing() {
    let _test = isolate();
    let here = Server::start(Reply::Status(200)).await;
    here.turn(to(&here));
    let client = guarded(&ASKED);
    for _ in 0..3 {
        assert!(get(&client, &here).await.expect_err("too many").is_redirect());
    }
    let calls = snapshot(&ASKED, &here).calls;
    assert_eq!((calls.ignored, calls.total()), (3, 3));
}
