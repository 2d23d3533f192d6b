//! Rejections and time-outs as responses (feature `axum`).
//!
//! The bodies do not say what is down behind a service: that is not its clients' business.

use core::time::Duration;

use axum_core::response::{IntoResponse, Response};
use http::header::{HeaderValue, RETRY_AFTER};
use http::status::StatusCode;

use crate::base::identity::CircuitId;
use crate::call::cause::{TimeOut, TimedOut};
use crate::call::found;
use crate::call::judge::ByOutcome;
use crate::call::outcome::{Outcome, Reject, Verdict};
use crate::call::rejection::CircuitOpen;
use crate::call::within::{Behind, Look};

/// `503 Service Unavailable`, with `Retry-After` where it is known: in whole seconds, never too
/// early, and one at least.
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
        // For a circuit around the one that rejected the call.
        response.extensions_mut().insert(self);
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
impl<E: IntoResponse> IntoResponse for crate::adapters::tower::Error<E> {
    fn into_response(self) -> Response {
        match self {
            Self::Open(open) => open.into_response(),
            Self::Service(error) => error.into_response(),
        }
    }
}

/// The response to an error that wraps a rejection or a time-out.
///
/// ```
/// use axum_core::response::{IntoResponse, Response};
/// use breaker_runtime::response_behind;
/// use std::fmt;
///
/// #[derive(Debug)]
/// enum QuoteError {
///     Upstream(std::io::Error),
///     UnknownPair,
/// }
/// # impl fmt::Display for QuoteError {
/// #     fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str("no quote") }
/// # }
/// # impl std::error::Error for QuoteError {
/// #     fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
/// #         match self { Self::Upstream(error) => Some(error), Self::UnknownPair => None }
/// #     }
/// # }
///
/// impl IntoResponse for QuoteError {
///     fn into_response(self) -> Response {
///         response_behind(&self).unwrap_or_else(|| match self {
///             Self::Upstream(_) => http::StatusCode::BAD_GATEWAY.into_response(),
///             Self::UnknownPair => http::StatusCode::NOT_FOUND.into_response(),
///         })
///     }
/// }
/// ```
///
/// [`CircuitOpen`] becomes `503` with `Retry-After`, [`TimedOut`] becomes `504`, and other errors
/// `None`. [`CircuitOpen::behind`] says which sources of an error it follows. For an
/// `anyhow::Error` write `response_behind(&*error)`. More: [axum and
/// tower](crate::_guide::servers).
#[must_use]
pub fn response_behind(error: &(dyn core::error::Error + '_)) -> Option<Response> {
    let rejection = || CircuitOpen::behind(error).map(IntoResponse::into_response);
    let time_out = || TimedOut::behind(error).map(IntoResponse::into_response);
    rejection().or_else(time_out)
}

/// A status from 500 on is a failure.
#[diagnostic::do_not_recommend]
impl Outcome for Response {
    fn verdict(&self) -> Verdict {
        if self.status().is_server_error() { Verdict::Failure } else { Verdict::Success }
    }
}

/// `503`, as [`CircuitOpen`] itself becomes.
#[diagnostic::do_not_recommend]
impl Reject for Response {
    fn reject(open: CircuitOpen) -> Self {
        open.into_response()
    }
}

/// `504`, as [`TimedOut`] itself becomes.
#[diagnostic::do_not_recommend]
impl TimeOut for Response {
    fn time_out(timed_out: TimedOut) -> Self {
        timed_out.into_response()
    }
}

/// For functions that return a `Result<_, Response>`.
impl From<CircuitOpen> for Response {
    fn from(open: CircuitOpen) -> Self {
        open.into_response()
    }
}

/// For functions that return a `Result<_, Response>`.
impl From<TimedOut> for Response {
    fn from(timed_out: TimedOut) -> Self {
        timed_out.into_response()
    }
}

/// `503 Service Unavailable`, for functions that return a `Result<_, StatusCode>`.
impl From<CircuitOpen> for StatusCode {
    fn from(_: CircuitOpen) -> Self {
        Self::SERVICE_UNAVAILABLE
    }
}

/// `504 Gateway Timeout`, for functions that return a `Result<_, StatusCode>`.
impl From<TimedOut> for StatusCode {
    fn from(_: TimedOut) -> Self {
        Self::GATEWAY_TIMEOUT
    }
}

/// Looks whether a rejection made the response.
#[derive(Debug)]
pub struct AtExtensions;

impl Behind<Response> {
    /// How to look behind it.
    #[must_use]
    pub fn look_for_rejection(&self) -> AtExtensions {
        AtExtensions
    }
}

impl Look<Response> for AtExtensions {
    type Account = ByOutcome<Response>;

    #[inline]
    fn account() -> Self::Account {
        ByOutcome::unless_rejected_within::<Self>()
    }

    #[inline]
    fn has_something_behind(returned: &Response) -> bool {
        !returned.extensions().is_empty()
    }

    #[inline]
    fn rejected_by(returned: &Response) -> Option<CircuitId> {
        if !CircuitOpen::is_seen() {
            return None;
        }
        returned.extensions().get().copied().map(found::keep)
    }
}

/// Rounded up: the circuit would reject a client that comes back earlier.
const fn whole_seconds(rest: Duration) -> u64 {
    let started = rest.as_secs().saturating_add((rest.subsec_nanos() > 0) as u64);
    if started == 0 { 1 } else { started }
}
