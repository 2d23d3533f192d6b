//! Orders to circuits: who may, from where, what is refused, what is told.

#![expect(clippy::unwrap_used, clippy::panic, reason = "of tests")]

mod access;
mod done;
mod dry_run;
mod keys;
mod listeners;
mod recorded;
mod refused;
#[path = "../until/mod.rs"]
mod until;

use std::sync::{Mutex, MutexGuard, PoisonError};

use breaker_dashboard::Dashboard;
use breaker_dashboard::document::Document;
use bytes::Bytes;
use http::{Request, Response};

/// Until it is dropped nobody else configures: that replaces what a test has switched.
fn configures_alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// By whoever says who it is.
fn steered() -> Dashboard {
    Dashboard::new().steer_if(|request| {
        let user = request.headers.get("x-user")?.to_str().ok()?;
        (user != "guest").then(|| user.to_owned())
    })
}

fn state(dashboard: &Dashboard, user: &str) -> Document {
    let request = Request::get("/api/v1/state").header("x-user", user).body(Bytes::new());
    serde_json::from_slice(dashboard.respond(request.unwrap()).body()).unwrap()
}

fn token(dashboard: &Dashboard) -> String {
    state(dashboard, "anna").steering.token.unwrap()
}

/// An order of anna's page, with these headers besides or in their place.
fn order(
    dashboard: &Dashboard,
    order: &serde_json::Value,
    headers: &[(&'static str, &str)],
) -> Response<Bytes> {
    order_of(dashboard, order.to_string(), headers)
}

/// The same, of an order to the letter.
fn order_of(
    dashboard: &Dashboard,
    body: String,
    headers: &[(&'static str, &str)],
) -> Response<Bytes> {
    let body = Bytes::from(body);
    let mut request = Request::post("/api/v1/steer").body(body).unwrap();
    let token = token(dashboard);
    for (name, value) in [
        ("host", "shop.example"),
        ("origin", "http://shop.example"),
        ("content-type", "application/json"),
        ("x-user", "anna"),
        ("x-circuit-token", &*token),
    ]
    .iter()
    .chain(headers)
    {
        request.headers_mut().insert(*name, value.parse().unwrap());
    }
    dashboard.respond(request)
}

fn error(response: &Response<Bytes>) -> String {
    let body: serde_json::Value = serde_json::from_slice(response.body()).unwrap();
    body["error"].as_str().unwrap().to_owned()
}
