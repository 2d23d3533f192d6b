//! Cancelled trial calls of a half-open circuit.

use core::future::ready;
use core::mem;

use breaker_runtime::{Policy, State};
use tests::{TestCircuit, poll_once};
use tokio::task::yield_now;

use crate::{Answer, silence};

fn half_open() -> TestCircuit {
    let circuit = TestCircuit::new(Policy::new().threshold(1));
    circuit.trip_and_wait();
    circuit
}

#[test]
fn a_future_that_was_never_polled_takes_no_place() {
    let circuit = half_open();
    let _waiting = circuit.call_async(silence());
    circuit.is(State::HalfOpen).succeed().is(State::Closed);
}

#[test]
fn a_future_dropped_half_way_gives_its_place_back() {
    let circuit = half_open();
    for _ in 0..100 {
        assert!(poll_once(circuit.call_async(silence())).is_pending());
        circuit.is(State::HalfOpen);
    }
    circuit.succeed().is(State::Closed);
}

#[test]
fn while_it_waits_it_holds_its_place() {
    let circuit = half_open();
    let mut trial = Box::pin(circuit.call_async(silence()));
    assert!(poll_once(trial.as_mut()).is_pending());
    circuit.rejected();
    drop(trial);
    circuit.succeed().is(State::Closed);
}

#[test]
fn a_leaked_future_loses_its_place_after_the_open_time() {
    let circuit = half_open();
    let mut leaked = Box::pin(circuit.call_async(silence()));
    assert!(poll_once(leaked.as_mut()).is_pending());
    mem::forget(leaked);
    circuit.admits_exactly_after(circuit.policy().settings().open_for).success();
    circuit.is(State::Closed);
}

#[tokio::test]
async fn a_trial_that_loses_a_select_gives_its_place_back() {
    let circuit = half_open();
    for _ in 0..10 {
        tokio::select! {
            biased;
            answer = circuit.call_async(silence()) => unreachable!("{answer:?}"),
            () = yield_now() => circuit.is(State::HalfOpen),
        };
    }
    circuit.call_async(ready(Answer::Ok(1))).await.unwrap();
    circuit.is(State::Closed);
}

#[tokio::test]
async fn of_trials_that_race_each_other_the_rest_are_rejected_and_the_winner_closes() {
    let circuit = half_open();
    let late_success = || async {
        yield_now().await;
        Answer::Ok(1)
    };
    let (one, two, three) = tokio::join!(
        circuit.call_async(late_success()),
        circuit.call_async(late_success()),
        circuit.call_async(late_success()),
    );
    assert!(one.is_ok() && two.is_err() && three.is_err());
    circuit.is(State::Closed);
}
