//! A PostgreSQL of the test's own that answers, is shut down, hangs, and comes back.

#![cfg(unix)]

mod postgres_server;

use std::time::Duration;

use breaker_runtime::testing::isolate;
use breaker_runtime::{State, registry};
use postgres_server::Server;
use recipes::postgres::{UserError, user_name};
use sqlx::PgPool;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

fn pool(server: &Server) -> PgPool {
    let options = PgConnectOptions::new_without_pgpass().socket(server.socket());
    let options = options.username("tester").database("postgres");
    let pool = PgPoolOptions::new().max_connections(5);
    pool.acquire_timeout(Duration::from_millis(500)).connect_lazy_with(options)
}

async fn run(pool: &PgPool, sql: &'static str) {
    sqlx::query(sql).execute(pool).await.expect("it runs");
}

fn state() -> State {
    registry().get("users").expect("listed").state()
}

#[tokio::test]
async fn a_server_that_is_shut_down_opens_it_and_a_missing_row_does_not() {
    let test = isolate();
    let Some(mut server) = Server::start() else { return };
    let pool = pool(&server);
    run(&pool, "CREATE TABLE users (id BIGINT PRIMARY KEY, name TEXT)").await;
    run(&pool, "INSERT INTO users VALUES (7, 'anna')").await;
    assert_eq!(user_name(&pool, 7).await.expect("she is there"), "anna");
    for _ in 0..10 {
        let missing = user_name(&pool, 8).await.expect_err("nobody");
        assert!(matches!(missing, UserError::Db(sqlx::Error::RowNotFound)));
    }
    assert_eq!(state(), State::Closed);

    server.kill();
    for _ in 0..5 {
        assert_eq!(state(), State::Closed);
        user_name(&pool, 7).await.expect_err("nobody listens");
    }
    assert_eq!(state(), State::Open);
    assert!(matches!(user_name(&pool, 7).await, Err(UserError::Unavailable(_))));

    server.restart();
    test.clock().advance(Duration::from_secs(30));
    assert_eq!(user_name(&pool, 7).await.expect("the trial call"), "anna");
    assert_eq!(state(), State::Closed);
}

#[tokio::test]
async fn a_mistake_in_the_statement_is_an_answer_and_a_lock_that_lasts_is_slow() {
    let test = isolate();
    let Some(server) = Server::start() else { return };
    let (ours, theirs) = (pool(&server), pool(&server));
    for _ in 0..10 {
        let mistake = user_name(&ours, 7).await.expect_err("there is no such table");
        assert!(matches!(mistake, UserError::Db(sqlx::Error::Database(_))), "{mistake:?}");
    }
    assert_eq!(state(), State::Closed);

    run(&theirs, "CREATE TABLE users (id BIGINT PRIMARY KEY, name TEXT)").await;
    let mut lock = theirs.begin().await.expect("a transaction");
    sqlx::query("LOCK TABLE users").execute(&mut *lock).await.expect("it is free");
    let calls: Vec<_> = (0..5).map(|_| Box::pin(user_name(&ours, 7))).collect();
    let mut calls = std::pin::pin!(join(calls));
    tokio::time::timeout(Duration::from_millis(100), &mut calls).await.expect_err("it waits");
    // The requests are given up; the calls have waited for longer than `slow_call`.
    test.clock().advance(Duration::from_secs(3));
    calls.as_mut().set(join(Vec::new()));
    assert_eq!(state(), State::Open);

    lock.rollback().await.expect("it lets go");
    test.clock().advance(Duration::from_secs(30));
    let missing = user_name(&ours, 7).await.expect_err("nobody, but an answer");
    assert!(matches!(missing, UserError::Db(sqlx::Error::RowNotFound)), "{missing:?}");
    assert_eq!(state(), State::Closed);
}

/// Waits for all of them.
async fn join<F: Future + Unpin>(mut calls: Vec<F>) {
    std::future::poll_fn(|context| {
        calls.retain_mut(|call| std::pin::Pin::new(call).poll(context).is_pending());
        if calls.is_empty() { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
}
