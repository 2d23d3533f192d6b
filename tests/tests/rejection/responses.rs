//! Rejections and time-outs that became responses of axum, and those behind errors that become one.

use core::future::pending;
use core::time::Duration;
use std::io;
use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use breaker_runtime::{
    CircuitBreaker, Outcome, Policy, State, TimedOut, Verdict, circuit_breaker, registry,
    response_behind,
};
use tests::run;

use crate::errors::PayError;
use crate::open;

/// In one line, as users write it.
impl IntoResponse for PayError {
    fn into_response(self) -> Response {
        response_behind(&self).unwrap_or_else(|| StatusCode::BAD_GATEWAY.into_response())
    }
}

#[derive(Debug)]
struct AppError(anyhow::Error);

impl IntoResponse for AppError {
    fn into_response(self) -> Response {
        response_behind(&*self.0).unwrap_or_else(|| StatusCode::BAD_GATEWAY.into_response())
    }
}

fn late() -> TimedOut {
    #[circuit_breaker(name = "responses: late", timeout = "1ms", threshold = 1000)]
    async fn late() -> io::Result<()> {
        pending().await
    }

    TimedOut::behind(&run(late()).unwrap_err()).unwrap()
}

#[test]
fn a_rejection_behind_an_error_is_a_503() {
    let errors = [
        PayError::from(open()),
        PayError::from(io::Error::from(open())),
        PayError::from(Arc::new(io::Error::from(open()))),
        PayError::Because(Box::new(open().into())),
    ];
    for error in errors {
        assert_eq!(error.into_response().status(), 503);
    }
    let error = anyhow::Error::from(PayError::from(open())).context("order 7");
    assert_eq!(AppError(error).into_response().status(), 503);
}

#[test]
fn it_says_when_to_come_back() {
    static KIOSK: CircuitBreaker = CircuitBreaker::new("kiosk", Policy::new());
    KIOSK.open_for(Duration::from_secs(100));
    let error = PayError::Because(Box::new(KIOSK.try_acquire().unwrap_err().into()));
    assert_eq!(error.into_response().headers()["retry-after"], "100");
}

#[test]
fn a_time_out_behind_an_error_is_a_504() {
    for error in [PayError::from(io::Error::from(late())), PayError::Any(Box::new(late()))] {
        assert_eq!(error.into_response().status(), 504);
    }
}

#[test]
fn other_errors_have_no_response() {
    assert!(response_behind(&PayError::Declined).is_none());
    assert!(response_behind(&io::Error::from(io::ErrorKind::TimedOut)).is_none());
    assert_eq!(PayError::Declined.into_response().status(), 502);
}

#[circuit_breaker(name = "responses: page", threshold = 2, timeout = "1s")]
async fn page(response: Option<Response>) -> Response {
    match response {
        Some(response) => response,
        None => pending().await,
    }
}

#[test]
fn a_response_is_judged_by_its_status_and_made_from_rejections_and_time_outs() {
    let circuit = registry().get("responses: page").unwrap();
    let answered = |response: Response| run(page(Some(response))).status().as_u16();
    assert_eq!(answered(StatusCode::OK.into_response()), 200);
    assert_eq!(answered(StatusCode::NOT_FOUND.into_response()), 404);
    assert_eq!(answered(StatusCode::INTERNAL_SERVER_ERROR.into_response()), 500);
    assert_eq!((circuit.snapshot().calls.success, circuit.snapshot().calls.failure), (2, 1));
    assert_eq!(run(page(None)).status(), 504);
    assert_eq!(circuit.state(), State::Open);
    let rejected = run(page(None));
    assert_eq!(rejected.status(), 503);
    assert!(rejected.headers().contains_key("retry-after"));
}

#[circuit_breaker(name = "responses: layer", threshold = 1)]
fn layer(response: Response) -> Response {
    response
}

#[test]
fn one_that_was_a_rejection_from_within_says_nothing() {
    assert_eq!(layer(open().into_response()).status(), 503);
    assert_eq!(layer(PayError::from(open()).into_response()).status(), 503);
    let circuit = registry().get("responses: layer").unwrap();
    assert_eq!((circuit.snapshot().calls.ignored, circuit.state()), (2, State::Closed));
    layer(StatusCode::SERVICE_UNAVAILABLE.into_response());
    assert_eq!(circuit.state(), State::Open);
}

#[test]
fn by_hand_its_status_counts() {
    assert_eq!(StatusCode::BAD_GATEWAY.into_response().verdict(), Verdict::Failure);
    assert_eq!(StatusCode::BAD_REQUEST.into_response().verdict(), Verdict::Success);
}

#[expect(clippy::result_large_err, reason = "handlers return them")]
#[circuit_breaker(name = "responses: errors", threshold = 1)]
fn responses_as_errors(works: bool) -> Result<&'static str, Response> {
    if works { Ok("page") } else { Err(StatusCode::BAD_GATEWAY.into_response()) }
}

#[circuit_breaker(name = "responses: codes", threshold = 1, timeout = "1s")]
async fn codes_as_errors() -> Result<&'static str, StatusCode> {
    pending().await
}

#[test]
fn responses_and_codes_are_errors_of_functions_without_a_fallback() {
    assert_eq!(responses_as_errors(false).unwrap_err().status(), 502);
    let rejected = responses_as_errors(true).unwrap_err();
    assert_eq!(rejected.status(), 503);
    assert!(rejected.headers().contains_key("retry-after"));
    assert_eq!(run(codes_as_errors()), Err(StatusCode::GATEWAY_TIMEOUT));
    assert_eq!(run(codes_as_errors()), Err(StatusCode::SERVICE_UNAVAILABLE));
}
