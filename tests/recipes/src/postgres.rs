use breaker_runtime::{CircuitOpen, circuit_breaker};
use sqlx::PgPool;

#[derive(Debug, thiserror::Error)]
pub enum UserError {
    #[error(transparent)]
    Db(#[from] sqlx::Error),
    #[error(transparent)]
    Unavailable(#[from] CircuitOpen),
}

#[circuit_breaker(name = "users", threshold = 5, window = "10s", slow_call = "2s",
    failure(Err(UserError::Db(sqlx::Error::Database(e))) if is_outage(&**e)),
    success(Err(UserError::Db(sqlx::Error::RowNotFound | sqlx::Error::Database(_)))))]
pub async fn user_name(pool: &PgPool, id: i64) -> Result<String, UserError> {
    let query = sqlx::query_scalar("SELECT name FROM users WHERE id = $1");
    Ok(query.bind(id).fetch_one(pool).await?)
}

fn is_outage(error: &dyn sqlx::error::DatabaseError) -> bool {
    error.code().is_some_and(|code| code.starts_with("53") || code.starts_with("57"))
}
