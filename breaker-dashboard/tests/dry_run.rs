//! What documents say of a circuit that would reject calls, but is in a dry run. A process of its
//! own: all circuits are counted.

#![expect(clippy::unwrap_used, clippy::panic, reason = "of tests")]

mod asked;
mod schema;
mod until;

use breaker_dashboard::Dashboard;
use breaker_dashboard::document::{Detail, Document, Effect, Level, State, Timeline};
use breaker_runtime::{CircuitBreaker, KeyedCircuitBreaker, Policy, registry};
use bytes::Bytes;
use http::Request;
use serde::de::DeserializeOwned;
use serde_json::Value;

use asked::health;
use until::until;

static DRY: CircuitBreaker = CircuitBreaker::new("dry", Policy::new().threshold(1).dry_run(true));
static KEYS: KeyedCircuitBreaker =
    KeyedCircuitBreaker::new("dry keys", Policy::new().threshold(1).dry_run(true), 8);

/// A document, which is as the schema has it.
fn ask<T: DeserializeOwned>(dashboard: &Dashboard, what: &str, name: &str) -> T {
    let get = |what: &str| -> Value {
        let request = Request::get(format!("/api/v1/{what}")).body(Bytes::new()).unwrap();
        serde_json::from_slice(dashboard.respond(request).body()).unwrap()
    };
    let (all, value) = (get("schema"), get(what));
    schema::check(&all, &all["$defs"][name], &value, what);
    serde_json::from_value(value).unwrap()
}

#[test]
fn a_dry_run_is_no_outage_wherever_it_is_told() {
    registry().register(&DRY);
    registry().register_keyed(&KEYS);
    let dashboard = Dashboard::new();
    until("its first tick", || {
        let document: Document = ask(&dashboard, "state", "document");
        (document.circuits.len() == 2 && document.tick > 0).then_some(())
    });
    DRY.try_acquire().unwrap().failure();
    KEYS.try_acquire("a").unwrap().failure();
    // Nothing is rejected, and what would be is told.
    (0..3).for_each(|_| DRY.try_acquire().unwrap().success());
    let document = until("the tick of its calls", || {
        let document: Document = ask(&dashboard, "state", "document");
        let dry = document.circuits.iter().find(|circuit| circuit.name == "dry")?;
        (dry.calls.would_be_rejected == 3).then_some(document)
    });
    let dry = document.circuits.iter().find(|circuit| circuit.name == "dry").unwrap();
    assert_eq!((dry.state, dry.dry_run, dry.calls.rejected), (State::Open, true, 0));
    assert_eq!((dry.rejected_share, dry.would_be_rejected_share), (Some(0.0), Some(0.75)));
    let verdict = &document.verdict;
    assert_eq!(verdict.level, Level::DryRun);
    let said = "dry run: dry would have been down for ";
    assert!(verdict.more.iter().any(|it| it.text.starts_with(said)), "{verdict:?}");
    assert!(verdict.more.iter().all(|it| it.text.ends_with("; its calls pass")), "{verdict:?}");
    let counts = verdict.counts;
    assert_eq!((counts.all, counts.down), (2, 0));
    assert_eq!((counts.in_state.open, counts.in_state.dry_run), (0, 2));

    let whole: Detail = ask(&dashboard, "circuit?name=dry+keys", "detail");
    let in_state = whole.circuit.keys.unwrap().in_state;
    assert_eq!((in_state.open, in_state.dry_run), (0, 1));
    let timeline: Timeline = ask(&dashboard, "timeline", "timeline");
    let row = timeline.rows.iter().find(|row| row.name == "dry").unwrap();
    assert_eq!(row.runs.last().unwrap().1, Effect::DryRun);
    let detail: Detail = ask(&dashboard, "circuit?name=dry", "detail");
    // In its first seconds there is no step of ten.
    assert_eq!(detail.series[0].state.last().unwrap().1, Effect::DryRun);

    // Nothing that it rejects could keep anybody from working.
    for force in [CircuitBreaker::force_open, CircuitBreaker::reset] {
        let (status, health) = health(&["dry", "dry keys"]);
        assert_eq!((status, &*health.status, health.ready), (200, "ok", true));
        assert_eq!((health.circuits.down, health.circuits.in_state.dry_run), (0, 2));
        force(&DRY);
    }
}
