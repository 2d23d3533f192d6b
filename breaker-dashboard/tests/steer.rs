//! Orders to circuits: who may, from where, what is refused, what is told.

#![expect(clippy::unwrap_used, clippy::panic, reason = "of tests")]

use std::sync::{Arc, Mutex};
use std::time::Duration;

use breaker_dashboard::Dashboard;
use breaker_dashboard::document::{Action, Audit, Document, Order, Steered};
use breaker_runtime::{
    CircuitBreaker, KeyedCircuitBreaker, Overrides, Policy, Setting, State, registry,
};
use bytes::Bytes;
use http::{Request, Response};
use serde_json::json;

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

#[test]
fn who_may_steer_does_and_each_order_is_told() {
    static PAY: CircuitBreaker = CircuitBreaker::new("steer pay", Policy::new());
    registry().register(&PAY);
    let told = Arc::new(Mutex::new(Vec::<Audit>::new()));
    let listener = Arc::clone(&told);
    let again = Arc::new(Mutex::new(0));
    let counter = Arc::clone(&again);
    let dashboard = steered()
        .on_audit(move |audit| listener.lock().unwrap().push(audit.clone()))
        .on_audit(move |_| *counter.lock().unwrap() += 1);
    for (action, state) in [
        ("force_open", State::ForcedOpen),
        ("reset", State::Closed),
        ("force_closed", State::ForcedClosed),
    ] {
        let what = json!({ "action": action, "name": "steer pay", "why": " <b>new</b> keys " });
        let response =
            order(&dashboard, &what, &[("content-type", "application/json; charset=utf-8")]);
        assert_eq!(response.status(), 200, "{action}");
        let answer: Steered = serde_json::from_slice(response.body()).unwrap();
        assert_eq!(PAY.state(), state);
        assert_eq!(told.lock().unwrap().last(), Some(&answer.audit));
        assert_eq!((&*answer.audit.who, &*answer.audit.name), ("anna", "steer pay"));
        assert_eq!(answer.audit.why.as_deref(), Some("<b>new</b> keys"));
    }
    assert_eq!(*again.lock().unwrap(), 3, "each who is told is");
    let actions: Vec<_> = told.lock().unwrap().iter().map(|audit| audit.action).collect();
    assert_eq!(actions, [Action::ForceOpen, Action::Reset, Action::ForceClosed]);
    PAY.reset();
}

#[test]
fn a_force_ends_by_itself_and_says_who_and_why() {
    static LASTS: CircuitBreaker = CircuitBreaker::new("steer lasts", Policy::new());
    registry().register(&LASTS);
    let dashboard = steered();
    for (for_ms, lasts_ms) in
        [(None, 600_000), (Some(1_000), 1_000), (Some(604_800_000), 604_800_000)]
    {
        let what = json!({
            "action": "force_open", "name": "steer lasts", "why": "new certificates",
            "for_ms": for_ms,
        });
        let response = order(&dashboard, &what, &[]);
        let answer: Steered = serde_json::from_slice(response.body()).unwrap();
        assert_eq!(answer.audit.for_ms, Some(lasts_ms));
        let forced = LASTS.snapshot().forced.unwrap();
        let rest = forced.rest.unwrap().as_millis();
        assert!(rest <= lasts_ms.into() && rest + 900 > lasts_ms.into(), "{rest} of {lasts_ms}");
        assert_eq!(forced.who.as_deref(), Some("anna"));
        assert_eq!(forced.why.as_deref(), Some("new certificates"));
    }
    LASTS.reset();
    assert_eq!(LASTS.snapshot().forced, None);
}

