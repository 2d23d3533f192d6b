//! A ramp-up, a dry run, and slow calls.

use core::time::Duration;

use breaker_runtime::{Policy, State};

use super::Answer::{Fails, Rejected, Works};
use super::{counted, half_open_by};

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
