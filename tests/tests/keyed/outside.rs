//! Steps from outside, where circuits go from key to key.

use core::time::Duration;
use std::sync::mpsc;

use breaker_runtime::testing::ManualClock;
use breaker_runtime::{
    CircuitBreaker, Event, EventKind, KeyedCircuitBreaker, Permit, Policy, State, registry,
};
use tests::{TICK, just_before};

const SECOND: Duration = Duration::from_secs(1);
const OPEN_FOR: Duration = Duration::from_secs(30);
const POLICY: Policy = Policy::new().threshold(5).open_for(OPEN_FOR);

fn keyed(max_keys: u32) -> (KeyedCircuitBreaker, ManualClock) {
    let clock = ManualClock::new();
    let keyed = KeyedCircuitBreaker::new("from outside", POLICY, max_keys);
    (keyed.with_clock(clock.clone()), clock)
}

fn succeed(keyed: &KeyedCircuitBreaker, key: &str) {
    keyed.try_acquire(key).into_iter().for_each(Permit::success);
}

fn fail(keyed: &KeyedCircuitBreaker, key: &str) {
    keyed.try_acquire(key).into_iter().for_each(Permit::failure);
}

fn suspect(keyed: &KeyedCircuitBreaker, key: &str, time: Duration) {
    let circuit = keyed.get(key).unwrap();
    circuit.from_outside("pod-7").suspect_for(time);
}

/// Whether a key that is new gets the only circuit of another one.
fn gives_way(keyed: &KeyedCircuitBreaker) -> bool {
    succeed(keyed, "new");
    keyed.get("new").is_some()
}

#[test]
fn a_suspicion_alone_keeps_no_place() {
    let (keyed, _clock) = keyed(1);
    succeed(&keyed, "a");
    suspect(&keyed, "a", OPEN_FOR);
    assert!(gives_way(&keyed));
    assert_eq!(keyed.get("new").unwrap().snapshot().suspected, None);
    fail(&keyed, "new");
    fail(&keyed, "new");
    assert_eq!(keyed.get("new").map(CircuitBreaker::state), Some(State::Closed));
}

#[test]
fn one_failure_under_it_keeps_the_place_until_it_ends() {
    let (keyed, clock) = keyed(1);
    succeed(&keyed, "a");
    suspect(&keyed, "a", 10 * OPEN_FOR);
    fail(&keyed, "a");
    clock.advance(just_before(10 * OPEN_FOR));
    assert!(!gives_way(&keyed), "though the failure has left the window");
    clock.advance(TICK);
    assert!(gives_way(&keyed));
}

#[test]
fn a_success_after_that_gives_the_place_free() {
    let (keyed, clock) = keyed(1);
    succeed(&keyed, "a");
    suspect(&keyed, "a", 10 * OPEN_FOR);
    fail(&keyed, "a");
    succeed(&keyed, "a");
    clock.advance(10 * SECOND);
    assert!(gives_way(&keyed));
}

#[test]
fn a_held_key_keeps_its_place_for_as_long_as_an_open_one() {
    for half_open in [false, true] {
        let (keyed, clock) = keyed(1);
        (0..5).for_each(|_| fail(&keyed, "a"));
        if half_open {
            clock.advance(OPEN_FOR);
            drop(keyed.try_acquire("a").unwrap());
        }
        keyed.get("a").unwrap().from_outside("pod-7").hold_for(2 * OPEN_FOR);
        clock.advance(just_before(3 * OPEN_FOR));
        assert!(!gives_way(&keyed), "half-open: {half_open}");
        clock.advance(TICK);
        assert!(gives_way(&keyed), "half-open: {half_open}");
    }
}

#[test]
fn a_whole_makes_all_its_keys_follow_runs_present_and_to_come() {
    let (keyed, _clock) = keyed(2);
    succeed(&keyed, "present");
    keyed.whole().follow_runs();
    succeed(&keyed, "to come");
    let opens = |key| {
        fail(&keyed, key);
        fail(&keyed, key);
        suspect(&keyed, key, SECOND);
        let state = keyed.get(key).unwrap().state();
        keyed.get(key).unwrap().reset();
        state == State::Open
    };
    assert!(opens("present") && opens("to come"));
    assert!(opens("on the circuit of another"));

    let early = KeyedCircuitBreaker::new("early", POLICY, 2);
    early.whole().follow_runs();
    fail(&early, "first");
    fail(&early, "first");
    suspect(&early, "first", SECOND);
    assert_eq!(early.get("first").map(CircuitBreaker::state), Some(State::Open));
}

