//! Calls within a trial that was given up, lost its place, or is over.

use core::cell::RefCell;

use breaker_runtime::State;
use tests::poll_once;

use super::Answer::{Fails, Rejected, Works};
use super::{Answer, OPEN_FOR, counted, elsewhere, half_open};

#[test]
fn a_call_within_counts_though_the_outer_one_was_given_up() {
    let circuit = half_open(1);
    let within = RefCell::new(None);
    let outer = circuit.call_async(async {
        within.replace(Some(circuit.admitted()));
        core::future::pending::<Answer>().await
    });
    assert!(poll_once(outer).is_pending());
    circuit.is(State::HalfOpen);
    within.take().unwrap().success();
    circuit.is(State::Closed);
    assert_eq!(counted(&circuit), [1, 0, 0, 1, 0]);
}

#[test]
fn a_trial_that_lost_its_place_has_no_calls_within_and_still_counts() {
    let circuit = half_open(1);
    circuit.call(|| {
        let next = circuit.after(OPEN_FOR);
        let next = std::thread::scope(|scope| scope.spawn(|| next.admitted()).join()).unwrap();
        assert_eq!(circuit.call(|| Works), Rejected);
        drop(next);
        Works
    });
    circuit.is(State::Closed);
}

#[test]
fn a_decided_trial_that_lost_nothing_is_not_counted_again_when_it_is_late() {
    let circuit = half_open(3);
    circuit.call(|| {
        circuit.call(|| Works);
        circuit.after(3 * OPEN_FOR);
        Works
    });
    circuit.is(State::HalfOpen).succeed().is(State::HalfOpen);
    assert_eq!(counted(&circuit), [2, 0, 0, 0, 0]);
}

#[test]
fn what_a_trial_reports_after_other_outages_is_not_counted_again() {
    for (outages, is_nested) in [(1, false), (1, true), (2, false), (9, true), (100, false)] {
        let circuit = half_open(1);
        circuit.call(|| {
            circuit.call(|| Works);
            // Other threads: nothing of theirs is within this call.
            for _ in 0..outages {
                elsewhere(|| {
                    circuit.call(|| Fails);
                    circuit.after(OPEN_FOR);
                    circuit.call(|| {
                        if is_nested {
                            circuit.call(|| Works);
                        }
                        Works
                    });
                });
                circuit.is(State::Closed);
            }
            Works
        });
        let counted = counted(&circuit);
        assert_eq!(counted, [1 + outages, outages, 0, 0, 0], "nested: {is_nested}");
    }
}

#[test]
fn forcing_the_circuit_within_a_trial_ends_the_trial() {
    let circuit = half_open(1);
    circuit.call(|| {
        circuit.force_open();
        assert_eq!(circuit.call(|| Works), Rejected);
        circuit.force_closed();
        assert_eq!(circuit.call(|| Fails), Fails);
        circuit.reset();
        assert_eq!(circuit.call(|| Works), Works);
        Works
    });
    circuit.is(State::Closed);
}
