use std::io;

use breaker_runtime::{Cause, circuit_breaker};
use redis::aio::MultiplexedConnection;
use redis::{AsyncTypedCommands, RedisError};
use sqlx::PgPool;

#[circuit_breaker(name = "orders", timeout = "2s",
    fallback_on = timeout, fallback = |cause| Err(sqlx::Error::Io(refused(cause))))]
pub async fn orders(pool: &PgPool) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar("SELECT count(*) FROM orders").fetch_one(pool).await
}

#[circuit_breaker(name = "carts", timeout = "500ms",
    fallback_on = timeout, fallback = |cause| Err(RedisError::from(refused(cause))))]
pub async fn cart(
    mut redis: MultiplexedConnection,
    id: &str,
) -> Result<Option<String>, RedisError> {
    redis.get(id).await
}

fn refused(cause: Cause) -> io::Error {
    match cause {
        Cause::Open(open) => open.into(),
        Cause::TimedOut(late) => late.into(),
        other => io::Error::other(other.to_string()),
    }
}
