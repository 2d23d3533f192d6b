use breaker_runtime::{CircuitOpen, circuit_breaker};
use sqlx::SqlitePool;

#[derive(Debug, thiserror::Error)]
pub enum NoteError {
    #[error(transparent)]
    Db(#[from] sqlx::Error),
    #[error(transparent)]
    Unavailable(#[from] CircuitOpen),
}

#[circuit_breaker(name = "notes", threshold = 5, window = "10s",
    failure(Err(NoteError::Db(sqlx::Error::Database(e))) if is_outage(&**e)),
    success(Err(NoteError::Db(sqlx::Error::RowNotFound | sqlx::Error::Database(_)))))]
pub async fn add(pool: &SqlitePool, id: i64, text: &str) -> Result<(), NoteError> {
    sqlx::query("INSERT INTO notes (id, text) VALUES (?, ?)")
        .bind(id)
        .bind(text)
        .execute(pool)
        .await?;
    Ok(())
}

/// Busy, locked, no memory, read-only, broken disk, full disk, can't be opened: the low
/// byte of the code says which, the rest says more of it.
fn is_outage(error: &dyn sqlx::error::DatabaseError) -> bool {
    let code = error.code().and_then(|code| code.parse::<u32>().ok());
    code.is_some_and(|code| matches!(code & 0xff, 5 | 6 | 7 | 8 | 10 | 13 | 14))
}
