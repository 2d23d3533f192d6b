//! Trial calls begin when others say so.

use breaker_runtime::{EventKind, State};

use super::{OPEN_FOR, circuit, pod};
use crate::SECOND;

#[test]
fn an_open_circuit_is_half_open_at_once() {
    let circuit = circuit();
    circuit.trip();
    assert!(pod(circuit.after(SECOND)).begin_trials());
    let trials = circuit.is(State::HalfOpen).snapshot().trials.expect("there may be some");
    assert_eq!((trials.in_flight, trials.succeeded), (0, 0));

    circuit.succeed();
    let under_way = circuit.admitted();
    let trials = circuit.snapshot().trials.expect("there may be some");
    assert_eq!((trials.in_flight, trials.succeeded), (1, 1));
    under_way.success();
    assert_eq!(circuit.succeed().is(State::Closed).snapshot().trials, None);
}

#[test]
fn a_trial_call_that_fails_opens_it_for_its_own_time() {
    let circuit = circuit();
    circuit.trip();
    assert!(pod(circuit.after(SECOND)).begin_trials());
    circuit.fail().is(State::Open).admits_exactly_after(OPEN_FOR).success();
}

#[test]
fn any_other_circuit_stays_as_it_is() {
    let circuit = circuit();
    assert!(!pod(&circuit).begin_trials());
    circuit.is(State::Closed).trip_and_wait();
    assert!(!pod(&circuit).begin_trials(), "its time was over");
    assert_eq!(circuit.history().pop().map(|event| event.by), Some(None));
    circuit.succeed();
    assert!(!pod(&circuit).begin_trials());
    let kinds: Vec<_> = circuit.history().into_iter().map(|event| event.kind).collect();
    assert!(matches!(kinds[..], [EventKind::Opened { .. }, EventKind::HalfOpened]), "{kinds:?}");
}

#[test]
fn it_was_open_for_as_long_as_it_was() {
    let circuit = circuit();
    circuit.trip();
    pod(circuit.after(SECOND)).begin_trials();
    circuit.succeed_times(3).is(State::Closed);
    assert_eq!(circuit.snapshot().reopenings, 1);
    assert_eq!(circuit.after(SECOND).snapshot().reopenings, 0, "closed for as long");
}