#[test]
fn a_dry_run_is_switched_for_one_circuit_and_leaves_other_overrides_alone() {
    static DRY: CircuitBreaker = CircuitBreaker::new("steer dry", Policy::new());
    static BESIDE: KeyedCircuitBreaker = KeyedCircuitBreaker::new("steer beside", Policy::new(), 8);
    registry().register(&DRY);
    registry().register_keyed(&BESIDE);
    BESIDE.try_acquire("wet").unwrap().success();
    BESIDE.try_acquire("dry").unwrap().success();
    let dashboard = steered();
    let slowly = Setting::OpenFor(Duration::from_secs(77));
    let overrides = ["steer dry", "steer beside"]
        .into_iter()
        .fold(Overrides::new(), |all, name| all.circuit(name, slowly));
    registry().configure(&overrides).unwrap();
    let give = |action: &str, name: &str, key: Option<&str>| {
        let what = json!({ "action": action, "name": name, "key": key });
        assert_eq!(order(&dashboard, &what, &[]).status(), 200);
    };
    let is_dry = |name: &str| {
        registry().with(name, |circuit| {
            let settings = circuit.policy();
            assert_eq!(settings.settings().open_for, Duration::from_secs(77));
            settings.settings().dry_run
        })
    };
    give("dry_run_on", "steer dry", None);
    give("dry_run_on", "steer beside", Some("dry"));
    let names = ["steer dry", "steer beside", "steer beside[dry]", "steer beside[wet]"];
    assert_eq!(names.map(|name| is_dry(name).unwrap()), [true, false, true, false]);
    give("dry_run_off", "steer dry", None);
    give("dry_run_on", "steer beside", None);
    give("dry_run_off", "steer beside", Some("dry"));
    assert_eq!(names.map(|name| is_dry(name).unwrap()), [false, true, false, true]);
}

#[test]
fn a_dry_run_of_a_key_that_reads_as_all_keys_is_refused_and_switches_none() {
    static ALL: KeyedCircuitBreaker = KeyedCircuitBreaker::new("steer star", Policy::new(), 8);
    registry().register_keyed(&ALL);
    for key in ["*", "a", "a][*", "b*"] {
        ALL.try_acquire(key).unwrap().success();
    }
    let keys = |is: fn(&CircuitBreaker) -> bool| {
        let found = ALL.circuits().filter(|circuit| is(circuit)).filter_map(CircuitBreaker::key);
        found.map(|key| key.to_string()).collect::<Vec<_>>()
    };
    let is_dry = |circuit: &CircuitBreaker| circuit.policy().settings().dry_run;
    let dashboard = steered();
    for key in ["*", "a][*"] {
        let what = json!({ "action": "dry_run_on", "name": "steer star", "key": key });
        let response = order(&dashboard, &what, &[]);
        assert_eq!(response.status(), 409, "{key}");
        assert!(error(&response).contains("all keys"), "{}", error(&response));
        assert!(keys(is_dry).is_empty() && !is_dry(ALL.whole()), "{key}");
    }
    let what = json!({ "action": "dry_run_on", "name": "steer star", "key": "b*" });
    assert_eq!(order(&dashboard, &what, &[]).status(), 200);
    assert_eq!(keys(is_dry), ["b*"], "a star within is a text");
    let what = json!({ "action": "force_open", "name": "steer star", "key": "*", "why": "w" });
    assert_eq!(order(&dashboard, &what, &[]).status(), 200);
    assert_eq!(keys(|circuit| circuit.state() == State::ForcedOpen), ["*"]);
}

/// It is known by its beginning, and settings go by the whole text.
#[test]
fn a_dry_run_of_a_key_that_is_shown_in_part_is_refused_and_nothing_has_changed() {
    static LONG: KeyedCircuitBreaker = KeyedCircuitBreaker::new("steer long", Policy::new(), 8);
    registry().register_keyed(&LONG);
    LONG.try_acquire(&"x".repeat(500)).unwrap().success();
    let shown = LONG.circuits().find_map(CircuitBreaker::key).unwrap();
    let what = json!({ "action": "dry_run_on", "name": "steer long", "key": &*shown });
    let response = order(&steered(), &what, &[]);
    assert_eq!(response.status(), 409);
    assert!(error(&response).contains("is too long to be known"), "{}", error(&response));
    LONG.try_acquire(&*shown).unwrap().success();
    let dry = LONG.circuits().filter(|circuit| circuit.policy().settings().dry_run);
    assert_eq!(dry.count(), 0, "also of the key that is called as that one is shown");
}

#[test]
fn a_listener_that_panics_changes_nothing_about_what_was_done() {
    static LOUD: CircuitBreaker = CircuitBreaker::new("steer loud", Policy::new());
    registry().register(&LOUD);
    let dashboard = steered().on_audit(|_| panic!("a listener's own mistake"));
    let what = json!({ "action": "force_open", "name": "steer loud", "why": "a test" });
    assert_eq!(order(&dashboard, &what, &[]).status(), 200);
    assert_eq!(LOUD.state(), State::ForcedOpen);
}

