//! The first result of a trial is its result.

use breaker_runtime::{Policy, State};
use tests::TestCircuit;

use super::Answer::{Fails, Rejected, SaysNothing, Works};
use super::{Answer, counted, half_open};

#[test]
fn a_call_within_a_trial_takes_no_place_and_closes_the_circuit() {
    let circuit = half_open(1);
    let answer = circuit.call(|| {
        assert_eq!(circuit.call(|| Works), Works);
        circuit.is(State::Closed);
        Works
    });
    assert_eq!(answer, Works);
    assert_eq!(counted(&circuit), [1, 0, 0, 0, 0], "one trial, one result");
    circuit.is(State::Closed);
}

#[test]
fn calls_within_calls_within_a_trial_are_part_of_it() {
    fn nest(circuit: &TestCircuit, depth: u32) -> Answer {
        circuit.call(|| if depth == 0 { Works } else { nest(circuit, depth - 1) })
    }
    let circuit = half_open(1);
    assert_eq!(nest(&circuit, 20), Works);
    assert_eq!(counted(&circuit), [1, 0, 0, 0, 0]);
    circuit.is(State::Closed);
}

#[test]
fn a_call_within_that_fails_reopens_though_the_outer_one_swallows_it() {
    let circuit = half_open(1);
    circuit.call(|| {
        assert_eq!(circuit.call(|| Fails), Fails);
        circuit.is(State::Open);
        assert_eq!(circuit.call(|| Works), Rejected, "the trial is over");
        Works
    });
    circuit.is(State::Open);
    assert_eq!(counted(&circuit), [0, 1, 0, 0, 1]);
    assert_eq!(circuit.snapshot().opened, 2);
}

#[test]
fn what_follows_the_first_result_is_not_counted() {
    let circuit = half_open(3);
    circuit.call(|| {
        circuit.call(|| Works);
        for _ in 0..10 {
            assert_eq!(circuit.call(|| Fails), Fails, "it is admitted all the same");
        }
        Fails
    });
    circuit.is(State::HalfOpen);
    assert_eq!(counted(&circuit), [1, 0, 0, 0, 0]);
    circuit.succeed().is(State::HalfOpen).succeed().is(State::Closed);
}

#[test]
fn a_call_within_that_brings_nothing_leaves_the_result_to_the_rest() {
    for ending in [Works, Fails, SaysNothing] {
        let circuit = half_open(1);
        let after = match ending {
            Works => (State::Closed, [1, 0, 0, 0, 0]),
            Fails => (State::Open, [0, 1, 0, 0, 0]),
            _ => (State::HalfOpen, [0, 0, 1, 0, 0]),
        };
        circuit.call(|| {
            circuit.call(|| SaysNothing);
            drop(circuit.admitted());
            circuit.is(State::HalfOpen);
            ending
        });
        assert_eq!((circuit.state(), counted(&circuit)), after);
    }
}

#[test]
fn while_closed_each_call_counts_for_itself() {
    let circuit = TestCircuit::new(Policy::new().threshold(2));
    circuit.call(|| {
        circuit.call(|| Works);
        circuit.call(|| Fails);
        Fails
    });
    assert_eq!(circuit.snapshot().calls.total(), 3);
    circuit.is(State::Open);
}
