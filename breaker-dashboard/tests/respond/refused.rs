//! Addresses, methods and fields that are none, and what is said of them.

use breaker_dashboard::Dashboard;
use breaker_runtime::registry;
use bytes::Bytes;
use http::{Method, Request, StatusCode};

use super::{GATEWAY, ask, error, status_of};

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
        (
            "incident?from=0&to=1&shown=2",
            "`shown` is a tick from `from` to `to`: the one that a page opens it at",
        ),
        (
            "replay?from=0&to=1&shown=1",
            "`shown` is no field here: this address takes `from` and `to`",
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

/// Whatever is asked for, and however often: an answer that repeats it stays short.
#[test]
fn a_refusal_is_short_however_long_what_was_sent_is() {
    let dashboard = Dashboard::new().hosts("ops.example.org");
    let long = "x".repeat(4000);
    let numbered = (0..800).map(|at| format!("&a{at}")).collect::<Vec<_>>().concat();
    for path in [
        format!("/api/v1/circuit?{}", "a&".repeat(2000)),
        format!("/api/v1/circuit?{}", "name&".repeat(800)),
        format!("/api/v1/circuit?{}", &numbered[1..]),
        format!("/api/v1/circuit?{long}=1"),
        format!("/api/v1/circuit?name={long}"),
        format!("/api/v1/circuit?name={}", "%3C".repeat(1000)),
        format!("/api/v1/circuit/{long}"),
        format!("/{long}/api/v1/state"),
        format!("/{long}"),
    ] {
        let answer = ask(&dashboard, &path);
        let start = &path[..40.min(path.len())];
        assert!(answer.status().is_client_error(), "{start}");
        let text = String::from_utf8_lossy(answer.body());
        let said = text.replace("\\u003c", "<");
        assert!(said.chars().count() < 1200, "{start}: {}", said.len());
    }
    let request = Request::get("/api/v1/state").header("host", &long).body(Bytes::new()).unwrap();
    let answer = dashboard.respond(request);
    assert_eq!(answer.status(), 421);
    assert!(answer.body().len() < 1200, "{}", answer.body().len());
}
