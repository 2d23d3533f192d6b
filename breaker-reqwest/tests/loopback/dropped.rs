//! Callers that give up.

use std::time::Duration;

use breaker_runtime::testing::isolate;
use breaker_runtime::{KeyedCircuitBreaker, Policy, State};

use crate::server::{Reply, Server};
use crate::{get, guarded, snapshot, state};

const PATIENT: Policy = Policy::new().threshold(2).slow_call(Duration::from_secs(3));

static DROPPED: KeyedCircuitBreaker =
    KeyedCircuitBreaker::new("dropped", Policy::new().threshold(1), 16);
static SLOW: KeyedCircuitBreaker = KeyedCircuitBreaker::new("slow", PATIENT, 16);

const AT_ONCE: Duration = Duration::from_millis(30);

#[tokio::test]
async fn a_request_that_is_dropped_is_abandoned() {
    let _test = isolate();
    let server = Server::start(Reply::Hangs).await;
    let client = guarded(&DROPPED);
    for _ in 0..3 {
        tokio::time::timeout(AT_ONCE, get(&client, &server)).await.expect_err("it hangs");
    }
    let calls = snapshot(&DROPPED, &server).calls;
    assert_eq!((calls.abandoned, calls.total()), (3, 3));
    assert_eq!(state(&DROPPED, &server), Some(State::Closed));
}

#[tokio::test]
async fn one_that_has_run_for_long_is_a_failure_all_the_same() {
    let test = isolate();
    let server = Server::start(Reply::Hangs).await;
    let client = guarded(&SLOW);
    for _ in 0..2 {
        let mut call = Box::pin(get(&client, &server));
        tokio::time::timeout(AT_ONCE, &mut call).await.expect_err("it hangs");
        test.clock().advance(Duration::from_secs(4));
        drop(call);
    }
    assert_eq!(state(&SLOW, &server), Some(State::Open));
}

#[tokio::test]
async fn a_trial_call_that_is_dropped_gives_its_place_back() {
    let test = isolate();
    let server = Server::start(Reply::Status(500)).await;
    let client = guarded(&DROPPED);
    get(&client, &server).await.expect("an answer");
    test.clock().advance(Duration::from_secs(30));
    server.turn(Reply::Hangs);
    tokio::time::timeout(AT_ONCE, get(&client, &server)).await.expect_err("it hangs");
    server.turn(Reply::Status(200));
    assert_eq!(get(&client, &server).await.expect("the next trial call"), 200);
    assert_eq!(state(&DROPPED, &server), Some(State::Closed));
}
