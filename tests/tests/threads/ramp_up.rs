//! S9 under threads: chance is thrown once for each call, whoever makes it, and a ramp-up ends or
//! fails once.

use core::time::Duration;

use breaker_runtime::{EventKind, Permit, Policy, State};
use tests::{TestCircuit, crowd, just_before};

use crate::more_than_cores;

const RAMP_UP: Duration = Duration::from_secs(9);
const CALLS: usize = 1_000;

/// In a ramp-up, of which this much is over.
fn ramping_up(policy: Policy, over: Duration) -> TestCircuit {
    let circuit = TestCircuit::new(policy.ramp_up(RAMP_UP));
    circuit.set_seed(1);
    circuit.trip_and_wait().succeed().is(State::RampUp).after(over);
    circuit
}

/// How many of as many calls in a row pass.
fn passing(circuit: &TestCircuit, calls: usize) -> usize {
    (0..calls).filter_map(|_| circuit.try_acquire().ok()).map(Permit::success).count()
}

#[test]
fn as_many_pass_as_if_one_thread_had_made_all_the_calls() {
    let threads = more_than_cores();
    let alone = ramping_up(Policy::new(), RAMP_UP / 3);
    let together = ramping_up(Policy::new(), RAMP_UP / 3);
    let expected = passing(&alone, threads * CALLS);
    let passed: usize = crowd(0..threads, |_| passing(&together, CALLS)).into_iter().sum();
    assert_eq!(passed, expected);
    assert_eq!(together.is(State::RampUp).snapshot().calls, alone.snapshot().calls);
    assert_eq!(together.snapshot().calls.rejected, (threads * CALLS - expected) as u64);
}

#[test]
fn it_ends_once_and_nobody_is_rejected_from_then_on() {
    for _ in 0..100 {
        let circuit = ramping_up(Policy::new(), RAMP_UP);
        let passed: usize = crowd(0..8, |_| passing(&circuit, 10)).into_iter().sum();
        assert_eq!(passed, 80);
        let history = circuit.is(State::Closed).history();
        let ends = history.iter().filter(|event| event.kind == EventKind::Closed);
        assert_eq!(ends.count(), 1);
        // The failures that opened it, one trial call, and these.
        assert_eq!(circuit.snapshot().calls.total(), 5 + 1 + 80);
    }
}

#[test]
fn failures_during_it_open_once_however_many_come_at_once() {
    for policy in [Policy::new().threshold(4), Policy::new().consecutive(4)] {
        for _ in 0..100 {
            let circuit = ramping_up(policy, just_before(RAMP_UP));
            let admitted = (0..1_000).filter_map(|_| circuit.try_acquire().ok()).take(8);
            let admitted: Vec<_> = admitted.collect();
            assert_eq!(admitted.len(), 8);
            crowd(admitted, Permit::failure);
            assert_eq!(circuit.is(State::Open).snapshot().opened, 2, "{policy}");
        }
    }
}
