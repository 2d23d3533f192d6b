//! Code of users that panics while an order is given.

use std::sync::{Arc, Mutex};

use breaker_dashboard::Dashboard;
use breaker_runtime::{CircuitBreaker, Policy, State, registry};
use bytes::Bytes;
use http::Request;
use serde_json::json;

use super::{order, steered};

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
