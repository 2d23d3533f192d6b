//! Dry runs, which are switched by overrides.

use std::time::Duration;

use breaker_runtime::{
    CircuitBreaker, KeyedCircuitBreaker, Overrides, Policy, Setting, State, registry,
};
use serde_json::json;

use super::{configures_alone, error, order, steered};

#[test]
fn a_dry_run_is_switched_for_one_circuit_and_leaves_other_overrides_alone() {
    static DRY: CircuitBreaker = CircuitBreaker::new("steer dry", Policy::new());
    static BESIDE: KeyedCircuitBreaker = KeyedCircuitBreaker::new("steer beside", Policy::new(), 8);
    let _alone = configures_alone();
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

/// A setting that nobody overrides any more says where it comes from.
#[test]
fn a_dry_run_that_has_ended_leaves_nothing_behind() {
    static PLAIN: CircuitBreaker = CircuitBreaker::new("steer plain", Policy::new());
    static MADE_DRY: CircuitBreaker =
        CircuitBreaker::new("steer made dry", Policy::new().dry_run(true));
    let _alone = configures_alone();
    for circuit in [&PLAIN, &MADE_DRY] {
        registry().register(circuit);
        let is_dry = || circuit.policy().settings().dry_run;
        let (was_dry, sources) = (is_dry(), circuit.policy().sources());
        let (there, back) =
            if was_dry { ("dry_run_off", "dry_run_on") } else { ("dry_run_on", "dry_run_off") };
        for (action, is_so) in
            [(back, was_dry), (there, !was_dry), (there, !was_dry), (back, was_dry)]
        {
            let what = json!({ "action": action, "name": circuit.name() });
            assert_eq!(order(&steered(), &what, &[]).status(), 200);
            assert_eq!(
                (is_dry(), circuit.policy().sources() == sources),
                (is_so, is_so == was_dry)
            );
        }
    }
}

#[test]
fn a_dry_run_of_a_key_that_reads_as_all_keys_is_refused_and_switches_none() {
    static ALL: KeyedCircuitBreaker = KeyedCircuitBreaker::new("steer star", Policy::new(), 8);
    let _alone = configures_alone();
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
    let _alone = configures_alone();
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

/// Who orders it for a key says it of that key alone, be it so already.
#[test]
fn what_was_ordered_for_a_key_holds_whatever_is_ordered_for_all_of_them() {
    static HELD: KeyedCircuitBreaker = KeyedCircuitBreaker::new("steer held", Policy::new(), 8);
    let _alone = configures_alone();
    registry().register_keyed(&HELD);
    for key in ["a", "b"] {
        HELD.try_acquire(key).unwrap().success();
    }
    let dashboard = steered();
    let give = |action: &str, key: Option<&str>| {
        let what = json!({ "action": action, "name": "steer held", "key": key });
        assert_eq!(order(&dashboard, &what, &[]).status(), 200, "{what}");
        ["a", "b"].map(|key| HELD.peek(key).unwrap().policy().settings().dry_run)
    };
    assert_eq!(give("dry_run_on", None), [true, true]);
    assert_eq!(give("dry_run_on", Some("a")), [true, true]);
    assert_eq!(give("dry_run_off", None), [true, false], "`a` is kept in its dry run");
    assert_eq!(give("dry_run_off", Some("b")), [true, false]);
    assert_eq!(give("dry_run_on", None), [true, false], "`b` is kept from one");
    // What takes back an earlier order for the key leaves nothing behind.
    assert_eq!(give("dry_run_on", Some("b")), [true, true]);
    assert_eq!(give("dry_run_off", None), [true, false]);
    assert_eq!(give("dry_run_off", Some("a")), [false, false]);
    assert!(["a", "b"].iter().all(|key| HELD.own_policy(key).is_none()));
}

#[test]
fn the_dry_run_of_a_key_is_switched_while_it_has_no_circuit() {
    static GONE: KeyedCircuitBreaker = KeyedCircuitBreaker::new("steer gone", Policy::new(), 2);
    let _alone = configures_alone();
    registry().register_keyed(&GONE);
    let come = |key: &str| {
        GONE.try_acquire(key).unwrap().success();
        GONE.peek(key).unwrap().policy().settings().dry_run
    };
    let dashboard = steered();
    let give = |action: &str, key: &str| {
        let what = json!({ "action": action, "name": "steer gone", "key": key, "why": "w" });
        order(&dashboard, &what, &[]).status().as_u16()
    };
    assert!(!come("a"));
    assert_eq!(give("dry_run_on", "a"), 200);
    assert!(["b", "c", "d"].into_iter().all(|key| !come(key)) && GONE.peek("a").is_none());
    assert_eq!(give("force_open", "a"), 404, "there is nothing to force");
    assert_eq!(give("dry_run_on", "nobody"), 404);
    assert_eq!(give("dry_run_off", "a"), 200);
    assert!(GONE.peek("a").is_none() && GONE.own_policy("nobody").is_none(), "none is made");
    assert!(!come("a"), "it returns as was ordered last");
    assert_eq!(give("dry_run_off", "c"), 404, "a key of which nothing was said");
}
