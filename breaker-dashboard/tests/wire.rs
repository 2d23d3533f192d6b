//! The wire to the letter: streams that go on where they broke off, bodies as the schema has them.

#![expect(clippy::unwrap_used, clippy::panic, reason = "of tests")]

mod schema;
mod until;

use breaker_dashboard::Dashboard;
use breaker_dashboard::document::Order;
use breaker_runtime::{CircuitBreaker, KeyedCircuitBreaker, Policy, registry};
use bytes::Bytes;
use http::{Request, Response};
use serde_json::{Value, json};

use until::until;

fn ask(dashboard: &Dashboard, request: http::request::Builder) -> Response<Bytes> {
    dashboard.respond(request.body(Bytes::new()).unwrap())
}

fn body(response: &Response<Bytes>) -> Value {
    serde_json::from_slice(response.body()).unwrap()
}

/// Identifiers and data of a stream's events.
fn events(dashboard: &Dashboard, last: Option<&str>) -> Vec<(String, Value)> {
    let request = Request::get("/api/v1/events");
    let request = last.into_iter().fold(request, |it, id| it.header("last-event-id", id));
    let response = ask(dashboard, request);
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    let text = String::from_utf8(response.body().to_vec()).unwrap();
    let text = text.strip_prefix("retry: 1000\n\n").unwrap();
    let events = text.split_terminator("\n\n").map(|event| {
        let (id, data) = event.split_once('\n').unwrap();
        let data = serde_json::from_str(data.strip_prefix("data: ").unwrap()).unwrap();
        (id.strip_prefix("id: ").unwrap().to_owned(), data)
    });
    events.collect()
}

/// What has happened since an event, once that is as much as this.
fn after(dashboard: &Dashboard, last: &str, count: usize) -> Vec<(String, Value)> {
    until(&format!("{count} events after {last}"), || {
        Some(events(dashboard, Some(last))).filter(|found| found.len() >= count)
    })
}

/// What is said of a circuit, once the recorder has seen it.
fn seen(dashboard: &Dashboard, path: &str) -> Value {
    until(path, || {
        let response = ask(dashboard, Request::get(path));
        (response.status() == 200).then(|| body(&response))
    })
}

#[test]
fn a_stream_goes_on_after_the_last_event_that_its_reader_has() {
    let dashboard = Dashboard::new();
    let first = events(&dashboard, None);
    let [(id, document)] = &*first else { panic!("{first:?}") };
    assert_eq!((&document["full"], &document["cursor"]), (&json!(true), &json!(id)));

    let ticks = after(&dashboard, id, 2);
    let mut last = document["tick"].as_u64().unwrap();
    for (id, patch) in &ticks {
        let tick = patch["tick"].as_u64().unwrap();
        // One that was not taken in its second, as by a machine that is busy, is nobody's.
        assert!(tick > last, "each once: {tick} after {last}");
        assert_eq!((&patch["full"], &patch["cursor"]), (&json!(false), &json!(id)));
        last = tick;
    }
    // Nor is one missed that those who ask are told.
    let asked = body(&ask(&dashboard, Request::get(format!("/api/v1/state?since={id}"))));
    let asked = asked["ticks"].as_array().unwrap();
    assert!(ticks.iter().map(|(_, patch)| patch).eq(&asked[..ticks.len()]), "{ticks:?}: {asked:?}");
    // Whoever breaks off in the middle is told the rest, and nobody anything twice.
    let rest = after(&dashboard, &ticks[0].0, 1);
    assert_eq!(rest[0], ticks[1]);
    let by_query = ask(&dashboard, Request::get(format!("/api/v1/events?since={}", ticks[0].0)));
    assert!(by_query.body().starts_with(format!("retry: 1000\n\nid: {}", ticks[1].0).as_bytes()));

    let (instance, _) = id.split_once('-').unwrap();
    for other in ["", "1", "0000000000000000-1", &format!("{instance}-"), &format!("{instance}-x")]
    {
        let found = events(&dashboard, Some(other));
        assert_eq!((found.len(), &found[0].1["full"]), (1, &json!(true)), "{other}");
    }
}

#[test]
fn orders_their_answers_and_keys_are_as_the_schema_has_them() {
    static PAY: CircuitBreaker = CircuitBreaker::new("wire pay", Policy::new());
    static PULL: KeyedCircuitBreaker =
        KeyedCircuitBreaker::new("wire pull", Policy::new().threshold(1), 8);
    registry().register(&PAY);
    registry().register_keyed(&PULL);
    PULL.try_acquire("down.example").unwrap().failure();
    let dashboard = Dashboard::new().steer_if(|_| Some("anna".to_owned()));
    let schema = body(&ask(&dashboard, Request::get("/api/v1/schema")));
    let token = body(&ask(&dashboard, Request::get("/api/v1/state")))["steering"]["token"].clone();

    let actions = schema["$defs"]["action"]["enum"].as_array().unwrap();
    assert_eq!(actions.len(), 5);
    for action in actions {
        let order = json!({ "action": action, "name": "wire pay", "key": null, "why": "a test" });
        schema::check(&schema, &schema["$defs"]["order"], &order, "an order");
        let as_type: Order = serde_json::from_value(order.clone()).unwrap();
        let as_type = serde_json::to_value(as_type).unwrap();
        schema::check(&schema, &schema["$defs"]["order"], &as_type, "an order, as a type");
        let request = Request::post("/api/v1/steer")
            .header("content-type", "application/json")
            .header("x-circuit-token", token.as_str().unwrap());
        let request = request.body(Bytes::from(order.to_string())).unwrap();
        let response = dashboard.respond(request);
        assert_eq!(response.status(), 200, "{action}");
        schema::check(&schema, &schema["$defs"]["steered"], &body(&response), "what was done");
    }
    let nobodys = Request::post("/api/v1/steer").body(Bytes::new()).unwrap();
    let refusal = dashboard.respond(nobodys);
    assert_eq!(refusal.status(), 403);
    schema::check(&schema, &schema["$defs"]["refusal"], &body(&refusal), "a refusal");
    PAY.reset();

    let whole = seen(&dashboard, "/api/v1/circuit?name=wire+pull");
    schema::check(&schema, &schema["$defs"]["detail"], &whole, "a function with keys");
    let id = &whole["circuit"]["id"];
    let page = body(&ask(&dashboard, Request::get(format!("/api/v1/keys?id={id}"))));
    schema::check(&schema, &schema["$defs"]["keys_page"], &page, "its keys");
    assert_eq!(page["circuits"][0]["key"], "down.example");
    let by_key = "/api/v1/circuit?name=wire+pull&key=down.example";
    let key = seen(&dashboard, by_key);
    schema::check(&schema, &schema["$defs"]["detail"], &key, "a key");
}
