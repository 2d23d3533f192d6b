use std::io;

use breaker_runtime::{Cause, circuit_breaker};
use redis::aio::ConnectionManager;
use redis::{AsyncTypedCommands, ErrorKind, RedisError, ServerErrorKind};

#[circuit_breaker(name = "sessions", threshold = 5, window = "10s", timeout = "500ms",
    success(Err(e) if is_an_answer(e)),
    fallback_on = timeout, fallback = |cause| Err(RedisError::from(refused(cause))))]
pub async fn session(
    mut redis: ConnectionManager,
    id: &str,
) -> Result<Option<String>, RedisError> {
    redis.get(format!("session:{id}")).await
}

/// What the server says of the command, and not of itself: a wrong type, say, a
/// script that it does not know, or a user who may not.
pub fn is_an_answer(error: &RedisError) -> bool {
    match error.kind() {
        // Words that the client has no name for: `WRONGTYPE`, but `OOM` and `MISCONF` too.
        ErrorKind::Extension => !matches!(error.code(), Some("OOM" | "MISCONF" | "BUSY")),
        ErrorKind::UnexpectedReturnType => true,
        ErrorKind::Server(kind) => matches!(
            kind,
            ServerErrorKind::ResponseError
                | ServerErrorKind::CrossSlot
                | ServerErrorKind::ExecAbort
                | ServerErrorKind::NoPerm
                | ServerErrorKind::NoScript
        ),
        _ => false,
    }
}

pub fn refused(cause: Cause) -> io::Error {
    match cause {
        Cause::Open(open) => open.into(),
        Cause::TimedOut(late) => late.into(),
        other => io::Error::other(other.to_string()),
    }
}
