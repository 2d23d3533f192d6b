//! S14: a call within a trial call is part of it, and the first of them to succeed or fail is its
//! result.

use core::cell::RefCell;
use core::time::Duration;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use breaker_runtime::{CircuitOpen, Outcome, Permit, Policy, Reject, State, Verdict};
use tests::{TestCircuit, panic_quietly, poll_once};

const OPEN_FOR: Duration = Duration::from_secs(30);

#[derive(Debug, PartialEq)]
enum Answer {
    Works,
    Fails,
    SaysNothing,
    Rejected,
}

use Answer::{Fails, Rejected, SaysNothing, Works};

impl Outcome for Answer {
    fn verdict(&self) -> Verdict {
        match self {
            Works => Verdict::Success,
            Fails => Verdict::Failure,
            SaysNothing | Rejected => Verdict::Ignored,
        }
    }
}

impl Reject for Answer {
    fn reject(_: CircuitOpen) -> Self {
        Rejected
    }
}

fn half_open(trial_calls: u32) -> TestCircuit {
    half_open_by(Policy::new().half_open_calls(trial_calls))
}

fn half_open_by(policy: Policy) -> TestCircuit {
    let circuit = TestCircuit::new(policy.threshold(1).open_for(OPEN_FOR));
    circuit.trip_and_wait();
    circuit
}

/// Calls by success, failure, ignored, abandoned and rejected, without the failure that opened the
/// circuit.
fn counted(circuit: &TestCircuit) -> [u64; 5] {
    let calls = circuit.snapshot().calls;
    [calls.success, calls.failure - 1, calls.ignored, calls.abandoned, calls.rejected]
}

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

fn elsewhere(run: impl FnOnce() + Send) {
    std::thread::scope(|scope| scope.spawn(run).join().expect("no panic"));
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

#[test]
fn in_a_ramp_up_a_call_within_an_admitted_one_is_admitted_and_counts() {
    let circuit = half_open_by(Policy::new().ramp_up(Duration::from_secs(100)));
    circuit.succeed().is(State::RampUp);
    let mut admitted = 0;
    for _ in 0..200 {
        circuit.call(|| {
            admitted += 1;
            assert_eq!(circuit.call(|| circuit.call(|| Works)), Works);
            Works
        });
    }
    assert!((5..60).contains(&admitted), "{admitted}");
    assert_eq!(counted(&circuit), [1 + 3 * admitted, 0, 0, 0, 200 - admitted]);
    circuit.is(State::RampUp);
}

#[test]
fn the_rest_of_a_trial_that_began_the_ramp_up_is_admitted_in_it() {
    let circuit = half_open_by(Policy::new().ramp_up(Duration::from_secs(100)));
    circuit.call(|| {
        circuit.call(|| Works);
        circuit.is(State::RampUp);
        for _ in 0..100 {
            assert_eq!(circuit.call(|| Works), Works);
        }
        Works
    });
    circuit.is(State::RampUp);
    assert_eq!(counted(&circuit), [101, 0, 0, 0, 0]);
}

#[test]
fn a_failure_within_a_call_of_the_ramp_up_reopens_as_any_other() {
    let circuit = half_open_by(Policy::new().ramp_up(Duration::from_secs(100)));
    circuit.call(|| {
        circuit.call(|| Works);
        circuit.call(|| Fails);
        circuit.is(State::Open);
        assert_eq!(circuit.call(|| Works), Rejected);
        Works
    });
    circuit.is(State::Open);
}

#[test]
fn in_a_dry_run_the_trial_and_what_is_within_decide_as_ever() {
    let circuit = half_open_by(Policy::new().dry_run(true));
    circuit.call(|| {
        circuit.call(|| Works);
        circuit.is(State::Closed);
        Works
    });
    assert_eq!(counted(&circuit), [1, 0, 0, 0, 0]);
    let circuit = half_open_by(Policy::new().dry_run(true));
    circuit.call(|| {
        circuit.call(|| Fails);
        Works
    });
    circuit.is(State::Open);
}

#[test]
fn a_slow_call_within_is_the_failure_of_the_trial() {
    let circuit = half_open_by(Policy::new().slow_call(Duration::from_secs(1)));
    circuit.call(|| {
        circuit.call(|| {
            circuit.after(Duration::from_secs(2));
            Works
        });
        circuit.is(State::Open);
        Works
    });
    assert_eq!(counted(&circuit), [0, 1, 0, 0, 0]);
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
