//! S12 under threads: every call runs, and each is counted by its result; those that would have
//! been rejected are counted as such, too.

use core::time::Duration;
use std::sync::atomic::{AtomicU64, Ordering};

use breaker_runtime::{Calls, Permit, Policy, State};
use tests::{TICK, TestCircuit, crowd};

use crate::more_than_cores;

const CALLS: u64 = 2_000;

fn every_rule() -> [Policy; 4] {
    [
        Policy::new().threshold(3),
        Policy::new().threshold(3).window_calls(10),
        Policy::new().threshold_percent(30.0).min_calls(3),
        Policy::new().consecutive(3),
    ]
}

#[test]
fn counts_add_up_while_the_circuit_would_open_and_close() {
    let threads = more_than_cores();
    for rule in every_rule() {
        let recovering = rule.open_for(Duration::from_nanos(50)).ramp_up(Duration::from_nanos(90));
        let circuit = TestCircuit::new(recovering.dry_run(true));
        let ran = AtomicU64::new(0);
        crowd(0..threads, |_| {
            for call in 0..CALLS {
                let permit = circuit.after(TICK).admitted();
                ran.fetch_add(1, Ordering::Relaxed);
                // Down for a hundred calls, and up for as many.
                if call % 200 < 100 { permit.failure() } else { permit.success() }
            }
        });
        let now = circuit.snapshot();
        assert_eq!(ran.into_inner(), threads as u64 * CALLS);
        assert_eq!(now.calls.total(), threads as u64 * CALLS, "{rule}");
        assert!(now.opened > 2 && now.calls.would_be_rejected > 0, "{now:?}");
        let half = threads as u64 * CALLS / 2;
        assert_eq!((now.calls.success, now.calls.failure), (half, half), "{now:?}");
    }
}

#[test]
fn failures_at_once_would_open_it_once_and_later_ones_would_be_rejected() {
    for rule in every_rule() {
        let circuit = TestCircuit::new(rule.dry_run(true));
        let early: Vec<_> = (0..8).map(|_| circuit.admitted()).collect();
        crowd(early, Permit::failure);
        assert_eq!(circuit.is(State::Open).snapshot().calls.failure, 8);
        crowd(0..8, |_| (0..100).for_each(|_| circuit.admitted().failure()));
        let now = circuit.snapshot();
        let Calls { failure, would_be_rejected, .. } = now.calls;
        assert_eq!((now.opened, failure, would_be_rejected), (1, 808, 800), "{rule}");
    }
}

#[test]
fn only_as_many_as_would_be_trial_calls_decide() {
    for trials in [1, 5, 63] {
        let policy = Policy::new().threshold(1).half_open_calls(trials).dry_run(true);
        let circuit = TestCircuit::new(policy);
        circuit.trip_and_wait();
        let permits = crowd(0..64, |_| circuit.admitted());
        let rejected = 64 - u64::from(trials);
        assert_eq!(circuit.is(State::HalfOpen).snapshot().calls.would_be_rejected, rejected);
        crowd(permits, Permit::success);
        let calls = circuit.is(State::Closed).snapshot().calls;
        assert_eq!((calls.success, calls.would_be_rejected), (64, rejected));
    }
}
