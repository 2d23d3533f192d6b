//! Requests and responses of any server: documents, guards, and what is refused.

#![expect(clippy::unwrap_used, clippy::panic, reason = "of tests")]

mod schema;

use breaker_dashboard::Dashboard;
use breaker_dashboard::document::{Circuit, Detail, Document, Health, KeysPage, Level, State};
use breaker_runtime::{CircuitBreaker, KeyedCircuitBreaker, Policy, register, registry};
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
    let wait = std::time::Instant::now();
    let after = loop {
        let now = state(&dashboard);
        if now.tick > before.tick + 1 || wait.elapsed().as_secs() > 10 {
            break now;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    };
    let down = after.circuits.iter().find(|circuit| circuit.name == "gateway A").unwrap();
    assert_eq!((down.state, down.rank < calm.rank, down.calls.failure), (State::Open, true, 1));
    assert_eq!(down.why.as_deref(), Some("1 failure within 10 s"));
    assert_eq!(after.verdict.level, Level::Outage);
    let said = &after.verdict.text;
    assert!(said.starts_with("gateway A has been down for "), "{said}");
    assert!(
        said.contains(
            "(1 failure within 10 s); its calls are rejected, and their callers told; next trial \
             in "
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
fn what_is_no_request_of_ours_is_refused_clearly() {
    let dashboard = Dashboard::new();
    let long = format!("/api/v1/state?since={}", "x".repeat(5000));
    for (method, path, status) in [
        (Method::POST, "/api/v1/state", 405),
        (Method::OPTIONS, "/", 405),
        (Method::GET, "/nothing", 404),
        (Method::GET, "/api/v1/nothing", 404),
        (Method::GET, "/api/v2/state", 404),
        (Method::GET, "/assets/../Cargo.toml", 404),
        (Method::GET, "/assets/0/style.css", 404),
        (Method::GET, "/api/v1/replay?from=5&to=1", 400),
        (Method::GET, "/api/v1/replay?from=-5&to=1", 400),
        (Method::GET, "/api/v1/replay", 400),
        (Method::GET, "/api/v1/circuit?id=99999999999999999999999", 400),
        (Method::GET, "/api/v1/circuit?id=18446744073709551615", 404),
        (Method::GET, "/api/v1/circuit?name=nobody", 404),
        (Method::GET, "/api/v1/keys?id=4000000000", 404),
        (Method::GET, long.as_str(), 414),
    ] {
        assert_eq!(status_of(&dashboard, method.clone(), path, b""), status, "{method} {path}");
    }
    assert_eq!(status_of(&dashboard, Method::GET, "/", &[b' '; 5000]), 413);
    let head = Request::head("/api/v1/state").body(Bytes::new()).unwrap();
    let head = dashboard.respond(head);
    assert_eq!((head.status(), head.body().len()), (StatusCode::OK, 0));
}

fn error(dashboard: &Dashboard, path: &str) -> (u16, String) {
    let response = ask(dashboard, path);
    let body: serde_json::Value = serde_json::from_slice(response.body()).unwrap();
    (response.status().as_u16(), body["error"].as_str().unwrap().to_owned())
}

#[test]
fn where_nothing_is_no_method_is_right_and_the_nearest_address_is_told() {
    let dashboard = Dashboard::new();
    let methods = [Method::GET, Method::HEAD, Method::POST, Method::PUT, Method::OPTIONS];
    for method in &methods {
        for path in ["/nothing", "/api/v1/ster", "/api/v1/steer/", "/api/v2/state", "/assets/0/x"] {
            assert_eq!(status_of(&dashboard, method.clone(), path, b"{}"), 404, "{method} {path}");
        }
        let status = status_of(&dashboard, method.clone(), "/api/v1/steer", b"{}");
        assert_eq!(status, if method == Method::POST { 403 } else { 405 }, "{method}");
    }
    for (path, said) in [
        ("/api/v1/ster", "nothing is here: did you mean `api/v1/steer`?"),
        ("/api/v1/steer/", "nothing is here: did you mean `api/v1/steer`?"),
        ("/api/v1/circuits", "nothing is here: did you mean `api/v1/circuit`?"),
        ("/api/v1/circuit/db", "nothing is here: did you mean `api/v1/circuit?name=db`?"),
        ("/api/v1/keys/db", "nothing is here: did you mean `api/v1/keys?name=db`?"),
        (
            "/api/v1/circuit/fetch/a.b",
            "nothing is here: did you mean `api/v1/circuit?name=fetch&key=a.b`?",
        ),
        (
            "/api/v1/xyz",
            "nothing is here: below `api/v1/` there are `state`, `keys`, `circuit`, `timeline`, \
             `replay`, `incident`, `events`, `health`, `schema` and `steer`",
        ),
    ] {
        assert_eq!(error(&dashboard, path), (404, said.to_owned()));
    }
    for (path, said) in [
        ("/state", "nothing is here: did you mean `api/v1/state`?"),
        ("/v1/state", "nothing is here: did you mean `api/v1/state`?"),
        (
            "/ops/circuits/api/v1/state",
            "nothing is here: below the mount this is `/api/v1/state`, so take `/ops/circuits` \
             away",
        ),
        (
            "/circuits/",
            "nothing is here: the page is `index.html`, and the rest below `api/v1/`; if \
             `/circuits` is the path of the mount, take it away",
        ),
        (
            "/circuits/index.html",
            "nothing is here: below the mount this is `/index.html`, so take `/circuits` away",
        ),
        ("/favicon.ico", "nothing is here: the page is `index.html`, and the rest below `api/v1/`"),
    ] {
        let answer = ask(&dashboard, path);
        let text = String::from_utf8_lossy(answer.body()).trim_end().to_owned();
        assert_eq!((answer.status(), &*text), (StatusCode::NOT_FOUND, said), "{path}");
    }
}

/// An answer without a misspelt `key` would be that of another circuit.
#[test]
fn a_field_that_an_address_does_not_take_is_refused_and_the_nearest_is_told() {
    registry().register(&GATEWAY);
    let dashboard = Dashboard::new();
    for (asked, said) in [
        ("circuit?name=gateway+A&Key=x", "`Key` is no field here: did you mean `key`?"),
        ("circuit?name=gateway+A&host=x", "`host` is no field here: did you mean `key`?"),
        ("circuit?name=a&name=b", "`name` is there twice: write it once"),
        ("circuit?id=1&name=a", "`id` says which circuit it is: leave `name` and `key` out"),
        (
            "keys?name=a&limit=5",
            "`limit` is no field here: this address takes `id`, `name`, `after` and `find`",
        ),
        ("keys?name=a&fnid=5", "`fnid` is no field here: did you mean `find`?"),
        ("keys?name=a&search=5", "`search` is no field here: did you mean `find`?"),
        ("state?cursor=x-1", "`cursor` is no field here: did you mean `since`?"),
        ("state?%73ince=x-1&since=x-1", "`since` is there twice: write it once"),
        ("events?cursor=x-1", "`cursor` is no field here: did you mean `since`?"),
        ("timeline?from=1", "`from` is no field here: this address takes none"),
        (
            "replay?From=1&until=2",
            "`From` is no field here: did you mean `from`?; `until` is no field here: did you mean \
             `to`?",
        ),
        (
            "replay?from=10m&to=1",
            "`from` is a tick, a whole number of seconds since recording began: `api/v1/timeline` \
             has the `first` and the `last`",
        ),
    ] {
        assert_eq!(error(&dashboard, &format!("/api/v1/{asked}")), (400, said.to_owned()));
    }
    for is_taken in ["/?utm=1", "/index.html?a&a", "/api/v1/health?probe=1", "/api/v1/state?&"] {
        assert_eq!(ask(&dashboard, is_taken).status(), 200, "{is_taken}");
    }
    let millis = error(&dashboard, "/api/v1/incident?from=1795770000000&to=1795770060000");
    assert_eq!(millis.0, 422, "{}", millis.1);
    assert!(millis.1.starts_with("the record has the ticks from 0 to "), "{}", millis.1);
    let guarded = Dashboard::new().read_if(|_| false);
    let asked = ask(&guarded, "/api/v1/state?cursor=1");
    assert_eq!(asked.status(), 403, "who may not look is told nothing");
}

#[test]
fn an_unknown_circuit_is_a_404_that_says_what_to_write() {
    static DEPOT: KeyedCircuitBreaker = KeyedCircuitBreaker::new("depot", Policy::new(), 8);
    static CHARGE: [CircuitBreaker; 2] = [
        CircuitBreaker::new("shop::a::charge", Policy::new()),
        CircuitBreaker::new("shop::b::charge", Policy::new()),
    ];
    registry().register(&GATEWAY);
    registry().register_keyed(&DEPOT);
    registry().register(&CHARGE[0]);
    registry().register(&CHARGE[1]);
    DEPOT.try_acquire("a.b").unwrap().success();
    let dashboard = Dashboard::new();
    for (asked, said) in [
        ("circuit?name=gatewayA", "no circuit is called `gatewayA`: did you mean `gateway A`?"),
        (
            "circuit?name=gateway+A&key=x",
            "no circuit is called `gateway A[x]`: `gateway A` has no keys, leave `key` out",
        ),
        (
            "circuit?name=depot[a.b]",
            "`depot[a.b]` is the circuit of a key: write `depot` as `name` and `a.b` as `key`",
        ),
        (
            "circuit?name=depott[a.b]",
            "no circuit is called `depott[a.b]`: did you mean the name `depot` and the key `a.b`?",
        ),
        (
            "circuit?name=depot&key=zz",
            "`depot[zz]` has no circuit at present, its first call makes one; without `key` it is \
             all of them",
        ),
        (
            "circuit?name=depot&key=a.bb",
            "`depot[a.bb]` has no circuit at present, its first call makes one; did you mean \
             `a.b`? Without `key` it is all of them",
        ),
        (
            "circuit?name=depot[a.b]&key=a.b",
            "`depot[a.b]` has a key in it already: write `depot` as `name` and `a.b` as `key`",
        ),
        ("circuit?name=depot&key=*", "`*` is no key: `depot` without `key` means all of them"),
        ("circuit?name=depot[]", "`` is no key: `depot` without `key` means all of them"),
        (
            "circuit?name=charge",
            "no circuit is called `charge`: did you mean `shop::a::charge` or `shop::b::charge`?",
        ),
        (
            "circuit?name=shop::charge",
            "no circuit is called `shop::charge`: did you mean `shop::a::charge` or \
             `shop::b::charge`?",
        ),
        ("circuit?id=4000000000", "no circuit has this `id` here"),
        ("keys?id=4000000000", "no function with keys has this `id` here"),
        ("keys?name=depo", "no function with keys is called `depo`: did you mean `depot`?"),
        ("keys?name=gateway+A", "`gateway A` has no keys but one circuit for all calls"),
    ] {
        assert_eq!(error(&dashboard, &format!("/api/v1/{asked}")), (404, said.to_owned()));
    }
    assert_eq!(error(&dashboard, "/api/v1/keys").1, "`id` or `name` is missing");
    let wait = std::time::Instant::now();
    while ask(&dashboard, "/api/v1/keys?name=depot").status() != 200 {
        assert!(wait.elapsed().as_secs() < 10);
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let page: KeysPage =
        serde_json::from_slice(ask(&dashboard, "/api/v1/keys?name=depot").body()).unwrap();
    assert_eq!(page.circuits[0].key.as_deref(), Some("a.b"));
}

#[test]
fn a_key_that_was_always_calm_has_a_detail_too() {
    static STOCK: KeyedCircuitBreaker = KeyedCircuitBreaker::new("stock", Policy::new(), 8);
    registry().register_keyed(&STOCK);
    STOCK.try_acquire("calm.example").unwrap().success();
    let dashboard = Dashboard::new();
    let wait = std::time::Instant::now();
    while status_of(&dashboard, Method::GET, "/api/v1/circuit?name=stock", b"") != 200 {
        assert!(wait.elapsed().as_secs() < 10);
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let answer = ask(&dashboard, "/api/v1/circuit?name=stock&key=calm.example");
    let detail: Detail = serde_json::from_slice(answer.body()).unwrap();
    assert_eq!(detail.circuit.key.as_deref(), Some("calm.example"));
    assert_eq!((detail.circuit.state, detail.circuit.calls.success), (State::Closed, 1));
    assert!(detail.policy.iter().any(|setting| setting.name == "threshold"));
    let nobody = "/api/v1/circuit?name=stock&key=nobody.example";
    assert_eq!(status_of(&dashboard, Method::GET, nobody, b""), 404);
    assert_eq!(STOCK.circuits().count(), 1, "asking creates nothing");
}

#[test]
fn two_keys_that_begin_alike_are_two_and_each_is_found_by_its_whole_text() {
    static PATHS: KeyedCircuitBreaker =
        KeyedCircuitBreaker::new("paths", Policy::new().threshold(1), 8);
    registry().register_keyed(&PATHS);
    let [down, calm] = ["1", "2"].map(|end| "p".repeat(200) + end);
    PATHS.try_acquire(&down).unwrap().failure();
    PATHS.try_acquire(&calm).unwrap().success();
    let dashboard = Dashboard::new();
    let wait = std::time::Instant::now();
    let detail = |key: &str| {
        let answer = ask(&dashboard, &format!("/api/v1/circuit?name=paths&key={key}"));
        serde_json::from_slice::<Detail>(answer.body()).ok()
    };
    while !state(&dashboard).circuits.iter().any(|it| it.name == "paths" && it.key.is_some()) {
        assert!(wait.elapsed().as_secs() < 10);
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let [down, calm] = [&down, &calm].map(|key| detail(key).unwrap().circuit);
    assert_eq!((down.state, calm.state), (State::Open, State::Closed));
    assert_ne!((&down.key, down.id), (&calm.key, calm.id));
    let shown = |circuit: &Circuit| {
        let cut = circuit.key.as_deref().unwrap().replace('…', "%E2%80%A6");
        detail(&cut).map(|found| found.circuit.id)
    };
    assert_eq!((shown(&down), shown(&calm)), (Some(down.id), Some(calm.id)));
}

#[test]
fn a_look_at_keys_that_nobody_has_named_lasts_no_longer_than_others() {
    static MIRRORS: KeyedCircuitBreaker = KeyedCircuitBreaker::new("mirrors", Policy::new(), 4096);
    registry().register_keyed(&MIRRORS);
    for at in 0..4096 {
        MIRRORS.try_acquire(&format!("mirror-{at:04}.example.org")).unwrap().success();
    }
    let dashboard = Dashboard::new();
    let wait = std::time::Instant::now();
    let long = format!("/api/v1/circuit?name=mirrors&key={}", "mirror-".repeat(560));
    assert_eq!(status_of(&dashboard, Method::GET, &long, b""), 404);
    assert!(wait.elapsed().as_secs() < 5, "{:?}", wait.elapsed());
}

#[test]
fn guards_keep_out_and_one_that_panics_keeps_all_out() {
    let by_header = |request: &http::request::Parts| request.headers.contains_key("x-team");
    let dashboard = Dashboard::new().read_if(by_header);
    assert_eq!(ask(&dashboard, "/api/v1/state").status(), 403);
    assert_eq!(ask(&dashboard, "/").headers()["content-type"], "text/plain; charset=utf-8");
    let team = Request::get("/api/v1/state").header("x-team", "1").body(Bytes::new()).unwrap();
    assert_eq!(dashboard.respond(team).status(), 200);

    let basic = dashboard.clone().challenge(http::HeaderValue::from_static("Basic realm=\"c\""));
    let asked = ask(&basic, "/");
    assert_eq!(
        (asked.status(), &asked.headers()["www-authenticate"]),
        (StatusCode::UNAUTHORIZED, &http::HeaderValue::from_static("Basic realm=\"c\""))
    );
    // Nor is who brings the wrong one left alone with it. A page's script is asked nothing.
    let of = |dashboard: &Dashboard, headers: &[(&'static str, &'static str)]| {
        let mut request = Request::get("/").body(Bytes::new()).unwrap();
        for (name, value) in headers {
            request.headers_mut().insert(*name, http::HeaderValue::from_static(value));
        }
        let response = dashboard.respond(request);
        (response.status().as_u16(), response.headers().contains_key("www-authenticate"))
    };
    let wrong = ("authorization", "Basic x");
    for (headers, status) in [
        (&[wrong][..], 401),
        (&[wrong, ("sec-fetch-dest", "document")], 401),
        (&[wrong, ("sec-fetch-dest", "empty")], 403),
        (&[wrong, ("x-requested-with", "XMLHttpRequest")], 403),
        (&[("sec-fetch-dest", "document")], 401),
        (&[("sec-fetch-dest", "empty")], 403),
        (&[("x-requested-with", "XMLHttpRequest")], 403),
    ] {
        assert_eq!(of(&basic, headers), (status, status == 401), "{headers:?}");
        assert_eq!(of(&dashboard, headers), (403, false), "{headers:?}: there is no challenge");
    }

    let unchecked = Dashboard::new().challenge(http::HeaderValue::from_static("Basic"));
    assert_eq!(ask(&unchecked, "/").status(), 401);
    let anybody = Request::get("/").header("authorization", "Basic x").body(Bytes::new()).unwrap();
    let refused = unchecked.respond(anybody);
    assert_eq!(refused.status(), 401);
    assert!(String::from_utf8_lossy(refused.body()).contains("no `read_if`"));

    let broken = Dashboard::new().read_if(|_| panic!("a guard's own mistake"));
    for path in ["/", "/api/v1/state", "/api/v1/events", "/assets/0/x"] {
        assert_eq!(ask(&broken, path).status(), 500, "{path}");
    }
}

#[test]
fn a_dashboard_answers_to_the_names_that_it_is_given() {
    let dashboard = Dashboard::new().hosts("ops.example").hosts(["other.example:81"]);
    let of = |dashboard: &Dashboard, host: &str| {
        let request = Request::get("/api/v1/state").header("host", host).body(Bytes::new());
        let response = dashboard.respond(request.unwrap());
        (response.status().as_u16(), String::from_utf8_lossy(response.body()).into_owned())
    };
    for (host, status) in [
        ("ops.example:8080", 200),
        ("other.example:81", 200),
        ("other.example", 403),
        ("10.0.0.1:80", 200),
        ("localhost", 200),
        ("evil.example", 403),
        ("\u{e9}vil.example", 403),
    ] {
        assert_eq!(of(&dashboard, host).0, status, "{host}");
        assert_eq!(of(&Dashboard::new(), host).0, 200, "{host}");
    }
    let said = of(&dashboard, "evil.example").1;
    assert!(said.contains("does not answer to `evil.example`: `hosts` says to which"), "{said}");
    assert_eq!(ask(&dashboard, "/api/v1/state").status(), 200, "a program says no host");
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
