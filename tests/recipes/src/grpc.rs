use std::sync::Arc;
use std::time::Duration;

use breaker_runtime::{CircuitOpen, circuit_breaker};
use tonic::transport::Channel;
use tonic::{Code, Status};
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_client::HealthClient;

#[circuit_breaker(name = "rates", threshold = 5, window = "10s",
    open(Err(status) if pushback(status).is_some() => pushback(status)),
    failure(Err(status) if is_outage(status.code())), success(Err(_)),
    fallback = |open| Err(unavailable(open)))]
pub async fn status_of(channel: Channel, service: &str) -> Result<i32, Status> {
    let request = HealthCheckRequest { service: service.to_owned() };
    Ok(HealthClient::new(channel).check(request).await?.into_inner().status)
}

/// `Cancelled` is what tonic's own time-out (`Endpoint::timeout`) looks like.
pub fn is_outage(code: Code) -> bool {
    matches!(
        code,
        Code::Cancelled
            | Code::DeadlineExceeded
            | Code::Internal
            | Code::ResourceExhausted
            | Code::Unavailable
            | Code::Unknown
    )
}

/// When the server would be asked again: its word to clients that retry.
fn pushback(status: &Status) -> Option<Duration> {
    let millis = status.metadata().get("grpc-retry-pushback-ms")?.to_str().ok()?;
    Some(Duration::from_millis(millis.parse().ok()?))
}

/// With the rejection as its source, so that `CircuitOpen::behind` finds it.
pub fn unavailable(open: CircuitOpen) -> Status {
    let mut status = Status::unavailable(open.to_string());
    status.set_source(Arc::new(open));
    status
}
