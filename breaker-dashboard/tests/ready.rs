//! Whether the program is to get requests. The document counts all circuits of a process: this is
//! one of its own.

#![expect(clippy::unwrap_used, reason = "of tests")]

mod asked;
mod until;

use std::time::Duration;

use breaker_dashboard::Dashboard;
use breaker_runtime::{CircuitBreaker, KeyedCircuitBreaker, Note, Policy, registry};
use bytes::Bytes;
use http::Request;

use asked::health;
use until::until;

const MILLISECOND: Duration = Duration::from_millis(1);

/// Without requests there are no calls, and without calls no half-open circuit closes.
#[test]
fn a_drained_replica_comes_back_once_its_circuit_lets_calls_pass() {
    static DB: CircuitBreaker =
        CircuitBreaker::new("health db", Policy::new().threshold(1).open_for(MILLISECOND));
    static HOSTS: KeyedCircuitBreaker = KeyedCircuitBreaker::new(
        "health hosts",
        Policy::new().threshold(1).open_for(MILLISECOND),
        8,
    );
    registry().register(&DB);
    registry().register_keyed(&HOSTS);
    let chosen = ["health db", "health hosts", "health hosts[a]"];
    let ready_again = || {
        let said = health(&chosen).1;
        (said.ready && said.circuits.in_state.half_open == 2).then_some(said)
    };
    DB.force_open();
    HOSTS.force_open();
    assert_eq!((health(&chosen).0, health(&chosen).1.unready.len()), (503, 3));
    DB.reset();
    HOSTS.reset();
    DB.force_open_for(MILLISECOND, Note::new("a drill"));
    HOSTS.try_acquire("a").unwrap().failure();
    let said = until("ready again", ready_again);
    assert_eq!(&*said.status, "degraded", "still to be tried");
    let circuits = said.circuits;
    assert_eq!((circuits.all, circuits.of_keys), (2, 1));
    // A trial call under way lets the next one pass or not: neither is an outage of this program.
    let trial = DB.try_acquire().unwrap();
    assert_eq!(health(&["health db"]).0, 200);
    trial.success();
    assert_eq!(health(&["health db"]).0, 200);
}

/// As the guide lets a probe in.
#[test]
fn a_probe_is_let_in_by_the_path_below_the_mount() {
    let dashboard = Dashboard::new().read_if(|request| request.uri.path() == "/api/v1/health");
    for (path, status) in [("/api/v1/health", 200), ("/api/v1/state", 403), ("/", 403)] {
        let request = Request::get(path).body(Bytes::new()).unwrap();
        assert_eq!(dashboard.respond(request).status(), status, "{path}");
    }
}