/// What a panic carries may panic itself once it is dropped, and so may what that carries.
struct Bomb(u32);

impl Drop for Bomb {
    fn drop(&mut self) {
        if self.0 > 0 && !std::thread::panicking() {
            std::panic::panic_any(Self(self.0 - 1));
        }
    }
}

#[test]
fn a_panic_that_panics_when_it_is_dropped_harms_neither_the_answer_nor_who_is_told_next() {
    static BOMB: CircuitBreaker = CircuitBreaker::new("steer bomb", Policy::new());
    registry().register(&BOMB);
    let told = Arc::new(Mutex::new(0));
    let counter = Arc::clone(&told);
    let dashboard = steered()
        .on_audit(|_| std::panic::panic_any(Bomb(3)))
        .on_audit(move |_| *counter.lock().unwrap() += 1);
    let what = json!({ "action": "force_open", "name": "steer bomb", "why": "a test" });
    assert_eq!(order(&dashboard, &what, &[]).status(), 200);
    assert_eq!((BOMB.state(), *told.lock().unwrap()), (State::ForcedOpen, 1));
    let unread = Dashboard::new().read_if(|_| std::panic::panic_any(Bomb(3)));
    let request = Request::get("/api/v1/state").body(Bytes::new()).unwrap();
    assert_eq!(unread.respond(request).status(), 500);
    let unnamed = Dashboard::new().steer_if(|_| std::panic::panic_any(Bomb(3)));
    let request = Request::get("/api/v1/state").body(Bytes::new()).unwrap();
    assert_eq!(unnamed.respond(request).status(), 500);
}

#[test]
fn the_token_is_shown_to_those_alone_who_may_steer() {
    let (nobody, dashboard) = (Dashboard::new(), steered());
    let refused = [state(&nobody, "anna"), state(&dashboard, "guest")];
    for steering in refused.map(|document| document.steering) {
        assert_eq!((steering.allowed, steering.who, steering.token), (false, None, None));
    }
    let steering = state(&dashboard, "anna").steering;
    assert_eq!((steering.allowed, steering.who.as_deref()), (true, Some("anna")));
    assert_eq!(steering.token.unwrap().len(), 32);
    assert_ne!(token(&dashboard), token(&steered()));
    // Streams are for machines that look.
    let request = Request::get("/api/v1/events").header("x-user", "anna").body(Bytes::new());
    let events = dashboard.respond(request.unwrap());
    let events = String::from_utf8_lossy(events.body()).into_owned();
    assert!(events.contains("\"allowed\":false") && !events.contains(&token(&dashboard)));
    let long = state(&dashboard, &"é".repeat(1000)).steering.who;
    assert_eq!(long, None, "no text of a header");
    let long = state(&dashboard, &"x".repeat(1000)).steering.who.unwrap();
    assert_eq!(long.len(), 100);
}

