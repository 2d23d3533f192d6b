//! Handlers of web frameworks, with extractors as patterns.

#![allow(clippy::diverging_sub_expression, reason = "what `debug_handler` makes of any function")]

use core::convert::Infallible;
use core::fmt;

use actix_web::http::StatusCode as ActixStatus;
use actix_web::{HttpResponse, Responder, ResponseError, get, post, web};
use axum::extract::{FromRequestParts, Json, Path, Query, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Request, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::{Router, debug_handler, routing};
use breaker_runtime::{CircuitOpen, circuit_breaker};
use tower::ServiceExt;

use crate::callee::block_on;

#[derive(Clone)]
struct Db(u32);

#[debug_handler]
#[circuit_breaker(
    failure(response if response.status().is_server_error()),
    fallback = StatusCode::SERVICE_UNAVAILABLE.into_response()
)]
async fn response(State(db): State<Db>, Path((id, _)): Path<(u32, String)>) -> Response {
    (StatusCode::OK, (db.0 + id).to_string()).into_response()
}

#[circuit_breaker(
    failure((status, _) if status.is_server_error()),
    fallback = (StatusCode::SERVICE_UNAVAILABLE, String::new())
)]
#[debug_handler(state = Db)]
async fn opaque(
    State(Db(offset)): State<Db>,
    headers: HeaderMap,
    Query(query): Query<std::collections::HashMap<String, String>>,
    body: String,
) -> impl IntoResponse {
    (StatusCode::OK, format!("{offset} {} {} {body}", headers.len(), query.len()))
}

#[circuit_breaker(success(Err(status) if status.is_client_error()), fallback = instead)]
#[debug_handler(state = Db)]
async fn with_path(State(mut db): State<Db>, Json(id): Json<u32>) -> Result<Json<u32>, StatusCode> {
    db.0 += 1;
    Ok(Json(id + db.0))
}

async fn instead(State(db): State<Db>, Json(id): Json<u32>) -> Result<Json<u32>, StatusCode> {
    Ok(Json(id + db.0))
}

struct Everything;

impl<S: Sync> FromRequestParts<S> for Everything {
    type Rejection = Infallible;

    #[circuit_breaker(success(_), slow_call = "1s", fallback = Ok(Self))]
    async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self)
    }
}

#[circuit_breaker(key = name, success(Ok(_)), fallback = |_| Err(StatusCode::SERVICE_UNAVAILABLE))]
async fn keyed(_: Everything, Path(name): Path<String>) -> Result<String, StatusCode> {
    if name == "down" { Err(StatusCode::BAD_GATEWAY) } else { Ok(name) }
}

/// An error of actix's kind.
#[derive(Debug)]
struct Refused(u16);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "refused: {}", self.0)
    }
}

impl From<CircuitOpen> for Refused {
    fn from(_: CircuitOpen) -> Self {
        Self(503)
    }
}

impl ResponseError for Refused {
    fn status_code(&self) -> ActixStatus {
        ActixStatus::from_u16(self.0).unwrap_or_default()
    }
}

#[get("/fallible/{id}")]
#[circuit_breaker]
async fn fallible(id: web::Path<u32>) -> Result<HttpResponse, Refused> {
    if *id == 0 { Err(Refused(502)) } else { Ok(HttpResponse::Ok().body(id.to_string())) }
}

#[post("/responder")]
#[circuit_breaker(
    failure(response if response.status().is_server_error()),
    fallback = HttpResponse::ServiceUnavailable().finish()
)]
async fn responder(web::Json(id): web::Json<u32>, db: web::Data<Db>) -> impl Responder {
    HttpResponse::Ok().body((id + db.0).to_string())
}

#[get("/results")]
#[circuit_breaker(success(Err(error) if error.0 != 502))]
async fn results() -> Result<impl Responder, Refused> {
    Ok("a")
}

/// As the guide's chapter of errors has it.
#[get("/refused")]
#[circuit_breaker(
    name = "fragile",
    consecutive = 1,
    fallback = |open| Err(actix_web::error::ErrorServiceUnavailable(open))
)]
async fn refused() -> Result<&'static str, actix_web::Error> {
    Err(actix_web::error::ErrorBadGateway("down"))
}

fn axum_says(request: Request<axum::body::Body>) -> (StatusCode, String) {
    let router = Router::new()
        .route("/response/{id}/{name}", routing::get(response))
        .route("/opaque", routing::post(opaque))
        .route("/path", routing::post(with_path))
        .route("/keyed/{name}", routing::get(keyed))
        .with_state(Db(1));
    block_on(async {
        let response = router.oneshot(request).await.unwrap_or_else(|never| match never {});
        let status = response.status();
        let body = axum::body::to_bytes(response.into_body(), 1000).await.unwrap();
        (status, String::from_utf8_lossy(&body).into_owned())
    })
}

fn get(path: &str) -> (StatusCode, String) {
    axum_says(Request::get(path).body(axum::body::Body::empty()).unwrap())
}

#[test]
fn axum() {
    assert_eq!(get("/response/2/x"), (StatusCode::OK, "3".to_owned()));
    let request = Request::post("/opaque?a=1").header("a", "b").body("c".into()).unwrap();
    assert_eq!(axum_says(request), (StatusCode::OK, "1 1 1 c".to_owned()));
    let request = Request::post("/path").header("content-type", "application/json");
    let request = request.body("5".into()).unwrap();
    assert_eq!(axum_says(request), (StatusCode::OK, "7".to_owned()));
    assert_eq!(get("/keyed/a"), (StatusCode::OK, "a".to_owned()));
    assert_eq!(get("/keyed/down").0, StatusCode::BAD_GATEWAY);
}

#[test]
fn actix() {
    use actix_web::test::{TestRequest, call_and_read_body, init_service};
    let answers = actix_web::rt::System::new().block_on(async {
        let app = actix_web::App::new().app_data(web::Data::new(Db(1)));
        let app = app.service(fallible).service(responder).service(results).service(refused);
        let app = init_service(app).await;
        let request = TestRequest::post().uri("/responder").set_json(2).to_request();
        let mut answers = vec![call_and_read_body(&app, request).await];
        for uri in ["/fallible/1", "/fallible/0", "/results", "/refused", "/refused"] {
            let request = TestRequest::get().uri(uri).to_request();
            answers.push(call_and_read_body(&app, request).await);
        }
        answers
    });
    assert_eq!(answers[..5], ["3", "1", "refused: 502", "a", "down"]);
    let rejected = String::from_utf8_lossy(&answers[5]);
    assert!(rejected.contains("`fragile`"), "{rejected}");
}
