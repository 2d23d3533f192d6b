//! A Redis of the test's own that answers, hangs, is full, is killed, and comes back.

#![cfg(unix)]

use std::time::Duration;

use breaker_runtime::testing::isolate;
use breaker_runtime::{CircuitOpen, State, TimedOut, registry};
use engines::Server;
use recipes::cache::session;
use redis::Client;
use redis::aio::{ConnectionManager, ConnectionManagerConfig};

async fn connect(server: &Server) -> ConnectionManager {
    let client = Client::open(server.url()).expect("an address");
    // The client's own time-out is as long as the function's.
    let config = ConnectionManagerConfig::new().set_number_of_retries(1).set_response_timeout(None);
    client.get_connection_manager_with_config(config).await.expect("a connection")
}

fn state() -> State {
    registry().get("sessions").expect("listed").state()
}

#[tokio::test]
async fn a_server_that_is_killed_opens_it_and_one_that_is_back_closes_it() {
    let test = isolate();
    let Some(mut server) = Server::start(&[]) else { return };
    let redis = connect(&server).await;
    server.run(&["SET", "session:7", "anna"]);
    assert_eq!(session(redis.clone(), "7").await.expect("it works").as_deref(), Some("anna"));
    assert_eq!(session(redis.clone(), "8").await.expect("no such session"), None);

    server.kill();
    for _ in 0..5 {
        assert_eq!(state(), State::Closed);
        session(redis.clone(), "7").await.expect_err("nobody is there");
    }
    assert_eq!(state(), State::Open);
    let rejected = session(redis.clone(), "7").await.expect_err("it is open");
    assert!(CircuitOpen::behind(&rejected).is_some(), "{rejected:?}");

    server.restart();
    // The client connects by itself, if not at its first attempt.
    for _ in 0..5 {
        test.clock().advance(Duration::from_secs(30));
        if session(redis.clone(), "7").await.is_ok() {
            break;
        }
    }
    assert_eq!(state(), State::Closed);
}

#[tokio::test]
async fn a_server_that_hangs_opens_it_by_the_time_out() {
    let test = isolate();
    let Some(server) = Server::start(&[]) else { return };
    let redis = connect(&server).await;
    server.stop();
    let ask = || session(redis.clone(), "7");
    let late = tokio::join!(ask(), ask(), ask(), ask(), ask());
    let late = late.0.expect_err("it hangs");
    assert!(TimedOut::behind(&late).is_some(), "{late:?}");
    assert_eq!(state(), State::Open);

    server.go_on();
    test.clock().advance(Duration::from_secs(30));
    assert_eq!(ask().await.expect("the trial call"), None);
    assert_eq!(state(), State::Closed);
}

#[tokio::test]
async fn mistakes_are_answers() {
    let _test = isolate();
    let Some(server) = Server::start(&[]) else { return };
    let redis = connect(&server).await;
    server.run(&["LPUSH", "session:7", "no text"]);
    for _ in 0..10 {
        session(redis.clone(), "7").await.expect_err("the wrong type");
    }
    assert_eq!(state(), State::Closed);
}

#[tokio::test]
async fn a_server_that_lacks_memory_gives_no_answer() {
    let _test = isolate();
    let Some(server) = Server::start(&["maxmemory 1kb", "maxmemory-policy noeviction"]) else {
        return;
    };
    let mut redis = connect(&server).await;
    let write = redis::cmd("SET").arg("key").arg("value").to_owned();
    let full = write.query_async::<()>(&mut redis).await.expect_err("it is full");
    assert!(!recipes::cache::is_an_answer(&full), "{full:?}");
}
