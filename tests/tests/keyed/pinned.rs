//! Steering by key: the circuit stays the key's until it is done.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use breaker_runtime::testing::isolate;
use breaker_runtime::{
    CircuitBreaker, KeyedCircuitBreaker, LookupError, Permit, Policy, State, Subscription,
    register_keyed, registry,
};

use crate::{Keyed, OPEN_FOR};

type Step = fn(&CircuitBreaker);

/// Each step that a key's circuit can be steered by, and the state after it.
const STEPS: [(Step, State); 6] = [
    (CircuitBreaker::force_open, State::ForcedOpen),
    (CircuitBreaker::force_closed, State::ForcedClosed),
    (CircuitBreaker::reset, State::Closed),
    (|circuit| circuit.open_for(OPEN_FOR), State::Open),
    (|circuit| circuit.set_state(State::HalfOpen), State::HalfOpen),
    (|circuit| circuit.set_state(State::RampUp), State::RampUp),
];

#[test]
fn a_key_keeps_its_circuit_while_it_is_steered_however_it_came_to_it() {
    for (step, state) in STEPS {
        for had_it in [false, true] {
            let keys = Keyed::new(1);
            keys.succeed(if had_it { "a" } else { "other" });
            let steered = keys.with("a", |circuit| {
                keys.succeed("b");
                assert_eq!((circuit.key().as_deref(), keys.unguarded()), (Some("a"), 1));
                step(circuit);
                keys.try_acquire("c").unwrap().failure();
                (circuit.key(), circuit.state())
            });
            assert_eq!(steered, Some((Some("a".into()), state)));
            assert_eq!((keys.keys(), keys.unguarded()), (vec!["a".to_owned()], 2));
        }
    }
}

#[test]
fn a_circuit_that_nobody_steers_any_more_goes_to_the_next_key_at_once() {
    let keys = Keyed::new(1);
    keys.with("a", |_| keys.with("a", |_| keys.succeed("b")).unwrap().succeed("b")).unwrap();
    assert_eq!((keys.keys(), keys.unguarded()), (vec!["a".to_owned()], 2));
    assert_eq!(keys.succeed("b").keys(), ["b"]);

    let steer_badly = || keys.with("b", |_| resume_unwind(Box::new("a step panicked")));
    assert!(catch_unwind(AssertUnwindSafe(steer_badly)).is_err());
    assert_eq!(keys.succeed("c").keys(), ["c"]);
}

#[test]
fn who_finds_no_circuit_does_nothing() {
    let keys = Keyed::new(1);
    keys.with("taken", CircuitBreaker::force_open).unwrap();
    assert_eq!(keys.with("a", |_| unreachable!("it has none")), None::<()>);
    keys.with("taken", |circuit| {
        circuit.reset();
        assert_eq!(keys.with("a", |_| ()), None);
    })
    .unwrap();
    keys.with("a", CircuitBreaker::force_open).unwrap();
    assert_eq!((keys.keys(), keys.state("a")), (vec!["a".to_owned()], Some(State::ForcedOpen)));
}

#[test]
fn who_listens_from_within_hears_of_the_key_alone() {
    let keys = Keyed::new(1);
    let listen = |circuit: &CircuitBreaker| {
        keys.succeed("other");
        circuit.subscribe(|event| assert_eq!(event.key.as_deref(), Some("a")))
    };
    let heard: Subscription = keys.with("a", listen).unwrap();
    assert!(!heard.has_ended());
    keys.succeed("other");
    assert!(heard.has_ended());
}

static NAMED: KeyedCircuitBreaker = KeyedCircuitBreaker::new("pinned", Policy::new(), 2);
register_keyed!(NAMED);

#[test]
fn by_name_a_key_that_has_a_circuit_is_steered_and_no_other() {
    let _test = isolate();
    let long = "x".repeat(200);
    for key in ["a", &long] {
        NAMED.try_acquire(key).unwrap().success();
    }
    let shown = NAMED.get(&long).unwrap().key().unwrap();
    for (name, key) in [("pinned[a]", "a"), (&format!("pinned[{shown}]"), &*shown)] {
        let steered = registry().with(name, |circuit| {
            NAMED.try_acquire("b").unwrap().success();
            NAMED.try_acquire("c").unwrap().success();
            circuit.force_open();
            circuit.key()
        });
        assert_eq!(steered.unwrap().as_deref(), Some(key));
        NAMED.whole().reset();
        registry().with(name, CircuitBreaker::reset).unwrap();
        NAMED.try_acquire("a").unwrap().success();
        NAMED.try_acquire(&long).unwrap().success();
    }
    let unknown = registry().with("pinned[nobody]", CircuitBreaker::force_open);
    assert!(matches!(unknown, Err(LookupError::NoCircuitForKey { .. })));
    assert!(NAMED.circuits().all(|circuit| circuit.state() == State::Closed));
    registry().with("pinned", CircuitBreaker::force_open).unwrap();
    assert_eq!(NAMED.whole().state(), State::ForcedOpen);
}

#[test]
fn while_keys_come_and_go_no_key_is_forced_but_the_one_that_is_meant() {
    static KEYS: KeyedCircuitBreaker = KeyedCircuitBreaker::new("churned", Policy::new(), 2);
    static IS_OVER: AtomicBool = AtomicBool::new(false);
    let churn = || {
        let mut key = 0_u64;
        while !IS_OVER.load(Ordering::Relaxed) {
            key += 1;
            KEYS.try_acquire(&(key % 5)).into_iter().for_each(Permit::success);
        }
    };
    let others = [thread::spawn(churn), thread::spawn(churn)];
    let is_forced = |circuit: &&CircuitBreaker| circuit.state() == State::ForcedOpen;
    for _ in 0..2_000 {
        KEYS.with("meant", CircuitBreaker::force_open).unwrap();
        assert!(KEYS.try_acquire("meant").is_err());
        assert!(KEYS.circuits().filter(is_forced).all(|c| c.key().as_deref() == Some("meant")));
        KEYS.with("meant", CircuitBreaker::reset).unwrap();
    }
    IS_OVER.store(true, Ordering::Relaxed);
    for other in others {
        other.join().unwrap();
    }
}
