//! Forced circuits, those that are switched off, dry runs, and those that stand for keys.

use breaker_runtime::{
    CircuitBreaker, KeyedCircuitBreaker, Overrides, Policy, Setting, State, registry,
};
use tests::TestCircuit;

use super::{OPEN_FOR, POLICY, TIME, circuit, pod};

/// All that change no forced circuit.
fn everything(circuit: &CircuitBreaker) {
    let pod = circuit.from_outside("pod-7");
    pod.suspect_for(TIME);
    pod.hold_for(TIME);
    assert!(!pod.begin_trials());
    pod.set_reopenings(7);
    pod.trust();
    pod.suspect_for(TIME);
}

#[test]
fn a_forced_circuit_stays_as_it_is() {
    for force in [CircuitBreaker::force_open, CircuitBreaker::force_closed] {
        let circuit = circuit();
        force(&circuit);
        let (before, history) = (circuit.snapshot(), circuit.history());
        everything(&circuit);
        let mut after = circuit.snapshot();
        after.at = before.at;
        assert_eq!((after, circuit.history()), (before, history));
        circuit.reset();
        circuit.fail_times(4).is(State::Closed);
    }
}

#[test]
fn who_forces_it_from_outside_does_as_by_hand() {
    let circuit = circuit();
    pod(&circuit).force_open_for(TIME, "moving");
    let forced = circuit.is(State::ForcedOpen).snapshot().forced.expect("it is");
    assert_eq!((forced.rest, forced.why.as_deref()), (Some(TIME), Some("moving")));
    pod(&circuit).force_closed_for(TIME, "");
    circuit.is(State::ForcedClosed);
    pod(&circuit).reset();
    circuit.is(State::Closed);
}

#[test]
fn a_circuit_that_is_switched_off_stays_as_it_is() {
    static CIRCUIT: CircuitBreaker = CircuitBreaker::new("off from outside", POLICY);
    let _alone = crate::configures_alone();
    registry().register(&CIRCUIT);
    let off = Overrides::new().circuit(CIRCUIT.name(), Setting::Enabled(false));
    registry().configure(&off).expect("nothing is wrong with it");
    let before = (CIRCUIT.state(), CIRCUIT.snapshot().suspected, CIRCUIT.history());
    everything(&CIRCUIT);
    assert_eq!((CIRCUIT.state(), CIRCUIT.snapshot().suspected, CIRCUIT.history()), before);
    registry().configure(&Overrides::new()).expect("nothing is wrong with it");
    assert_eq!((CIRCUIT.state(), CIRCUIT.snapshot().reopenings), (State::Closed, 0));
}

#[test]
fn a_dry_run_does_it_in_name() {
    let circuit = TestCircuit::new(POLICY.half_open_calls(1).dry_run(true));
    pod(&circuit).suspect_for(TIME);
    circuit.fail_times(2).is(State::Open).succeed();
    pod(&circuit).hold_for(2 * OPEN_FOR);
    circuit.after(OPEN_FOR).is(State::Open);
    assert!(pod(&circuit).begin_trials());
    pod(&circuit).hold_for(TIME);
    circuit.succeed().is(State::HalfOpen).after(TIME).succeed().is(State::Closed);
    assert_eq!(circuit.snapshot().calls.would_be_rejected, 2);
}

#[test]
fn a_whole_is_forced_and_reset_with_its_keys_and_else_does_nothing() {
    let keyed = KeyedCircuitBreaker::new("whole", Policy::new(), 8);
    keyed.try_acquire("key").expect("closed").failure();
    everything(keyed.whole());
    let whole = keyed.whole().snapshot();
    assert_eq!((whole.suspected, whole.reopenings, keyed.len()), (None, 0, 1));
    keyed.try_acquire("key").expect("closed").failure();
    assert!(keyed.try_acquire("key").is_ok());

    let pod = keyed.whole().from_outside("pod-7");
    pod.force_open_for(TIME, "");
    assert!(keyed.try_acquire("key").is_err() && keyed.try_acquire("other").is_err());
    pod.reset();
    assert!(keyed.try_acquire("key").is_ok() && keyed.try_acquire("other").is_ok());
}
