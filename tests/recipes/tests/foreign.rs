//! Errors that are somebody else's say who rejected the call.

use breaker_runtime::testing::isolate;
use breaker_runtime::{CircuitOpen, TimedOut, registry};
use recipes::foreign::{cart, orders};
use sqlx::PgPool;
use tokio::net::TcpListener;

/// A port whose server accepts and says nothing.
async fn silent() -> (TcpListener, u16) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let port = listener.local_addr().expect("bound").port();
    (listener, port)
}

#[tokio::test]
async fn a_rejection_and_a_time_out_stand_behind_an_error_of_sqlx() {
    let _test = isolate();
    let (_listener, port) = silent().await;
    let pool = PgPool::connect_lazy(&format!("postgres://tester@127.0.0.1:{port}/shop"));
    let pool = pool.expect("an address");
    let late = orders(&pool).await.expect_err("nobody says a word");
    assert!(TimedOut::behind(&late).is_some(), "{late:?}");
    assert!(CircuitOpen::behind(&late).is_none());

    registry().get("orders").expect("listed").force_open();
    let rejected = orders(&pool).await.expect_err("forced open");
    assert_eq!(CircuitOpen::behind(&rejected).expect("a rejection").name(), "orders");
    assert!(matches!(rejected, sqlx::Error::Io(_)));
}

#[cfg(unix)]
#[tokio::test]
async fn and_behind_one_of_redis() {
    let _test = isolate();
    let Some(server) = engines::Server::start(&[]) else { return };
    let client = redis::Client::open(server.url()).expect("an address");
    // The client's own time-out is as long as the function's.
    let config = redis::AsyncConnectionConfig::new().set_response_timeout(None);
    let redis = client.get_multiplexed_async_connection_with_config(&config).await;
    let redis = redis.expect("a connection");
    assert_eq!(cart(redis.clone(), "7").await.expect("it works"), None);
    server.stop();
    let late = cart(redis.clone(), "7").await.expect_err("it hangs");
    assert!(TimedOut::behind(&late).is_some(), "{late:?}");

    registry().get("carts").expect("listed").force_open();
    let rejected = cart(redis, "7").await.expect_err("forced open");
    assert_eq!(CircuitOpen::behind(&rejected).expect("a rejection").name(), "carts");
    assert!(rejected.is_io_error());
}
