//! What an orchestrator is told: of keys, of chosen circuits, of names that nothing has.

#![expect(clippy::unwrap_used, reason = "of tests")]

mod asked;

use breaker_dashboard::Dashboard;
use breaker_runtime::{KeyedCircuitBreaker, Policy, registry};
use bytes::Bytes;
use http::Request;

use asked::health;

#[test]
fn keys_that_are_down_are_seen_and_misspelt_names_are_told() {
    static FETCH: KeyedCircuitBreaker =
        KeyedCircuitBreaker::new("health fetch", Policy::new().threshold(1), 8);
    registry().register_keyed(&FETCH);
    let unused = health(&["health fetch", "health fetch[a]"]);
    assert_eq!((unused.0, &*unused.1.status), (200, "ok"));

    FETCH.try_acquire("a").unwrap().failure();
    for (chosen, status) in [
        (&[][..], 200),
        (&["health fetch"], 503),
        (&["health fetch[a]"], 503),
        (&["health fetch[b]"], 200),
    ] {
        let (found, said) = health(chosen);
        assert_eq!((found, &*said.status), (status, "degraded"), "{chosen:?}");
        let found = said.circuits;
        assert_eq!((found.all, found.of_keys, found.down), (1, 1, 1), "the key is the circuit");
        assert_eq!(said.ready, status == 200);
    }

    FETCH.try_acquire("b").unwrap().success();
    assert_eq!(health(&["health fetch"]).0, 200, "one of its keys is well");
    FETCH.force_open();
    for chosen in ["health fetch", "health fetch[b]", "health fetch[never used]"] {
        assert_eq!(health(&[chosen]).1.unready, [chosen]);
    }

    FETCH.reset();
    let (status, said) = health(&["helth fetch", "health fetch"]);
    assert_eq!((status, &*said.status, said.ready), (200, "degraded", true));
    assert_eq!(said.unknown, ["helth fetch"]);
    assert_eq!(said.hints, ["no circuit is called `helth fetch`: did you mean `health fetch`?"]);

    let (status, said) = health(&["health fetch[aa]", "health fetch[a]"]);
    assert_eq!((status, said.unknown, said.hints), (200, vec![], vec![]));
    assert_eq!(said.no_circuit_yet, ["health fetch[aa]"], "it may be misspelt, or come later");
    let (status, said) = health(&["health fetch[*]"]);
    assert_eq!((status, &*said.status), (200, "degraded"), "{said:?}");
    assert_eq!(said.unknown, ["health fetch[*]"]);
    assert_eq!(
        said.hints,
        ["`health fetch[*]` names no key: write `health fetch`, which means all of them"]
    );
}

#[test]
fn whoever_guards_twice_lets_in_who_passes_both() {
    let shut = Dashboard::new().read_if(|_| false).read_if(|_| true);
    let request = Request::get("/api/v1/state").body(Bytes::new()).unwrap();
    assert_eq!(shut.respond(request).status(), 403);
}
