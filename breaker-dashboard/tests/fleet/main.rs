//! The fleet in the documents: before an engine that is not there, and with another process before
//! a real one.

#![cfg(unix)]
#![expect(clippy::unwrap_used, clippy::panic, reason = "of tests")]

mod away;
mod peer;
#[path = "../schema/mod.rs"]
mod schema;
mod together;
#[path = "../until/mod.rs"]
mod until;

use std::sync::{Mutex, MutexGuard, PoisonError};

use breaker_dashboard::Dashboard;
use breaker_dashboard::document::{Circuit, Document, Steered};
use bytes::Bytes;
use http::Request;
use serde_json::Value;

/// A program has one record, which shows one fleet: one test at a time.
fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

fn dashboard(fleet: &breaker_fleet::Fleet) -> Dashboard {
    Dashboard::new().steer_if(|_| Some("anna".to_owned())).fleet(fleet.watch())
}

fn ask(dashboard: &Dashboard, path: &str) -> Value {
    let response = dashboard.respond(Request::get(path).body(Bytes::new()).unwrap());
    assert_eq!(response.status(), 200, "{path}");
    serde_json::from_slice(response.body()).unwrap()
}

fn check(dashboard: &Dashboard, what: &str, value: &Value) {
    let schema = ask(dashboard, "/api/v1/schema");
    schema::check(&schema, &schema["$defs"][what], value, what);
}

/// The state, once something holds of it.
#[track_caller]
fn until(dashboard: &Dashboard, what: &str, holds: impl Fn(&Document) -> bool) -> Document {
    until::until(what, || {
        let said = ask(dashboard, "/api/v1/state");
        let document: Document = serde_json::from_value(said.clone()).unwrap();
        holds(&document).then(|| {
            check(dashboard, "document", &said);
            document
        })
    })
}

fn circuit<'d>(document: &'d Document, name: &str) -> &'d Circuit {
    document.circuits.iter().find(|circuit| circuit.name == name).unwrap()
}

fn order(dashboard: &Dashboard, order: &Value) -> Steered {
    let token = ask(dashboard, "/api/v1/state")["steering"]["token"].as_str().unwrap().to_owned();
    let request = Request::post("/api/v1/steer")
        .header("content-type", "application/json")
        .header("x-circuit-token", token);
    let response = dashboard.respond(request.body(Bytes::from(order.to_string())).unwrap());
    let said: Value = serde_json::from_slice(response.body()).unwrap();
    assert_eq!(response.status(), 200, "{said}");
    check(dashboard, "steered", &said);
    serde_json::from_value(said).unwrap()
}
