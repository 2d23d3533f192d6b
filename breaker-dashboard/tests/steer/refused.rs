//! What is no order, and what is said of it.

use breaker_dashboard::document::{Order, Steered};
use breaker_runtime::{CircuitBreaker, KeyedCircuitBreaker, Policy, State, registry};
use bytes::Bytes;
use http::Request;
use serde_json::json;

use super::{error, order, order_of, steered};

#[test]
fn what_is_no_order_or_for_no_circuit_is_refused_and_creates_nothing() {
    static ONE: CircuitBreaker = CircuitBreaker::new("steer one", Policy::new());
    static PULL: KeyedCircuitBreaker = KeyedCircuitBreaker::new("steer pull", Policy::new(), 8);
    registry().register(&ONE);
    registry().register_keyed(&PULL);
    PULL.try_acquire("up.example").unwrap().success();
    let dashboard = steered();
    let open = "force_open";
    for (what, status, said) in [
        (json!({ "action": open, "name": "steer two", "why": "w" }), 404, "did you mean"),
        (
            json!({ "action": open, "name": "steer pull", "key": "x", "why": "w" }),
            404,
            "`steer pull[x]` has no circuit at present, its first call makes one",
        ),
        (
            json!({ "action": open, "name": "steer one", "key": "x", "why": "w" }),
            404,
            "`steer one` has no keys, leave `key` out",
        ),
        (
            json!({ "action": open, "name": "steer pull[up.example]", "why": "w" }),
            404,
            "write `steer pull` as `name` and `up.example` as `key`",
        ),
        (json!({ "action": open, "name": "steer pull[x]", "why": "w" }), 404, "`x` as `key`"),
        (
            json!({ "action": "dry_run_on", "name": "steer pul[up.example]" }),
            404,
            "did you mean the name `steer pull` and the key `up.example`?",
        ),
        (json!({ "action": open, "name": "steer one" }), 422, "`why` is missing"),
        (json!({ "action": open, "name": "steer one", "why": "  " }), 422, "`why` is blank"),
        (
            json!({ "action": open, "name": "steer one", "why": "\u{a0}\u{200b}\u{2800}\u{ad}" }),
            422,
            "`why` is blank",
        ),
        (json!({ "action": open, "name": "steer one", "why": "é".repeat(201) }), 422, "longer"),
        (json!({ "action": "dry_run_on", "name": "steer two" }), 404, "did you mean"),
        (json!({ "action": "dry_run_on", "name": "steer *" }), 404, "no circuit"),
        (json!({ "action": "dry_run_on", "name": "steer one", "for_ms": 5000 }), 422, "for_ms"),
        (json!({ "action": "reset", "name": "steer one", "for_ms": 5000 }), 422, "for_ms"),
        (json!({ "action": open, "name": "steer one", "why": "w", "for_ms": 0 }), 422, "a second"),
        (
            json!({ "action": open, "name": "steer one", "why": "w", "for_ms": u64::MAX }),
            422,
            "a week",
        ),
        (json!({ "action": open, "name": "steer one", "why": "w", "for_ms": -1 }), 422, "a second"),
        (json!({ "action": "explode", "name": "steer one" }), 422, "no order"),
        (json!({ "name": "steer one" }), 422, "no order"),
        (json!([]), 422, "no order"),
        (json!({ "action": open, "name": "steer one", "why": "é".repeat(3000) }), 413, "4096"),
    ] {
        let response = order(&dashboard, &what, &[]);
        assert_eq!(response.status(), status, "{what}");
        assert!(error(&response).contains(said), "{}", error(&response));
    }
    let get = Request::get("/api/v1/steer").body(Bytes::new()).unwrap();
    let get = dashboard.respond(get);
    assert_eq!((get.status().as_u16(), &get.headers()["allow"]), (405, &"POST".parse().unwrap()));
    assert_eq!((ONE.state(), PULL.circuits().count()), (State::Closed, 1));

    let why = "é".repeat(200);
    let key = json!({ "action": open, "name": "steer pull", "key": "up.example", "why": why });
    assert_eq!(order(&dashboard, &key, &[]).status(), 200);
    let whole = json!({ "action": "reset", "name": "steer pull" });
    assert!(PULL.try_acquire("up.example").is_err());
    assert_eq!(order(&dashboard, &whole, &[]).status(), 200);
    let reset = json!({ "action": "reset", "name": "steer pull", "key": "up.example" });
    assert_eq!(order(&dashboard, &reset, &[]).status(), 200);
    assert!(PULL.try_acquire("up.example").is_ok());

    let all = json!({ "action": open, "name": "steer pull", "why": "w" });
    assert_eq!(order(&dashboard, &all, &[]).status(), 200);
    let refused = order(&dashboard, &reset, &[]);
    assert_eq!(
        (refused.status().as_u16(), &*error(&refused)),
        (
            409,
            "`steer pull` is forced open for all keys, `steer pull[up.example]` among them: reset \
             `steer pull` without `key`"
        )
    );
    assert_eq!(order(&dashboard, &whole, &[]).status(), 200);
    assert_eq!(order(&dashboard, &reset, &[]).status(), 200);
}