#[test]
fn without_authority_token_or_from_another_origin_nothing_is_done() {
    static SAFE: CircuitBreaker = CircuitBreaker::new("steer safe", Policy::new());
    registry().register(&SAFE);
    let audit = |_: &Audit| panic!("nothing was done");
    let dashboard = steered().on_audit(audit);
    let what = json!({ "action": "force_open", "name": "steer safe", "why": "a test" });
    let others = token(&steered());
    for (name, value, status, said) in [
        ("x-user", "guest", 403, "you may not steer circuits"),
        ("x-circuit-token", "", 403, "the token"),
        ("x-circuit-token", &*others, 403, "that of another process or another dashboard"),
        ("origin", "http://evil.example", 403, "orders from another origin"),
        ("origin", "http://shop.example.evil.example", 403, "another origin"),
        ("origin", "http://shop.example:81", 403, "another origin"),
        ("origin", "null", 403, "another origin"),
        ("sec-fetch-site", "cross-site", 403, "another origin"),
        ("sec-fetch-site", "same-site", 403, "another origin"),
        ("sec-fetch-site", "none", 403, "another origin"),
        ("content-type", "text/plain", 415, "`application/json`"),
        ("content-type", "application/x-www-form-urlencoded", 415, "`application/json`"),
    ] {
        let response = order(&dashboard, &what, &[(name, value)]);
        assert_eq!(response.status(), status, "{name}: {value}");
        assert!(error(&response).contains(said), "{}", error(&response));
        assert!(!response.headers().contains_key("access-control-allow-origin"));
    }
    let read_only = Dashboard::new();
    let request = Request::post("/api/v1/steer").header("content-type", "application/json");
    let refused = read_only.respond(request.body(Bytes::from(what.to_string())).unwrap());
    assert_eq!(refused.status(), 403);
    assert_eq!(error(&refused), "nobody may steer circuits by this dashboard");

    let response = order(&dashboard, &what, &[("origin", "https://ops.example")]);
    assert_eq!(
        error(&response),
        "orders from another origin are refused: this one is from `https://ops.example` and asks \
         `shop.example`. A proxy between them has to pass on the header `Host`"
    );
    let response = order(&dashboard, &what, &[("sec-fetch-site", "same-site")]);
    let said = "orders from another origin are refused: the browser calls it `same-site`";
    assert_eq!(error(&response), said);

    let nobody = steered().steer_if(|_| Some("  ".to_owned()));
    assert!(!state(&nobody, "anna").steering.allowed, "both have to name somebody");
    let blank = Dashboard::new().steer_if(|_| Some(String::new()));
    assert!(!state(&blank, "anna").steering.allowed, "a blank name is nobody's");
    let strict = steered().steer_if(|_| None);
    assert!(!state(&strict, "anna").steering.allowed, "both have to name somebody");
    let twice = steered().steer_if(|_| Some("somebody".to_owned()));
    assert_eq!(state(&twice, "anna").steering.who.as_deref(), Some("anna"));
    let unread = steered().read_if(|request| !request.headers.contains_key("x-left"));
    assert_eq!(order(&unread, &what, &[("x-left", "1")]).status(), 403);
    let broken = unread.steer_if(|request| {
        assert!(!request.headers.contains_key("x-circuit-token"), "a guard's own mistake");
        Some("anna".to_owned())
    });
    assert_eq!(order(&broken, &what, &[]).status(), 500);
    assert_eq!(SAFE.state(), State::Closed);
}

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
        (json!({ "action": open, "name": "steer one", "why": "  " }), 422, "`why` is missing"),
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
        (json!({ "action": open, "name": "steer one", "why": "w", "for_ms": -1 }), 422, "no order"),
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
        (r#"{"action": {"reset": null}, "name": "db"}"#, "`action` is one of `force_open`, "),
        (r#"{"action": ["reset"], "name": "db"}"#, "`dry_run_on` and `dry_run_off`"),
        (r#"{"action": "force open", "name": "db"}"#, "did you mean `force_open`?"),
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

#[cfg(feature = "serve")]
#[test]
fn by_http_a_page_of_the_same_origin_steers_and_one_of_another_does_not() {
    use std::io::{Read, Write};
    use std::net::TcpStream;

    static WIRE: CircuitBreaker = CircuitBreaker::new("steer wire", Policy::new());
    registry().register(&WIRE);
    let dashboard = steered();
    let token = token(&dashboard);
    let served = dashboard.serve("127.0.0.1:0").unwrap();
    let body = json!({ "action": "force_open", "name": "steer wire", "why": "a test" }).to_string();
    let own = format!("http://{}", served.address());
    for (method, origin, status, state) in [
        ("OPTIONS", "http://evil.example", 405, State::Closed),
        ("POST", "http://evil.example", 403, State::Closed),
        ("POST", &*own, 200, State::ForcedOpen),
    ] {
        let mut stream = TcpStream::connect(served.address()).unwrap();
        let head = format!(
            "{method} /api/v1/steer HTTP/1.1\r\nhost: {}\r\norigin: {origin}\r\nx-user: anna\r\n\
             x-circuit-token: {token}\r\ncontent-type: application/json\r\n\
             content-length: {}\r\nconnection: close\r\n\r\n{body}",
            served.address(),
            body.len(),
        );
        stream.write_all(head.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{origin}: {answer}");
        assert_eq!(WIRE.state(), state);
    }
}
