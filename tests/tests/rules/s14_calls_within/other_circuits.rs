//! Trials of several circuits within each other.

use breaker_runtime::State;

use super::Answer::{Rejected, Works};
use super::{counted, half_open};

#[test]
fn a_trial_of_another_circuit_around_it_admits_nothing() {
    let (one, other) = (half_open(1), half_open(1));
    let _trial = other.admitted();
    one.call(|| {
        assert_eq!(other.call(|| Works), Rejected);
        Works
    });
    one.is(State::Closed);
}

#[test]
fn circuits_within_each_other_are_told_apart() {
    let (one, other) = (half_open(1), half_open(1));
    one.call(|| other.call(|| one.call(|| other.call(|| Works))));
    one.is(State::Closed);
    other.is(State::Closed);
    assert_eq!((counted(&one), counted(&other)), ([1, 0, 0, 0, 0], [1, 0, 0, 0, 0]));
}
