//! Transitions that many threads cause at once happen once.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};

use breaker_runtime::{Permit, Policy, State};
use tests::{TestCircuit, crowd};

use crate::more_than_cores;

const ROUNDS: usize = 200;

fn every_rule(failures: u32) -> [Policy; 5] {
    [
        Policy::new().threshold(failures),
        Policy::new().threshold(failures).window_calls(10 * failures),
        Policy::new().threshold_percent(50.0).min_calls(failures),
        Policy::new().threshold_percent(50.0).window_calls(10 * failures).min_calls(failures),
        Policy::new().consecutive(failures),
    ]
}

#[test]
fn n_failures_at_once_make_one_transition() {
    let threads = more_than_cores();
    for policy in every_rule(u32::try_from(threads).unwrap()) {
        for _ in 0..ROUNDS / 5 {
            let circuit = TestCircuit::new(policy);
            let permits: Vec<_> = (0..threads).map(|_| circuit.admitted()).collect();
            crowd(permits, Permit::failure);
            assert_eq!(circuit.is(State::Open).snapshot().opened, 1, "{policy}");
        }
    }
}

#[test]
fn one_failure_fewer_makes_none() {
    let threads = more_than_cores();
    for policy in every_rule(u32::try_from(threads + 1).unwrap()) {
        for _ in 0..ROUNDS / 5 {
            let circuit = TestCircuit::new(policy);
            crowd(0..threads, |_| circuit.admitted().failure());
            circuit.is(State::Closed).fail().is(State::Open);
        }
    }
}

#[test]
fn far_more_failures_than_needed_make_one_transition() {
    for _ in 0..ROUNDS {
        let circuit = TestCircuit::new(Policy::new().threshold(3));
        let down = || io::Result::<()>::Err(io::ErrorKind::TimedOut.into());
        crowd(0..8, |_| (0..10).for_each(|_| _ = circuit.call(down)));
        let now = circuit.is(State::Open).snapshot();
        assert_eq!((now.opened, now.calls.total()), (1, 80));
        assert!(now.calls.failure >= 3, "{now:?}");
    }
}

#[test]
fn results_of_an_older_generation_change_nothing_however_many_come_at_once() {
    let reports: [fn(Permit<'_>); 4] = [
        |permit| permit.success(),
        |permit| permit.failure(),
        |permit| permit.ignore(),
        |permit| drop(permit),
    ];
    for _ in 0..ROUNDS {
        let circuit = TestCircuit::new(Policy::new().threshold(2).half_open_calls(2));
        let stale: Vec<_> =
            (0..8).map(|_| circuit.admitted()).zip(reports.into_iter().cycle()).collect();
        circuit.trip_and_wait();
        let trial = circuit.admitted();
        crowd(stale, |(permit, report)| report(permit));
        circuit.is(State::HalfOpen);
        trial.success();
        circuit.is(State::HalfOpen).succeed().is(State::Closed);
        assert_eq!(circuit.failures_in_window(), 0);
    }
}

#[test]
fn a_reset_while_failures_come_leaves_a_circuit_that_opens_at_its_threshold() {
    for _ in 0..ROUNDS {
        let circuit = TestCircuit::new(Policy::new().threshold(4));
        crowd(0..4, |index| match index {
            0 => circuit.reset(),
            _ => circuit.admitted().failure(),
        });
        let before = u32::try_from(circuit.failures_in_window()).unwrap();
        assert!(before <= 3);
        assert_eq!(circuit.trip(), 4 - before);
    }
}

#[test]
fn after_a_reset_returned_nobody_is_rejected() {
    for _ in 0..ROUNDS {
        let circuit = TestCircuit::new(Policy::new().threshold(1));
        circuit.trip();
        let was_reset = AtomicBool::new(false);
        let rejected_late = crowd(0..4, |index| {
            if index == 0 {
                circuit.reset();
                was_reset.store(true, Ordering::Release);
                return false;
            }
            (0..500).any(|_| was_reset.load(Ordering::Acquire) && circuit.try_acquire().is_err())
        });
        assert!(!rejected_late.contains(&true));
    }
}
