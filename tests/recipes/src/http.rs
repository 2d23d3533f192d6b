use breaker_runtime::{CircuitOpen, TimedOut, circuit_breaker};
use reqwest::{Client, StatusCode};

#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    #[error(transparent)]
    Http(#[from] reqwest::Error),
    #[error(transparent)]
    Unavailable(#[from] CircuitOpen),
    #[error(transparent)]
    TooLate(#[from] TimedOut),
}

#[circuit_breaker(name = "geocoder", threshold = 5, window = "10s", timeout = "3s",
    ignore(Err(ApiError::Http(e)) if e.status() == Some(StatusCode::TOO_MANY_REQUESTS)),
    success(Err(ApiError::Http(e)) if e.status().is_some_and(is_an_answer)))]
pub async fn place(client: &Client, server: &str, id: u64) -> Result<String, ApiError> {
    let request = client.get(format!("{server}/places/{id}"));
    let reply = request.send().await?.error_for_status()?;
    // In here, so that a body that is cut off or stalls is a failure too.
    Ok(reply.text().await?)
}

/// What a server says of the request, and not of itself: `408` is that it was too slow
/// to read it.
fn is_an_answer(status: StatusCode) -> bool {
    status.is_client_error() && status != StatusCode::REQUEST_TIMEOUT
}
