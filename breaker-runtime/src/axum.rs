//! Rejections and time-outs as responses (feature `axum`).
//!
//! What is down behind a service is not its clients' business: the bodies say nothing of it.

use core::time::Duration;

use axum_core::response::{IntoResponse, Response};
use http::header::{HeaderValue, RETRY_AFTER};
use http::status::StatusCode;

use crate::{CircuitOpen, TimedOut};

/// `503 Service Unavailable`, with `Retry-After` where it is known: in whole seconds, never too early, and one at least.
///
/// ```
/// use axum_core::response::IntoResponse;
/// use breaker_runtime::{CircuitBreaker, Policy};
/// use std::time::Duration;
///
/// static STOCK: CircuitBreaker = CircuitBreaker::new("stock", Policy::new());
/// STOCK.open_for(Duration::from_millis(6_500));
///
/// let response = STOCK.try_acquire().unwrap_err().into_response();
/// assert_eq!(response.status(), 503);
/// assert_eq!(response.headers()["retry-after"], "7");
/// ```
impl IntoResponse for CircuitOpen {
    fn into_response(self) -> Response {
        let status = StatusCode::SERVICE_UNAVAILABLE;
        let mut response = (status, "unavailable for the moment\n").into_response();
        if let Some(rest) = self.retry_after() {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(whole_seconds(rest)));
        }
        response
    }
}

/// `504 Gateway Timeout`.
impl IntoResponse for TimedOut {
    fn into_response(self) -> Response {
        (StatusCode::GATEWAY_TIMEOUT, "no answer in time\n").into_response()
    }
}

/// A rejection is a response of its own, and so is the service's error.
#[cfg(feature = "tower")]
impl<E: IntoResponse> IntoResponse for crate::tower::Error<E> {
    fn into_response(self) -> Response {
        match self {
            Self::Open(open) => open.into_response(),
            Self::Service(error) => error.into_response(),
        }
    }
}

/// Rounded up: who comes back earlier is rejected again.
const fn whole_seconds(rest: Duration) -> u64 {
    let started = rest.as_secs().saturating_add((rest.subsec_nanos() > 0) as u64);
    if started == 0 { 1 } else { started }
}
