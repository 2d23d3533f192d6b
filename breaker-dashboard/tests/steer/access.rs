//! Who may steer, and from where.

use breaker_dashboard::{Audit, Dashboard};
use breaker_runtime::{CircuitBreaker, Policy, State, registry};
use bytes::Bytes;
use http::Request;
use serde_json::json;

use super::{error, order, state, steered, token};

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
    assert!(long.chars().count() == 100 && long.contains('…'), "{long}");
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
        ("x-circuit-token", "", 403, "the token is missing: send `steering.token`"),
        ("x-circuit-token", &*others, 403, "that of another process or another dashboard"),
        ("origin", "http://evil.example", 403, "orders from another origin"),
        ("origin", "http://shop.example.evil.example", 403, "another origin"),
        ("origin", "http://shop.example:81", 403, "another origin"),
        ("origin", "null", 403, "another origin"),
        ("sec-fetch-site", "cross-site", 403, "another origin"),
        ("sec-fetch-site", "same-site", 403, "another origin"),
        ("sec-fetch-site", "none", 403, "another origin"),
        ("content-type", "text/plain", 415, "`content-type` says `text/plain`: an order is"),
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
    assert_eq!(
        error(&refused),
        "nobody may steer circuits by this dashboard: it has no `steer_if`"
    );

    let response = order(&dashboard, &what, &[("origin", "https://ops.example")]);
    assert_eq!(
        error(&response),
        "orders from another origin are refused: this one is from `https://ops.example` and asks \
         `shop.example`. A proxy between them has to pass on the header `Host`"
    );
    let response = order(&dashboard, &what, &[("sec-fetch-site", "same-site")]);
    let said = "orders from another origin are refused: the browser calls this one `same-site`. \
                Give it on the dashboard's own page";
    assert_eq!(error(&response), said);

    let nobody = steered().steer_if(|_| Some(" \u{200b}".to_owned()));
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
