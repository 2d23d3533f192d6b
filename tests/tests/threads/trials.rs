//! Trial calls under way are never more than allowed, and their places always come back.

use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

use breaker_runtime::{Policy, State};
use tests::{TestCircuit, crowd};

const CALLERS: usize = 64;

fn half_open(trials: u32) -> TestCircuit {
    let circuit = TestCircuit::new(Policy::new().threshold(1).half_open_calls(trials));
    circuit.trip_and_wait();
    circuit
}

#[test]
fn sixty_four_callers_at_once_get_exactly_the_trials_that_there_are() {
    for trials in [1, 2, 5, 63, 64, 65] {
        let circuit = half_open(trials);
        let admitted = crowd(0..CALLERS, |_| circuit.try_acquire()).into_iter().flatten();
        let admitted: Vec<_> = admitted.collect();
        assert_eq!(admitted.len(), CALLERS.min(trials as usize));
        assert_eq!(circuit.snapshot().calls.rejected + admitted.len() as u64, CALLERS as u64);
    }
}

/// Trial calls in flight, and the most that ever were.
#[derive(Default)]
struct InFlight {
    now: AtomicU32,
    most: AtomicU32,
}

impl InFlight {
    fn enter(&self) {
        let now = self.now.fetch_add(1, Ordering::SeqCst) + 1;
        self.most.fetch_max(now, Ordering::SeqCst);
    }

    fn leave(&self) {
        self.now.fetch_sub(1, Ordering::SeqCst);
    }
}

#[test]
fn places_that_are_given_back_again_and_again_are_never_doubled_nor_lost() {
    for trials in [1, 3] {
        let circuit = half_open(trials);
        let in_flight = InFlight::default();
        crowd(0..8, |index| {
            for round in 0..2_000 {
                let Ok(trial) = circuit.try_acquire() else { continue };
                in_flight.enter();
                thread::yield_now();
                in_flight.leave();
                if (round + index) % 2 == 0 { trial.ignore() } else { drop(trial) }
            }
        });
        assert!(in_flight.most.into_inner() <= trials);
        circuit.is(State::HalfOpen).succeed_times(trials).is(State::Closed);
    }
}

#[test]
fn trials_that_end_in_every_way_at_once_leave_a_circuit_that_recovers() {
    for _ in 0..200 {
        let circuit = half_open(3);
        crowd(0..6, |index| {
            let Ok(trial) = circuit.try_acquire() else { return };
            match index {
                0 => trial.failure(),
                1 => drop(trial),
                2 => trial.ignore(),
                3 => std::mem::forget(trial),
                _ => trial.success(),
            }
        });
        circuit.after_open_time();
        for _ in 0..3 {
            if circuit.state() != State::Closed {
                circuit.succeed();
            }
        }
        circuit.is(State::Closed);
    }
}

#[test]
fn the_last_successes_at_once_close_once() {
    for _ in 0..200 {
        let circuit = half_open(4);
        crowd(0..4, |_| circuit.admitted().success());
        circuit.is(State::Closed);
        assert_eq!(circuit.snapshot().opened, 1);
        circuit.fail().is(State::Open);
    }
}
