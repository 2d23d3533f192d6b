//! Orders that are done: to which circuit, and for how long.

use std::sync::{Arc, Mutex};
use std::time::Instant;

use breaker_dashboard::Dashboard;
use breaker_dashboard::document::{self, Action, Audit, Detail, Steered};
use breaker_runtime::{CircuitBreaker, KeyedCircuitBreaker, Policy, State, registry};
use bytes::Bytes;
use http::Request;
use serde_json::json;

use super::until::until;
use super::{order, steered};

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
    // From its first tick on.
    until("its detail", || shown(&dashboard));
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
        let shown = shown(&dashboard).unwrap();
        let shown = (shown.circuit.state, shown.circuit.forced.is_some());
        assert_eq!(shown, (state_on_the_wire(state), state != State::Closed), "not a tick later");
        assert_eq!(told.lock().unwrap().last(), Some(&answer.audit));
        assert_eq!((&*answer.audit.who, &*answer.audit.name), ("anna", "steer pay"));
        assert_eq!(answer.audit.why.as_deref(), Some("<b>new</b> keys"));
    }
    assert_eq!(*again.lock().unwrap(), 3, "each who is told is");
    let actions: Vec<_> = told.lock().unwrap().iter().map(|audit| audit.action).collect();
    assert_eq!(actions, [Action::ForceOpen, Action::Reset, Action::ForceClosed]);
    PAY.reset();
}

fn shown(dashboard: &Dashboard) -> Option<Detail> {
    let request = Request::get("/api/v1/circuit?name=steer+pay").body(Bytes::new()).unwrap();
    serde_json::from_slice(dashboard.respond(request).body()).ok()
}

const fn state_on_the_wire(state: State) -> document::State {
    match state {
        State::ForcedOpen => document::State::ForcedOpen,
        State::ForcedClosed => document::State::ForcedClosed,
        _ => document::State::Closed,
    }
}

#[test]
fn a_long_key_is_steered_by_its_text_and_as_it_is_shown() {
    static LONG: KeyedCircuitBreaker = KeyedCircuitBreaker::new("steer lengthy", Policy::new(), 8);
    registry().register_keyed(&LONG);
    let [one, other] = ["1", "2"].map(|end| "k".repeat(200) + end);
    LONG.try_acquire(&one).unwrap().success();
    LONG.try_acquire(&other).unwrap().success();
    let shown = LONG.peek(&one).unwrap().key().unwrap();
    let dashboard = steered();
    for key in [&*one, &*shown] {
        for (action, state) in [("force_open", State::ForcedOpen), ("reset", State::Closed)] {
            let what = json!({ "action": action, "name": "steer lengthy", "key": key, "why": "w" });
            assert_eq!(order(&dashboard, &what, &[]).status(), 200, "{action} {key}");
            assert_eq!(LONG.peek(&one).unwrap().state(), state);
            assert_eq!(LONG.peek(&other).unwrap().state(), State::Closed);
        }
    }
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
        let began = Instant::now();
        let response = order(&dashboard, &what, &[]);
        let answer: Steered = serde_json::from_slice(response.body()).unwrap();
        assert_eq!(answer.audit.for_ms, Some(lasts_ms));
        let forced = LASTS.snapshot().forced;
        let passed = began.elapsed().as_millis();
        // A second may be over before one looks.
        let Some(forced) = forced else {
            assert!(passed >= lasts_ms.into(), "{passed} of {lasts_ms}");
            continue;
        };
        let (rest, lasts) = (forced.rest.unwrap().as_millis(), u128::from(lasts_ms));
        assert!(rest <= lasts && rest + passed + 1 >= lasts, "{rest} of {lasts} after {passed}");
        assert_eq!(forced.who.as_deref(), Some("anna"));
        assert_eq!(forced.why.as_deref(), Some("new certificates"));
    }
    LASTS.reset();
    assert_eq!(LASTS.snapshot().forced, None);
}
