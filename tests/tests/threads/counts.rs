//! Counts by outcome are exact once the callers have finished, whichever threads they ran on.

use std::thread;

use allocation_counter::measure;
use breaker_runtime::{Calls, CircuitBreaker, Policy, State};
use tests::{TestCircuit, crowd};

use crate::more_than_cores;

/// Never opens in these tests, with every way in which successes are counted.
fn every_tally() -> [Policy; 3] {
    [
        Policy::new().threshold(u32::MAX),
        Policy::new().consecutive(u32::MAX),
        Policy::new().threshold_percent(100.0).min_calls(u32::MAX),
    ]
}

fn call_ten_times(breaker: &CircuitBreaker) {
    let permit = || breaker.try_acquire().unwrap();
    (0..4).for_each(|_| permit().success());
    (0..3).for_each(|_| permit().failure());
    (0..2).for_each(|_| permit().ignore());
    drop(permit());
}

fn assert_tens(calls: Calls, tens: u64) {
    let counts = [calls.success, calls.failure, calls.ignored, calls.abandoned, calls.rejected];
    assert_eq!(counts, [4 * tens, 3 * tens, 2 * tens, tens, 0]);
}

#[test]
fn counts_of_many_threads_add_up() {
    for policy in every_tally() {
        let circuit = TestCircuit::new(policy);
        let threads = more_than_cores();
        crowd(0..threads, |_| (0..1_000).for_each(|_| call_ten_times(&circuit)));
        assert_tens(circuit.snapshot().calls, 1_000 * threads as u64);
    }
}

#[test]
fn threads_that_ended_stay_counted_when_others_take_over_their_tallies() {
    let circuit = TestCircuit::new(Policy::new().threshold(u32::MAX));
    for generation in 1..=50 {
        crowd(0..4, |_| call_ten_times(&circuit));
        assert_tens(circuit.snapshot().calls, 4 * generation);
    }
}

#[test]
fn threads_that_end_leave_their_tallies_to_the_next() {
    let circuit = TestCircuit::new(Policy::new().threshold(u32::MAX));
    let makes_a_tally = || measure(|| call_ten_times(&circuit)).bytes_total > 0;
    // Only most of them find one: other tests' threads look for theirs at the same time.
    let made = (0..200).filter(|_| crowd(0..1, |_| makes_a_tally()) == [true]).count();
    assert!(made < 100, "{made} of 200");
    assert_tens(circuit.snapshot().calls, 200);
}

#[test]
fn a_circuit_that_takes_over_the_tallies_of_a_dropped_one_starts_at_zero() {
    crowd(0..4, |_| {
        for _ in 0..200 {
            let circuit = TestCircuit::new(Policy::new().threshold(u32::MAX));
            assert_eq!(circuit.snapshot().calls.total(), 0);
            call_ten_times(&circuit);
            assert_tens(circuit.snapshot().calls, 1);
        }
    });
}

#[test]
fn circuits_made_and_dropped_meanwhile_disturb_no_count() {
    let lasting = TestCircuit::new(Policy::new().threshold(u32::MAX));
    let threads = more_than_cores();
    crowd(0..threads, |_| {
        for _ in 0..100 {
            let passing = TestCircuit::new(Policy::new().threshold(u32::MAX));
            call_ten_times(&passing);
            call_ten_times(&lasting);
            assert_tens(passing.snapshot().calls, 1);
        }
    });
    assert_tens(lasting.snapshot().calls, 100 * threads as u64);
}

#[test]
fn counts_add_up_while_the_circuit_is_reset_again_and_again() {
    for policy in every_tally() {
        let circuit = TestCircuit::new(policy);
        crowd(0..5, |index| {
            if index == 0 {
                (0..2_000).for_each(|_| circuit.reset());
            } else {
                (0..2_000).for_each(|_| call_ten_times(&circuit));
            }
        });
        assert_tens(circuit.snapshot().calls, 8_000);
    }
}

