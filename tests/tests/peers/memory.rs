//! What is kept, and what looking at it costs.

use core::time::Duration;
use std::time::Instant;

use allocation_counter::measure;
use breaker_runtime::testing::ManualClock;
use breaker_runtime::{KeyedCircuitBreaker, Policy, State};
use tests::{TICK, TestCircuit};

use crate::{SECOND, recovering};

fn every_rule() -> [Policy; 5] {
    [
        Policy::new().threshold(5),
        Policy::new().threshold(5).window_calls(100),
        Policy::new().threshold_percent(50.0).min_calls(5),
        Policy::new().threshold_percent(50.0).window_calls(100).min_calls(5),
        Policy::new().consecutive(5),
    ]
}

#[test]
fn r1a_a_thousand_outages_keep_no_more_memory_than_one() {
    for policy in every_rule() {
        let circuit = TestCircuit::new(policy);
        let outage = || _ = circuit.trip_and_wait().succeed().is(State::Closed);
        outage();
        let kept = (0..3).map(|_| measure(|| (0..1_000).for_each(|_| outage())).bytes_current);
        // Of three times: a lock that is contended for the first time keeps a thread's queue.
        assert_eq!(kept.min(), Some(0), "{policy}");
    }
}

#[test]
fn r1b_a_dropped_circuit_keeps_no_memory() {
    for policy in every_rule() {
        let life = || {
            let circuit = TestCircuit::new(policy);
            circuit.succeed_times(100).trip_and_wait().succeed();
        };
        let kept = (0..3).map(|_| measure(|| (0..1_000).for_each(|_| life())).bytes_current);
        // Of three times: the tally of this thread may grow meanwhile, with the circuits of other
        // tests.
        assert_eq!(kept.min(), Some(0), "{policy}");
    }
}

#[test]
fn v1_ten_thousand_lost_trials_keep_no_more_memory_than_one() {
    let circuit = recovering(Policy::new().threshold(1).half_open_calls(2));
    let lose = || {
        std::mem::forget(circuit.admitted());
        circuit.after_open_time();
    };
    let kept = measure(|| (0..10_000).for_each(|_| lose())).bytes_current;
    assert!(kept < 1_024, "{kept} bytes");
}

#[test]
fn l2_a_million_successes_keep_nothing() {
    for policy in every_rule() {
        let circuit = TestCircuit::new(policy);
        circuit.succeed();
        let kept = measure(|| _ = circuit.succeed_times(200_000));
        assert_eq!((kept.count_total, kept.bytes_current), (0, 0), "{policy}");
    }
}

/// The fastest of some batches: what a call costs when nothing disturbs it.
fn fastest_batch(circuit: &TestCircuit) -> Duration {
    let batch = || {
        let start = Instant::now();
        circuit.succeed_times(900).fail_times(100);
        start.elapsed()
    };
    (0..20).map(|_| batch()).min().unwrap()
}

#[test]
fn w3_a_window_of_thirty_thousand_calls_costs_no_more_than_an_empty_one() {
    let circuit = TestCircuit::new(Policy::new().threshold_percent(50.0).window(10 * SECOND));
    let empty = fastest_batch(&circuit);
    let filling = measure(|| {
        for _ in 0..30_000 {
            circuit.after(300_000 * TICK).succeed();
        }
    });
    assert!(filling.bytes_current < 4_096, "{filling:?}");
    let full = fastest_batch(&circuit);
    assert!(full < 5 * empty, "{full:?} against {empty:?}");
}

/// Fifty thousand failures, half of what would open the circuit.
fn storm(circuit: &TestCircuit) {
    circuit.fail_times(50_000).is(State::Closed);
}

const STORMY: [Policy; 2] =
    [Policy::new().threshold(100_000), Policy::new().threshold(100_000).window_calls(100_000)];

#[test]
fn what_a_storm_of_failures_took_is_given_back_when_it_has_left_the_window() {
    let circuit = TestCircuit::new(STORMY[0]);
    let kept = measure(|| {
        storm(&circuit);
        circuit.after(20 * SECOND).fail();
    });
    assert!(kept.bytes_current < 1_024, "{kept:?}");
    let circuit = TestCircuit::new(STORMY[1]);
    let kept = measure(|| {
        storm(&circuit);
        circuit.succeed_times(100_000).fail();
    });
    assert!(kept.bytes_current < 1_024, "{kept:?}");
}

#[test]
fn so_it_is_by_a_reset_and_for_the_next_key() {
    for policy in STORMY {
        let circuit = TestCircuit::new(policy);
        let kept = measure(|| {
            storm(&circuit);
            circuit.reset();
        });
        assert!(kept.bytes_current < 4_096, "the event, and no failure: {kept:?}");
    }
    let clock = ManualClock::new();
    let keys = KeyedCircuitBreaker::new("stormy", STORMY[0], 1);
    keys.set_clock(clock.clone());
    let fail = |key| keys.try_acquire(key).unwrap().failure();
    fail("a");
    let kept = measure(|| {
        (0..50_000).for_each(|_| fail("a"));
        clock.advance(20 * SECOND);
        keys.try_acquire("b").unwrap().success();
    });
    assert_eq!(keys.get("a").map(|_| ()), None, "another key has its circuit");
    assert!(kept.bytes_current < 4_096, "{kept:?}");
}
