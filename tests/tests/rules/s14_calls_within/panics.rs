//! Panics within a trial, and calls during them.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use breaker_runtime::State;
use tests::{TestCircuit, panic_quietly};

use super::Answer::Works;
use super::{Answer, counted, half_open};

#[test]
fn a_panic_within_reopens_though_the_outer_call_catches_it() {
    let circuit = half_open(1);
    circuit.call(|| {
        let panics = || -> Answer { circuit.call(|| resume_unwind(Box::new("within"))) };
        catch_unwind(AssertUnwindSafe(panics)).unwrap_err();
        circuit.is(State::Open);
        Works
    });
    assert_eq!(counted(&circuit), [0, 1, 0, 0, 0]);
}

#[test]
fn a_panic_through_all_of_them_is_one_failure_and_leaves_no_mark() {
    let circuit = half_open(1);
    let call = || -> Answer { circuit.call(|| circuit.call(|| resume_unwind(Box::new("within")))) };
    catch_unwind(AssertUnwindSafe(call)).unwrap_err();
    assert_eq!(counted(&circuit), [0, 1, 0, 0, 0]);
    circuit.is(State::Open).after_open_time();
    let _trial = circuit.admitted();
    circuit.rejected();
}

#[test]
fn a_destructor_that_calls_during_the_panic_of_a_trial_is_within_it() {
    struct CallsAtTheEnd<'c>(&'c TestCircuit);
    impl Drop for CallsAtTheEnd<'_> {
        fn drop(&mut self) {
            assert_eq!(self.0.call(|| Works), Works);
        }
    }
    let circuit = half_open(1);
    let call = || -> Answer {
        circuit.call(|| {
            panic_quietly(CallsAtTheEnd(&circuit));
            circuit.is(State::Closed);
            Works
        })
    };
    assert_eq!(call(), Works);
}
