//! How many trials there are, and which is the next.

use breaker_runtime::State;

use super::Answer::Works;
use super::{counted, half_open};

#[test]
fn others_find_no_more_places_than_without_calls_within() {
    let circuit = half_open(2);
    circuit.call(|| {
        let rejected = || std::thread::scope(|scope| scope.spawn(|| circuit.rejected()).join());
        let other = std::thread::scope(|scope| scope.spawn(|| circuit.admitted()).join()).unwrap();
        circuit.call(|| {
            rejected().unwrap();
            Works
        });
        rejected().unwrap();
        other.success();
        Works
    });
    circuit.is(State::Closed);
    assert_eq!(counted(&circuit), [2, 0, 0, 0, 2]);
}

#[test]
fn the_next_trial_is_one_of_its_own() {
    let circuit = half_open(2);
    circuit.call(|| circuit.call(|| Works));
    circuit.is(State::HalfOpen);
    circuit.call(|| circuit.call(|| Works));
    circuit.is(State::Closed);
    assert_eq!(counted(&circuit), [2, 0, 0, 0, 0]);
}
