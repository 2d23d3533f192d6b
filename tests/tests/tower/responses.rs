//! Rejections and time-outs as responses of axum.

use core::convert::Infallible;
use core::time::Duration;

use axum::body::{Body, to_bytes};
use axum::error_handling::HandleErrorLayer;
use axum::http::{Request, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Router, http};
use breaker_runtime::tower::{CircuitBreakerLayer, Error};
use breaker_runtime::{
    CircuitBreaker, CircuitOpen, Policy, State, TimedOut, Verdict, circuit_breaker,
};
use tests::{TICK, just_before};
use tower::{ServiceBuilder, ServiceExt};

use crate::callee::Broken;
use crate::circuit;

fn status_and_retry_after(response: &Response) -> (u16, Option<&str>) {
    let retry_after = response.headers().get(http::header::RETRY_AFTER);
    (response.status().as_u16(), retry_after.map(|value| value.to_str().unwrap()))
}

#[test]
fn a_rejection_is_a_503_that_says_when_to_come_back_in_whole_seconds_rounded_up() {
    let circuit = circuit();
    let second = Duration::from_secs(1);
    for (rest, expected) in [
        (TICK, "1"),
        (just_before(second), "1"),
        (second, "1"),
        (second + TICK, "2"),
        (second * 90, "90"),
        (Duration::from_hours(24 * 365 * 100), "3153600000"),
    ] {
        circuit.open_for(rest);
        let response = circuit.rejected().into_response();
        assert_eq!(status_and_retry_after(&response), (503, Some(expected)), "{rest:?}");
    }
}

#[test]
fn one_that_may_pass_the_next_time_asks_for_a_second_nevertheless() {
    let circuit = tests::TestCircuit::new(Policy::new().ramp_up(Duration::from_hours(1)));
    circuit.trip_and_wait().succeed().is(State::RampUp);
    let open = (0..100).find_map(|_| circuit.try_acquire().err()).unwrap();
    assert_eq!(open.retry_after(), Some(Duration::ZERO));
    assert_eq!(status_and_retry_after(&open.into_response()), (503, Some("1")));
}

#[test]
fn nobody_knows_when_a_circuit_that_is_forced_open_closes() {
    let circuit = circuit();
    circuit.force_open();
    assert_eq!(status_and_retry_after(&circuit.rejected().into_response()), (503, None));
}

#[tokio::test]
async fn bodies_are_text_that_names_no_names() {
    let circuit = circuit();
    circuit.force_open();
    let late = late().await.unwrap_err();
    for response in [circuit.rejected().into_response(), late.into_response()] {
        assert_eq!(response.headers()["content-type"], "text/plain; charset=utf-8");
        let body = to_bytes(response.into_body(), 1000).await.unwrap();
        let text = str::from_utf8(&body).unwrap();
        assert!(!text.is_empty() && text.len() < 40, "{text}");
        for internal in ["tested", "late", "circuit", "open", "ms"] {
            assert!(!text.contains(internal), "{text}");
        }
    }
}

enum Late {
    Open(CircuitOpen),
    TimedOut(TimedOut),
}

impl From<CircuitOpen> for Late {
    fn from(open: CircuitOpen) -> Self {
        Self::Open(open)
    }
}

impl From<TimedOut> for Late {
    fn from(timed_out: TimedOut) -> Self {
        Self::TimedOut(timed_out)
    }
}

impl IntoResponse for Late {
    fn into_response(self) -> Response {
        match self {
            Self::Open(open) => open.into_response(),
            Self::TimedOut(timed_out) => timed_out.into_response(),
        }
    }
}

#[circuit_breaker(name = "late", timeout = "1ms", threshold = 1000)]
async fn late() -> Result<(), Late> {
    core::future::pending().await
}

#[tokio::test(start_paused = true)]
async fn a_time_out_is_a_504() {
    let response = late().await.into_response();
    assert_eq!(status_and_retry_after(&response), (504, None));
}

#[test]
fn the_error_of_a_guarded_service_is_a_response_if_the_services_is() {
    let circuit = circuit();
    circuit.force_open();
    let rejected = Error::<StatusCode>::Open(circuit.rejected());
    assert_eq!(rejected.into_response().status(), 503);
    assert_eq!(Error::Service(StatusCode::IM_A_TEAPOT).into_response().status(), 418);
}

/// What a server behind its own circuit counts.
fn server_errors(result: &Result<Response, Infallible>) -> Verdict {
    match result {
        Ok(response) if response.status().is_server_error() => Verdict::Failure,
        Ok(_) => Verdict::Success,
        Err(never) => match *never {},
    }
}

#[tokio::test]
async fn a_router_answers_itself_while_its_handlers_circuit_is_open() {
    static ROUTES: CircuitBreaker = CircuitBreaker::new("routes", Policy::new().threshold(2));
    let handle_error = HandleErrorLayer::new(async |error: Error<Infallible>| error);
    let guard = CircuitBreakerLayer::new(&ROUTES).judge(server_errors);
    let routes = Router::new()
        .route("/", get(async || Broken.into_response()))
        .layer(ServiceBuilder::new().layer(handle_error).layer(guard));
    let mut statuses = Vec::new();
    for _ in 0..3 {
        let request = Request::get("/").body(Body::empty()).unwrap();
        statuses.push(routes.clone().oneshot(request).await.unwrap().status().as_u16());
    }
    assert_eq!(statuses, [500, 500, 503]);
}

impl IntoResponse for Broken {
    fn into_response(self) -> Response {
        StatusCode::INTERNAL_SERVER_ERROR.into_response()
    }
}