#[test]
fn what_is_no_json_of_an_order_is_told_by_what_it_looks_like() {
    static ANY: CircuitBreaker = CircuitBreaker::new("steer any", Policy::new());
    registry().register(&ANY);
    let dashboard = steered();
    for (body, said) in [
        ("", "the body is empty; an order is JSON: `{\"action\":\"reset\",\"name\":\"db\"}`"),
        ("action=reset&name=db", "this is no order but a form; an order is JSON"),
        ("{'action': 'reset'}", "names of fields stand in double quotes"),
        ("{action: \"reset\"}", "names of fields stand in double quotes"),
        (r#"{"action": null, "name": "db"}"#, "`action` is missing"),
        (r#"{"action": {"reset": null}, "name": "db"}"#, "it is one of `force_open`, "),
        (r#"{"action": ["reset"], "name": "db"}"#, "`dry_run_on` and `dry_run_off`"),
        (r#"{"action": "force open", "name": "db"}"#, "did you mean `force_open`?"),
        (r#"{"action": "open", "name": "db"}"#, "is not \"open\": did you mean `force_open`?"),
        (
            r#"{"action": "close", "name": "db"}"#,
            "did you mean `reset`, which closes the circuit, ",
        ),
        (r#"{"action": "dry-run", "name": "db"}"#, "did you mean `dry_run_on` or `dry_run_off`?"),
        (r#"{"action": "zzz", "name": "db"}"#, "is not \"zzz\": it is one of `force_open`, "),
        (
            r#"{"action": "force_open", "name": "steer any", "why": "w", "for_ms": 1e20}"#,
            "`for_ms` is at most 604800000, a week",
        ),
        (r#"{"action": "rest", "name": "db"}"#, "`action` is not \"rest\": did you mean `reset`?"),
        (
            r#"{"action": "force_open", "name": "db", "for_ms": "10m"}"#,
            "`for_ms` is how long a force lasts in milliseconds, 600000 for ten minutes, not \
             \"10m\"",
        ),
        (r#"{"action": "force_open", "name": "db", "for_ms": 0.5}"#, "for ten minutes, not 0.5"),
    ] {
        let response = order_of(&dashboard, body.to_owned(), &[]);
        assert_eq!(response.status(), 422, "{body}");
        assert!(error(&response).contains(said), "{body}: {}", error(&response));
    }
    for (body, for_ms) in [
        ("\u{feff}{\"action\": \"reset\", \"name\": \"steer any\", \"key\": null}", None),
        (
            r#"{"action": "force_open", "name": "steer any", "why": "w", "for_ms": 6e4}"#,
            Some(60_000),
        ),
        (
            r#"{"action": "force_open", "name": "steer any", "why": "w", "for_ms": 61000.0}"#,
            Some(61_000),
        ),
    ] {
        let response = order_of(&dashboard, body.to_owned(), &[]);
        assert_eq!(response.status(), 200, "{body}: {:?}", response.body());
        let answer: Steered = serde_json::from_slice(response.body()).unwrap();
        assert_eq!(answer.audit.for_ms, for_ms);
    }
}

#[test]
fn an_order_with_a_field_that_nobody_understands_is_refused_with_the_nearest_one() {
    static ALL: KeyedCircuitBreaker = KeyedCircuitBreaker::new("steer all", Policy::new(), 8);
    registry().register_keyed(&ALL);
    let dashboard = steered();
    for (more, said) in [
        (r#""keys": "a.b""#, "`keys` is no field of an order: did you mean `key`?"),
        (r#""KEY": "a.b""#, "did you mean `key`?"),
        (r#""host": "a.b""#, "did you mean `key`?"),
        (r#""for": "10m""#, "did you mean `for_ms`, in milliseconds?"),
        (r#""for_s": 60"#, "did you mean `for_ms`, in milliseconds?"),
        (r#""forMs": 6000"#, "did you mean `for_ms`, in milliseconds?"),
        (r#""reason": "w""#, "did you mean `why`?"),
        (r#""dry_run": true"#, "write the `action` `dry_run_on` or `dry_run_off`"),
        (r#""who": "ben""#, "leave it out"),
        (r#""zzz\n": 1"#, "it has `action`, `name`, `key`, `for_ms`, `why`"),
        (r#""kye": 1, "fro_ms": 2"#, "`key`?; `fro_ms` is no field"),
        (r#""key": "a.b", "key": "c.d""#, "`key` is there twice"),
        (r#""name": "steer all""#, "`name` is there twice"),
        (r#""for_ms": "10m""#, "`for_ms` is how long a force lasts in milliseconds"),
        (r#""key": 5"#, "`key` is the key whose circuit is meant, a text"),
    ] {
        let whole = r#""action": "force_open", "name": "steer all", "why": "w""#;
        let body = format!("{{{whole}, {more}}}");
        let response = order_of(&dashboard, body, &[]);
        assert_eq!(response.status(), 422, "{more}");
        assert!(error(&response).contains(said), "{more}: {}", error(&response));
    }
    let in_a_row = r#"["force_open", "steer all", null, 60000, "w"]"#;
    assert!(error(&order_of(&dashboard, in_a_row.to_owned(), &[])).contains("a JSON object"));
    assert_eq!(ALL.whole().state(), State::Closed);
    let misspelt = json!({ "action": "reset", "name": "steer all", "keys": "a.b" });
    assert!(serde_json::from_value::<Order>(misspelt).is_err(), "nor as a type");
}

/// Whatever is sent: an answer that repeats it stays short.
#[test]
fn a_refusal_is_short_however_much_is_wrong() {
    let dashboard = steered();
    let long = "x".repeat(3900);
    let many = (0..400).map(|at| format!("\"{at}\":1,")).collect::<Vec<_>>().concat();
    for body in [
        format!("{{{many}\"action\":\"reset\"}}"),
        format!("{{{}\"action\":\"reset\"}}", "\"z\":1,".repeat(500)),
        format!("{{\"action\":\"{long}\"}}"),
        format!("{{\"action\":\"reset\",\"name\":\"{long}\"}}"),
        format!("{{\"action\":\"reset\",\"name\":\"db\",\"for_ms\":\"{long}\"}}"),
        format!("[\"{long}\"]"),
        long.clone(),
    ] {
        let response = order_of(&dashboard, body.clone(), &[]);
        assert!(response.status().is_client_error(), "{}", &body[..20]);
        assert!(response.body().len() < 1200, "{}: {}", &body[..20], response.body().len());
    }
    let response = order_of(&dashboard, "{}".to_owned(), &[("content-type", &long)]);
    assert_eq!(response.status(), 415);
    assert!(response.body().len() < 1200, "{}", response.body().len());
}
