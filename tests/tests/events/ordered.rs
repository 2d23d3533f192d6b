//! Who resets a circuit or changes its settings, and why: in the event, as far as it is said.

use std::time::Duration;

use breaker_runtime::testing::ManualClock;
use breaker_runtime::{
    CircuitBreaker, KeyedCircuitBreaker, Note, Overrides, Policy, Setting, State, registry,
};

fn lines(circuit: &CircuitBreaker) -> Vec<String> {
    circuit.history().iter().map(ToString::to_string).collect()
}

#[test]
fn a_reset_says_who_it_was_and_why_and_what_comes_with_it_says_nothing_of_that() {
    let clock = ManualClock::new();
    let policy = Policy::new().threshold(1).open_for(Duration::from_secs(1));
    let circuit = CircuitBreaker::new("ordered", policy).with_clock(clock.clone());
    circuit.try_acquire().expect("a closed circuit").failure();
    clock.advance(Duration::from_secs(1));
    circuit.reset_with(Note::new("it is back").by("anna"));
    circuit.reset_with("it is");
    circuit.reset();
    let notes: Vec<_> = circuit.history().into_iter().map(|event| event.note).collect();
    let anna = Note::new("it is back").by("anna");
    assert_eq!(notes, [None, None, Some(anna), Some(Note::new("it is")), None]);
    assert_eq!(
        lines(&circuit)[1..],
        [
            "circuit `ordered` is half-open",
            "circuit `ordered` was reset by anna: it is back",
            "circuit `ordered` was reset: it is",
            "circuit `ordered` was reset",
        ]
    );
}

#[test]
fn a_circuit_that_is_switched_off_says_of_no_reset_who_it_was() {
    let circuit = CircuitBreaker::new("ordered off", Policy::new().enabled(false));
    circuit.reset_with(Note::new("it is back").by("anna"));
    assert_eq!(circuit.history(), []);
}

#[test]
fn each_key_has_heard_who_resets_all_of_them_and_who_switches_its_dry_run() {
    static KEYS: KeyedCircuitBreaker = KeyedCircuitBreaker::new("ordered keys", Policy::new(), 8);
    registry().register_keyed(&KEYS);
    KEYS.try_acquire("a").expect("a closed circuit").success();
    let of_key = || KEYS.with("a", lines).expect("a circuit").pop().expect("an event");
    let of_whole = || lines(KEYS.whole()).pop().expect("an event");
    KEYS.reset_with(Note::new("all are back").by("ben"));
    assert_eq!(of_key(), "circuit `ordered keys[a]` was reset by ben: all are back");
    assert_eq!(of_whole(), "circuit `ordered keys` was reset by ben: all are back");
    let reset = |circuit: &CircuitBreaker| circuit.reset_with(Note::new("it is back").by("anna"));
    KEYS.with("a", reset).expect("a circuit");
    assert_eq!(of_key(), "circuit `ordered keys[a]` was reset by anna: it is back");

    let dry = |name| Overrides::new().circuit(name, Setting::DryRun(true));
    let note = || Note::new("too strict?").by("anna");
    registry().amend_with(&dry("ordered keys"), note()).expect("sound overrides");
    let said = "was reconfigured by anna: too strict?; dry_run false -> true";
    assert_eq!(of_key(), format!("circuit `ordered keys[a]` {said}"));
    assert_eq!(of_whole(), format!("circuit `ordered keys` {said}"));
    registry().withdraw(&dry("ordered keys")).expect("sound overrides");
    assert_eq!(of_key(), "circuit `ordered keys[a]` was reconfigured: dry_run true -> false");
    assert_eq!(KEYS.with("a", CircuitBreaker::state), Some(State::Closed));
}
