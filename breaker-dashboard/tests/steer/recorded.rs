//! Who ordered what and why is kept with the circuit, also where nobody is told by `on_audit`.

use breaker_dashboard::Dashboard;
use breaker_dashboard::document::{
    Detail, DetailEvent, Document, Effect, Incident, Tick, Timeline,
};
use breaker_runtime::{CircuitBreaker, KeyedCircuitBreaker, Policy, registry};
use bytes::Bytes;
use http::Request;
use serde::de::DeserializeOwned;
use serde_json::json;

use super::until::until;
use super::{order, steered};

fn ask<T: DeserializeOwned>(dashboard: &Dashboard, what: &str) -> Option<T> {
    let request = Request::get(format!("/api/v1/{what}")).body(Bytes::new()).unwrap();
    serde_json::from_slice(dashboard.respond(request).body()).ok()
}

/// The latest event of a circuit: what it says, who it was and why.
fn latest(dashboard: &Dashboard, circuit: &str) -> (String, Option<String>, Option<String>) {
    let detail: Detail = until(circuit, || ask(dashboard, &format!("circuit?name={circuit}")));
    let DetailEvent { text, who, why, .. } = detail.events.into_iter().next().unwrap();
    (text, who, why)
}

/// An order by anna, which is done.
fn give(dashboard: &Dashboard, action: &str, name: &str, key: Option<&str>) {
    let what = json!({ "action": action, "name": name, "key": key, "why": format!("{action}!") });
    assert_eq!(order(dashboard, &what, &[]).status(), 200, "{action}");
}

fn is_trouble((_, effect): &(Tick, Effect)) -> bool {
    *effect != Effect::Closed
}

const ORDERS: [(&str, &str); 5] = [
    ("force_open", "forced open for 10 min by anna: force_open!"),
    ("reset", "was reset by anna: reset!"),
    ("dry_run_on", "dry run switched on by anna: dry_run_on!"),
    ("force_open", "forced open for 10 min by anna: force_open! (dry run: calls pass)"),
    ("dry_run_off", "dry run switched off by anna: dry_run_off!"),
];

#[test]
fn each_order_is_kept_with_who_gave_it_and_why_and_is_in_a_saved_incident() {
    static KEPT: CircuitBreaker = CircuitBreaker::new("kept", Policy::new());
    registry().register(&KEPT);
    let dashboard = steered();
    for (action, text) in ORDERS {
        give(&dashboard, action, "kept", None);
        let (said, who, why) = latest(&dashboard, "kept");
        assert_eq!((&*said, who.as_deref()), (text, Some("anna")));
        assert_eq!(why, Some(format!("{action}!")));
    }
    let row = until("its trouble on the timeline", || {
        let timeline: Timeline = ask(&dashboard, "timeline")?;
        timeline.rows.into_iter().find(|row| row.name == "kept" && row.runs.iter().any(is_trouble))
    });
    let tick = ask::<Document>(&dashboard, "state").unwrap().tick;
    let saved: Incident = ask(&dashboard, &format!("incident?from=0&to={tick}")).unwrap();
    let events = &saved.events[&row.id];
    let said: Vec<_> = events.iter().rev().map(|event| &*event.text).collect();
    assert_eq!(said, ORDERS.map(|(_, text)| text));
    assert!(events.iter().all(|event| event.who.as_deref() == Some("anna")));
    KEPT.reset();
}

#[test]
fn an_order_to_a_key_and_one_to_all_keys_are_kept_with_each() {
    static KEYS: KeyedCircuitBreaker = KeyedCircuitBreaker::new("kept-keys", Policy::new(), 8);
    registry().register_keyed(&KEYS);
    KEYS.try_acquire("a").unwrap().success();
    let dashboard = steered();
    for key in [Some("a"), None] {
        for (action, text) in ORDERS {
            give(&dashboard, action, "kept-keys", key);
            assert_eq!(latest(&dashboard, "kept-keys&key=a").0, text, "{key:?}");
            if key.is_none() {
                assert_eq!(latest(&dashboard, "kept-keys").0, text);
            }
        }
        give(&dashboard, "reset", "kept-keys", key);
    }
}
