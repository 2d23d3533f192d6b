//! What is shown: documents by their addresses, as the schema has them.

use breaker_dashboard::Dashboard;
use breaker_dashboard::document::{Document, Health, Level, State};
use breaker_runtime::registry;
use bytes::Bytes;
use http::Request;

use super::until::until;
use super::{GATEWAY, ask, schema, state};

#[test]
fn circuits_are_listed_before_their_first_call_and_shown_as_they_are() {
    registry().register(&GATEWAY);
    let dashboard = Dashboard::new().version("1.2.3");
    let before = state(&dashboard);
    let calm = before.circuits.iter().find(|circuit| circuit.name == "gateway A").unwrap();
    assert_eq!((calm.state, calm.calls.success), (State::Closed, 0));
    assert_eq!(before.process.version.as_deref(), Some("1.2.3"));
    assert_eq!(before.process.pid, std::process::id());

    GATEWAY.try_acquire().unwrap().failure();
    // At which of two ticks it was read first is not said.
    let after = until("gateway A down for a tick", || {
        let now = state(&dashboard);
        let down = now.circuits.iter().find(|circuit| circuit.name == "gateway A")?;
        (down.state == State::Open && now.tick > before.tick + 1).then_some(now)
    });
    let down = after.circuits.iter().find(|circuit| circuit.name == "gateway A").unwrap();
    assert_eq!((down.state, down.rank < calm.rank, down.calls.failure), (State::Open, true, 1));
    assert_eq!(down.why.as_deref(), Some("1 failure within 10 s"));
    assert_eq!(after.verdict.level, Level::Outage);
    // Circuits of other tests may be the worst.
    let said = after.verdict.more.iter().find(|said| said.circuit == Some(down.id));
    let said = &said.unwrap().text;
    assert!(said.starts_with("gateway A has been down for "), "{said}");
    assert!(
        said.contains(
            "(1 failure within 10 s); its calls are rejected, and it has no fallback of its own; \
             next trial in "
        ),
        "{said}"
    );

    let patch = ask(&dashboard, &format!("/api/v1/state?since={}", before.cursor));
    let patch: serde_json::Value = serde_json::from_slice(patch.body()).unwrap();
    let ticks = patch["ticks"].as_array().cloned().unwrap_or_else(|| vec![patch]);
    let changed = |tick: &serde_json::Value| {
        tick["circuits"]
            .as_array()
            .unwrap()
            .iter()
            .any(|change| change["id"] == down.id && change["state"] == "open")
    };
    assert!(ticks.iter().any(changed));
    assert_eq!(ask(&dashboard, "/api/v1/state?since=other-1").status(), 200);

    let health: Health = serde_json::from_slice(ask(&dashboard, "/api/v1/health").body()).unwrap();
    assert_eq!((health.status.as_str(), health.ready), ("degraded", true));
    let strict = dashboard.unready_if(["gateway A"]);
    assert_eq!(ask(&strict, "/api/v1/health").status(), 503);

    let schema: serde_json::Value =
        serde_json::from_slice(ask(&strict, "/api/v1/schema").body()).unwrap();
    for (path, document) in [
        ("/api/v1/state".to_owned(), "document"),
        (format!("/api/v1/circuit?id={}", down.id), "detail"),
        ("/api/v1/timeline".to_owned(), "timeline"),
        (format!("/api/v1/replay?from=0&to={}", after.tick), "replay"),
        (format!("/api/v1/incident?from=0&to={}", after.tick), "incident"),
        (format!("/api/v1/incident?from=0&to={0}&shown={0}", after.tick), "incident"),
        ("/api/v1/health".to_owned(), "health"),
        ("/api/v1/nothing".to_owned(), "refusal"),
    ] {
        let document_there = serde_json::from_slice(ask(&strict, &path).body()).unwrap();
        schema::check(&schema, &schema["$defs"][document], &document_there, &path);
    }
    for tick in &ticks {
        schema::check(&schema, &schema["$defs"]["patch"], tick, "a patch");
    }

    for path in [
        format!("/api/v1/circuit?id={}", down.id),
        "/api/v1/circuit?name=gateway+A".to_owned(),
        "/api/v1/timeline".to_owned(),
        format!("/api/v1/replay?from=0&to={}", after.tick),
        format!("/api/v1/incident?from=0&to={}", after.tick),
        "/api/v1/events".to_owned(),
        "/api/v1/schema".to_owned(),
        "/".to_owned(),
    ] {
        let response = ask(&strict, &path);
        assert_eq!(response.status(), 200, "{path}");
        let headers = response.headers();
        assert!(
            headers["content-security-policy"].to_str().unwrap().contains("default-src 'none'")
        );
        assert_eq!(headers["cache-control"], "no-store", "{path}");
    }
}

#[test]
fn who_has_seen_a_tick_that_is_still_to_come_is_given_the_document() {
    let dashboard = Dashboard::new();
    let now: Document = serde_json::from_slice(ask(&dashboard, "/api/v1/state").body()).unwrap();
    for tick in [now.tick + 1000, u64::MAX] {
        let cursor = format!("{}-{tick}", now.process.instance);
        let since = format!("/api/v1/events?since={cursor}");
        let last = Request::get("/api/v1/events").header("last-event-id", &cursor);
        let last = dashboard.respond(last.body(Bytes::new()).unwrap());
        for events in [ask(&dashboard, &since), last] {
            let events = String::from_utf8_lossy(events.body()).into_owned();
            assert!(events.contains("\"full\":true"), "{events}");
        }
    }
}

#[test]
fn a_head_is_as_long_as_what_it_announces() {
    let dashboard = Dashboard::new();
    for path in ["/", "/api/v1/health", "/api/v1/schema", "/api/v1/nothing", "/api/v1/events"] {
        let get = ask(&dashboard, path);
        let head = Request::head(path).body(Bytes::new()).unwrap();
        let head = dashboard.respond(head);
        assert!(head.body().is_empty());
        let length = head.headers()["content-length"].to_str().unwrap();
        assert!(length.len() > 1 && get.body().len().abs_diff(length.parse().unwrap()) < 40);
    }
}