#[test]
fn circuits_beyond_those_with_tallies_of_their_own_count_and_open_as_exactly() {
    let policy = Policy::new().consecutive(7);
    let circuits: Vec<_> = (0..5_000).map(|_| TestCircuit::new(policy)).collect();
    crowd(0..2, |_| circuits.iter().for_each(|circuit| call_ten_times(circuit)));
    for circuit in &circuits {
        assert_tens(circuit.snapshot().calls, 2);
        circuit.succeed().fail_times(6).succeed().is(State::Closed);
        assert_eq!(circuit.trip(), 7);
    }
}

#[test]
fn a_thread_counts_for_more_circuits_than_its_first_tally_has_room_for() {
    let circuits: Vec<_> =
        (0..100).map(|_| TestCircuit::new(Policy::new().threshold(u32::MAX))).collect();
    crowd(0..4, |_| circuits.iter().for_each(|circuit| call_ten_times(circuit)));
    for circuit in &circuits {
        assert_tens(circuit.snapshot().calls, 4);
    }
}

/// A value of a thread's that makes calls when the thread ends, after its tally may have gone.
struct CallsAtExit(&'static CircuitBreaker);

impl Drop for CallsAtExit {
    fn drop(&mut self) {
        call_ten_times(self.0);
    }
}

thread_local! {
    static BEFORE: std::cell::OnceCell<CallsAtExit> = const { std::cell::OnceCell::new() };
    static BEHIND: std::cell::OnceCell<CallsAtExit> = const { std::cell::OnceCell::new() };
}

#[test]
fn calls_from_the_destructors_of_an_ending_thread_are_counted() {
    static CIRCUIT: CircuitBreaker =
        CircuitBreaker::new("at exit", Policy::new().threshold(u32::MAX));
    let visit = || {
        BEFORE.with(|cell| _ = cell.set(CallsAtExit(&CIRCUIT)));
        call_ten_times(&CIRCUIT);
        BEHIND.with(|cell| _ = cell.set(CallsAtExit(&CIRCUIT)));
    };
    (0..8).map(|_| thread::spawn(visit)).for_each(|visitor| visitor.join().unwrap());
    assert_tens(CIRCUIT.snapshot().calls, 3 * 8);
}

#[test]
fn rejections_are_counted_on_every_thread() {
    let circuit = TestCircuit::new(Policy::new());
    circuit.force_open();
    crowd(0..8, |_| (0..1_000).for_each(|_| _ = circuit.rejected()));
    assert_eq!(circuit.snapshot().calls.rejected, 8_000);
}

#[test]
fn a_snapshot_taken_meanwhile_never_counts_backwards_nor_too_much() {
    let circuit = TestCircuit::new(Policy::new().threshold(u32::MAX));
    crowd(0..5, |index| {
        if index > 0 {
            (0..2_000).for_each(|_| call_ten_times(&circuit));
            return;
        }
        let mut last = 0;
        for _ in 0..1_000 {
            let total = circuit.snapshot().calls.total();
            assert!((last..=80_000).contains(&total), "{total} after {last}");
            last = total;
        }
    });
    assert_tens(circuit.snapshot().calls, 8_000);
}

#[test]
fn what_many_threads_have_counted_costs_nothing_once_they_have_ended() {
    let circuit = TestCircuit::new(Policy::new().consecutive(u32::MAX));
    let looks = || {
        let start = std::time::Instant::now();
        (0..1_000).for_each(|_| drop(circuit.snapshot()));
        start.elapsed()
    };
    let before = looks().min(looks()).min(looks());
    // All of them alive at once.
    crowd(0..400, |_| call_ten_times(&circuit));
    let after = looks().min(looks()).min(looks());
    assert_tens(circuit.snapshot().calls, 400);
    // A sum over the pages of threads that have ended takes a hundred times as long.
    assert!(after < 10 * before, "{before:?} before, {after:?} after");
}

#[test]
fn counts_of_a_thread_that_ends_stay_in_the_window() {
    let circuit = TestCircuit::new(Policy::new().threshold_percent(50.0).min_calls(1));
    for _ in 0..3 {
        crowd(0..4, |_| (0..5).for_each(|_| _ = circuit.succeed()));
    }
    circuit.fail_times(59).is(State::Closed);
    circuit.fail().is(State::Open);
}
