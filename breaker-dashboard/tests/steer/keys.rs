//! Orders to all keys of a function, while somebody has said something else of some of them.

use breaker_dashboard::document::{KeyApart, Steered, SteeredKeys, WhyApart};
use breaker_runtime::{
    CircuitBreaker, KeyedCircuitBreaker, Overrides, Policy, Setting, State, registry,
};
use serde_json::{Value, json};

use super::{configures_alone, error, order, steered};

fn with_keys(keyed: &'static KeyedCircuitBreaker, keys: &[&str]) {
    registry().register_keyed(keyed);
    for key in keys {
        keyed.try_acquire(key).unwrap().success();
    }
}

/// What is answered to an order for this function, or its key.
fn give(action: &str, name: &str, key: Option<&str>) -> Option<SteeredKeys> {
    let why = action.starts_with("force").then_some("w");
    let what = json!({ "action": action, "name": name, "key": key, "why": why });
    let response = order(&steered(), &what, &[]);
    assert_eq!(response.status(), 200, "{what}: {:?}", response.body());
    let answer: Steered = serde_json::from_slice(response.body()).unwrap();
    answer.keys
}

fn apart(followed: u64, which: &[(&str, WhyApart)]) -> SteeredKeys {
    let named = which.iter().map(|&(key, why)| KeyApart { key: key.to_owned(), why });
    SteeredKeys { followed, apart: which.len() as u64, which: named.collect() }
}

#[test]
fn who_releases_all_keys_is_told_which_somebody_else_has_forced() {
    static HOSTS: KeyedCircuitBreaker = KeyedCircuitBreaker::new("steer hosts", Policy::new(), 8);
    let name = "steer hosts";
    with_keys(&HOSTS, &["a", "b", "vip"]);
    assert_eq!(give("force_open", name, None), Some(apart(3, &[])));
    assert_eq!(give("force_closed", name, Some("vip")), None, "an order to one key");
    for action in ["force_closed", "force_open", "reset"] {
        assert_eq!(
            give(action, name, None),
            Some(apart(2, &[("vip", WhyApart::Forced)])),
            "{action}"
        );
    }
    let state = |key: &str| HOSTS.peek(key).map(CircuitBreaker::state);
    assert_eq!((state("a"), state("vip")), (Some(State::Closed), Some(State::ForcedClosed)));
    give("reset", name, Some("vip"));
    assert_eq!(give("reset", name, None), Some(apart(3, &[])));
}

#[test]
fn who_ends_the_dry_run_of_all_keys_is_told_which_go_on() {
    static TRIED: KeyedCircuitBreaker = KeyedCircuitBreaker::new("steer tried", Policy::new(), 8);
    let _alone = configures_alone();
    let name = "steer tried";
    with_keys(&TRIED, &["a", "dry", "wet"]);
    give("dry_run_on", name, Some("dry"));
    assert_eq!(give("force_open", name, None), Some(apart(2, &[("dry", WhyApart::DryRun)])));
    assert_eq!(give("dry_run_on", name, None), Some(apart(3, &[])));
    give("dry_run_off", name, Some("wet"));
    assert_eq!(give("dry_run_off", name, None), Some(apart(2, &[("dry", WhyApart::DryRun)])));
    assert_eq!(give("dry_run_on", name, None), Some(apart(2, &[("wet", WhyApart::NoDryRun)])));
    assert_eq!(give("dry_run_off", name, None), Some(apart(2, &[("dry", WhyApart::DryRun)])));
    give("reset", name, None);
}

#[test]
fn of_many_keys_that_stay_apart_twenty_are_named() {
    static MANY: KeyedCircuitBreaker = KeyedCircuitBreaker::new("steer many", Policy::new(), 64);
    let keys: Vec<_> = (0..30).map(|key| format!("{key:02}")).collect();
    with_keys(&MANY, &keys.iter().map(String::as_str).collect::<Vec<_>>());
    for key in &keys {
        MANY.with(key, CircuitBreaker::force_closed).unwrap();
    }
    let told = give("reset", "steer many", None).unwrap();
    assert_eq!((told.followed, told.apart), (0, 30));
    assert!(told.which.iter().map(|apart| &apart.key).eq(&keys[..20]));
}

/// It would be seen by nobody, and hold once the circuit is switched on.
#[test]
fn no_force_is_hidden_behind_a_circuit_that_is_switched_off() {
    static OFF: CircuitBreaker = CircuitBreaker::new("steer off", Policy::new());
    static PART: KeyedCircuitBreaker = KeyedCircuitBreaker::new("steer part", Policy::new(), 8);
    let _alone = configures_alone();
    registry().register(&OFF);
    with_keys(&PART, &["on", "off"]);
    let off = |name| Overrides::new().circuit(name, Setting::Enabled(false));
    let overrides = off("steer off").merge(off("steer part[off]"));
    registry().amend(&overrides).unwrap();
    for (name, key, said) in [
        ("steer off", Value::Null, "`steer off` is switched off by `enabled = false`"),
        ("steer part", "off".into(), "`steer part[off]` is switched off"),
    ] {
        let what = json!({ "action": "force_open", "name": name, "key": key, "why": "w" });
        let response = order(&steered(), &what, &[]);
        assert_eq!(response.status(), 409, "{what}");
        assert!(error(&response).starts_with(said), "{}", error(&response));
    }
    let told = give("force_open", "steer part", None);
    assert_eq!(told, Some(apart(1, &[("off", WhyApart::SwitchedOff)])));
    give("reset", "steer part", None);
    registry().withdraw(&overrides).unwrap();
    assert_eq!((OFF.state(), PART.whole().state()), (State::Closed, State::Closed));
    assert!(PART.circuits().all(|circuit| circuit.state() == State::Closed));
}