#[test]
fn keys_that_obey_say_who_it_was_and_that_it_is_with_all_keys() {
    static KEYED: KeyedCircuitBreaker = KeyedCircuitBreaker::new("obeying", POLICY, 2);
    succeed(&KEYED, "a");
    let (sender, events) = mpsc::channel();
    let listener = move |event: &Event| sender.send(event.clone()).unwrap_or_default();
    let subscription = KEYED.get("a").unwrap().subscribe(listener);
    let pod = KEYED.whole().from_outside("pod-7");
    pod.force_open_for(SECOND, "a test");
    pod.reset();
    KEYED.force_open();
    subscription.flush();
    let told = events.try_iter().map(|event| {
        let with_all_keys = event.forced.map(|forced| forced.with_all_keys);
        (event.kind, event.by.as_deref().map(str::to_owned), with_all_keys)
    });
    let by = || Some("pod-7".to_owned());
    assert_eq!(
        told.collect::<Vec<_>>(),
        [
            (EventKind::ForcedOpen, by(), Some(true)),
            (EventKind::Reset, by(), None),
            (EventKind::ForcedOpen, None, Some(true)),
        ]
    );
    assert_eq!(KEYED.whole().snapshot().forced.map(|forced| forced.with_all_keys), Some(false));
}

#[test]
fn who_looks_for_a_key_makes_none_and_uses_none() {
    static KEYED: KeyedCircuitBreaker = KeyedCircuitBreaker::new("looked for", POLICY, 2);
    registry().register_keyed(&KEYED);
    let key_of = |key| {
        registry().with_circuit(KEYED.name(), key, |circuit| circuit.key().as_deref().map(str::len))
    };
    assert_eq!(key_of(Some("a")), None);
    assert_eq!(key_of(None), Some(None), "the whole");
    assert_eq!(KEYED.len(), 0);
    succeed(&KEYED, "a");
    let long = "long".repeat(100);
    succeed(&KEYED, &long);
    // By the text that people see.
    let shown = KEYED.circuits().find_map(|circuit| circuit.key().filter(|key| &**key != "a"));
    let shown = shown.unwrap();
    assert_eq!(key_of(Some(&*shown)), Some(Some(shown.len())));

    succeed(&KEYED, "a");
    assert_eq!(key_of(Some(&*shown)), Some(Some(shown.len())));
    succeed(&KEYED, "b");
    assert!(key_of(Some("a")).is_some() && key_of(Some(&*shown)).is_none(), "used before");
    let no_circuit = |name, key| registry().with_circuit(name, key, |_| ()).is_none();
    assert!(no_circuit("nothing is called so", None) && no_circuit("looked for[a]", None));
}

/// The length of this key, which stands behind so many letters that it is not shown.
fn behind_the_cut(key: usize) -> String {
    format!("{}{key}", "x".repeat(200))
}

#[test]
fn long_keys_are_found_by_what_is_shown_of_them_while_they_have_a_circuit_and_when_they_return() {
    static KEYED: KeyedCircuitBreaker = KeyedCircuitBreaker::new("shown", POLICY, 3);
    registry().register_keyed(&KEYED);
    let shown = |key| {
        KEYED.peek(&behind_the_cut(key)).and_then(CircuitBreaker::key).expect("it has a circuit")
    };
    let call = |key: usize| succeed(&KEYED, &behind_the_cut(key));
    let found = |shown: &str| {
        let key = |circuit: &CircuitBreaker| circuit.key().as_deref().map(str::to_owned);
        let looked_at = registry().get(&format!("shown[{shown}]")).and_then(key);
        let steered = registry().with_circuit("shown", Some(shown), key).flatten();
        assert_eq!(looked_at, steered);
        assert!(steered.as_deref().is_none_or(|found| found == shown), "another key's");
        steered.is_some()
    };
    (0..3).for_each(call);
    let keys: Vec<_> = (0..3).map(shown).collect();
    assert!(keys.iter().all(|key| found(key)));

    succeed(&KEYED, "short");
    assert_eq!(keys.iter().map(|key| found(key)).collect::<Vec<_>>(), [false, true, true]);
    (0..2).for_each(call);
    assert_eq!(keys.iter().map(|key| found(key)).collect::<Vec<_>>(), [true, true, false]);
    assert!(found("short"));

    // Who steers one of them leaves the others alone.
    registry().with_circuit("shown", Some(&*keys[1]), CircuitBreaker::force_open);
    let rejects = |key: usize| KEYED.try_acquire(&behind_the_cut(key)).is_err();
    assert_eq!([0, 1].map(rejects), [false, true]);
}

#[test]
fn a_key_whose_text_nobody_knows_is_found_as_long_as_it_is_the_only_one() {
    static KEYED: KeyedCircuitBreaker = KeyedCircuitBreaker::new("unknown", POLICY, 2);
    registry().register_keyed(&KEYED);
    let failures = || {
        let failures = |circuit: &CircuitBreaker| circuit.snapshot().failures_in_window;
        registry().with_circuit("unknown", Some("(unnamed)"), failures)
    };
    let long = [0, 1].map(behind_the_cut);
    let calls = long.each_ref().map(|key| KEYED.try_acquire(key).expect("a closed circuit"));
    for key in ["a", "b"] {
        succeed(&KEYED, key);
    }
    assert_eq!(failures(), None);
    let [one, other] = calls;
    one.failure();
    assert_eq!(failures(), Some(1));
    other.failure();
    assert_eq!(failures(), None, "which of them?");

    // A look tells the text of one of them, by which it is found from now on.
    let shown = KEYED.get(&long[0]).and_then(CircuitBreaker::key).expect("it has a circuit");
    assert_eq!(failures(), Some(1));
    assert!(registry().with_circuit("unknown", Some(&*shown), |_| ()).is_some());
}
