//! Who may look, and by which name.

use breaker_dashboard::Dashboard;
use bytes::Bytes;
use http::{Request, StatusCode};

use super::ask;

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
        ("other.example", 421),
        ("10.0.0.1:80", 200),
        ("localhost", 200),
        ("evil.example", 421),
        ("\u{e9}vil.example", 421),
    ] {
        assert_eq!(of(&dashboard, host).0, status, "{host}");
        assert_eq!(of(&Dashboard::new(), host).0, 200, "{host}");
    }
    let said = of(&dashboard, "evil.example").1;
    assert!(
        said.contains("by the name `evil.example`, and answers to addresses, `localhost` and the"),
        "{said}"
    );
    assert_eq!(ask(&dashboard, "/api/v1/state").status(), 200, "a program says no host");
}
