//! Requests and responses of any server: documents, guards, and what is refused.

#![expect(clippy::unwrap_used, clippy::panic, reason = "of tests")]

mod circuit;
mod documents;
mod guards;
mod refused;
#[path = "../schema/mod.rs"]
mod schema;
#[path = "../until/mod.rs"]
mod until;

use breaker_dashboard::Dashboard;
use breaker_dashboard::document::Document;
use breaker_runtime::{CircuitBreaker, Policy, register};
use bytes::Bytes;
use http::{Method, Request, Response, StatusCode};

static GATEWAY: CircuitBreaker = CircuitBreaker::new("gateway A", Policy::new().threshold(1));
register!(GATEWAY);

fn ask(dashboard: &Dashboard, path: &str) -> Response<Bytes> {
    dashboard.respond(Request::get(path).body(Bytes::new()).unwrap())
}

fn status_of(dashboard: &Dashboard, method: Method, path: &str, body: &'static [u8]) -> StatusCode {
    let request = Request::builder().method(method).uri(path).body(Bytes::from_static(body));
    dashboard.respond(request.unwrap()).status()
}

fn state(dashboard: &Dashboard) -> Document {
    serde_json::from_slice(ask(dashboard, "/api/v1/state").body()).unwrap()
}

fn error(dashboard: &Dashboard, path: &str) -> (u16, String) {
    let response = ask(dashboard, path);
    let body: serde_json::Value = serde_json::from_slice(response.body()).unwrap();
    (response.status().as_u16(), body["error"].as_str().unwrap().to_owned())
}
