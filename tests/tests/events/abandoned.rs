//! Callers that give up before calls have a result: a closed circuit that knows nothing says so.

use core::time::Duration;

use breaker_runtime::{EventKind, Policy, State};
use tests::{TICK, TestCircuit};

use crate::Heard;

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_mins(1);

/// As many calls that are given up, each after this time.
fn give_up(circuit: &TestCircuit, times: u32, patience: Duration) {
    for _ in 0..times {
        let call = circuit.admitted();
        circuit.after(patience);
        drop(call);
    }
}

#[track_caller]
fn assert_told(heard: &Heard, expected: &[&str]) {
    let told: Vec<_> = heard.events().iter().map(ToString::to_string).collect();
    assert_eq!(told, expected);
}

#[test]
fn it_is_told_once_a_minute_at_most() {
    let circuit = TestCircuit::new(Policy::new());
    let heard = Heard::of(&circuit);
    give_up(&circuit, 1300, SECOND / 10);
    assert_told(
        &heard,
        &[
            "circuit `tested` is closed, but callers gave up 20 of 20 calls within 1.9s",
            "circuit `tested` is closed, but callers gave up 600 of 600 calls within 59.9s",
            "circuit `tested` is closed, but callers gave up 600 of 600 calls within 59.9s",
        ],
    );
    assert!(heard.events().iter().all(|event| !event.is_transition()));
    assert_eq!(circuit.is(State::Closed).history(), [], "it takes no place of a transition");
}

#[test]
fn a_minute_is_a_minute() {
    let circuit = TestCircuit::new(Policy::new());
    let heard = Heard::of(&circuit);
    give_up(&circuit, 40, Duration::ZERO);
    circuit.after(MINUTE.saturating_sub(TICK));
    give_up(&circuit, 40, Duration::ZERO);
    assert_eq!(heard.kinds().len(), 1);
    circuit.after(TICK);
    give_up(&circuit, 1, Duration::ZERO);
    assert_eq!(heard.kinds().len(), 2);
}

#[test]
fn few_of_many_calls_are_no_news() {
    let circuit = TestCircuit::new(Policy::new());
    let heard = Heard::of(&circuit);
    for _ in 0..1000 {
        // Two requests are sent, and the slower one of them is given up.
        circuit.after(SECOND / 10).succeed();
        drop(circuit.admitted());
    }
    assert_eq!(heard.kinds(), []);
    for _ in 0..1200 {
        circuit.after(SECOND / 10).succeed();
        (0..3).for_each(|_| drop(circuit.admitted()));
    }
    assert_ne!(heard.kinds(), [], "three of four are too many, which shows within two minutes");
}

#[test]
fn neither_is_one_now_and_then() {
    let circuit = TestCircuit::new(Policy::new());
    let heard = Heard::of(&circuit);
    give_up(&circuit, 1000, 4 * SECOND);
    assert_eq!(heard.kinds(), []);
    circuit.after(MINUTE);
    give_up(&circuit, 20, SECOND);
    let gave_up = EventKind::Abandoned { calls: 20, of: 20, within: 19 * SECOND };
    assert_eq!(heard.kinds(), [gave_up], "they are many as soon as they come at once");
}

#[test]
fn where_the_circuit_learns_of_them_it_opens_instead() {
    let circuit = TestCircuit::new(Policy::new().slow_call(SECOND).threshold(50));
    let heard = Heard::of(&circuit);
    give_up(&circuit, 50, SECOND / 10);
    assert_eq!(heard.kinds().len(), 1, "their patience ends before a call is slow");
    let slow: Vec<_> = (0..50).map(|_| circuit.admitted()).collect();
    circuit.after(SECOND + TICK);
    drop(slow);
    circuit.is(State::Open);
}

#[test]
fn trial_calls_that_are_given_up_are_another_matter() {
    let circuit = TestCircuit::new(Policy::new().threshold(1).open_for(SECOND));
    circuit.trip_and_wait();
    let heard = Heard::of(&circuit);
    give_up(&circuit, 100, Duration::ZERO);
    assert_eq!(circuit.is(State::HalfOpen).snapshot().calls.abandoned, 100);
    assert_eq!(heard.kinds(), [EventKind::HalfOpened]);
}
