//! Permits that are held by hand.

use core::cell::RefCell;

use breaker_runtime::{Permit, State};

use super::Answer::{Rejected, Works};
use super::{counted, half_open};

#[test]
fn a_permit_held_by_hand_marks_nothing() {
    let circuit = half_open(1);
    let trial = circuit.admitted();
    assert_eq!(circuit.call(|| Works), Rejected);
    trial.success();
    circuit.is(State::Closed);
}

#[test]
fn a_permit_taken_by_hand_within_a_trial_is_part_of_it_wherever_it_ends() {
    let ends: [fn(Permit<'_>); 2] = [|permit| permit.success(), |permit| permit.failure()];
    for end in ends {
        let circuit = half_open(2);
        let within = RefCell::new(None);
        circuit.call(|| {
            within.replace(Some(circuit.admitted()));
            Works
        });
        circuit.is(State::HalfOpen);
        end(within.take().unwrap());
        circuit.is(State::HalfOpen);
        assert_eq!(counted(&circuit), [1, 0, 0, 0, 0]);
    }
}
