//! Callers that give up before calls have a result: a closed circuit that knows nothing says so.

use core::future::pending;
use core::time::Duration;

use breaker_runtime::testing::isolate;
use breaker_runtime::{
    CircuitBreaker, CircuitOpen, EventKind, Policy, State, TimedOut, circuit_breaker,
};
use tests::{TICK, TestCircuit, panic_quietly, poll_once};

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

/// Never has an answer.
#[circuit_breaker(name = "given up within")]
async fn hang() -> Result<u32, Error> {
    pending().await
}

#[circuit_breaker(name = "late around it", timeout = "1s", threshold = 1000)]
async fn hang_until_late() -> Result<u32, Error> {
    Box::pin(hang()).await
}

#[circuit_breaker(
    name = "late with a fallback", timeout = "1s", threshold = 1000, fallback = Ok(0),
    fallback_on = failure
)]
async fn hang_at_most() -> Result<u32, Error> {
    let (one, other) = tokio::join!(hang(), hang());
    Ok(one? + other?)
}

#[circuit_breaker(name = "late with its methods", timeout = "1s", threshold = 1000)]
impl Hanging {
    async fn outer(&self) -> Result<u32, Error> {
        self.inner().await
    }

    #[circuit_breaker(timeout = off)]
    async fn inner(&self) -> Result<u32, Error> {
        pending().await
    }
}

struct Hanging;

#[derive(Debug)]
struct Error;

impl From<CircuitOpen> for Error {
    fn from(_: CircuitOpen) -> Self {
        Self
    }
}

impl From<TimedOut> for Error {
    fn from(_: TimedOut) -> Self {
        Self
    }
}

/// What a circuit tells of 40 calls of this.
async fn told_of<F: Future>(circuit: &CircuitBreaker, call: impl Fn() -> F) -> Vec<EventKind> {
    let heard = Heard::of(circuit);
    for _ in 0..40 {
        let _ = tokio::time::timeout(5 * SECOND, call()).await;
    }
    assert!(circuit.snapshot().calls.abandoned >= 40);
    heard.kinds()
}

#[tokio::test(start_paused = true)]
async fn a_time_out_around_calls_is_no_caller_that_gives_up() {
    let test = isolate();
    let circuit = test.circuit("given up within").unwrap();
    assert_eq!(told_of(circuit, hang_until_late).await, []);
    assert_eq!(told_of(circuit, hang_at_most).await, []);
    // Callers that do give up are told as before.
    assert_ne!(told_of(circuit, hang).await, []);
    let methods = test.circuit("late with its methods").unwrap();
    assert_eq!(told_of(methods, || Hanging.outer()).await, []);
    assert_ne!(told_of(methods, || Hanging.inner()).await, []);
}

#[test]
fn neither_is_a_panic_that_drops_them() {
    let circuit = TestCircuit::new(Policy::new());
    let heard = Heard::of(&circuit);
    for _ in 0..40 {
        let mut under_way = Box::pin(circuit.call_async(pending::<Result<(), Error>>()));
        assert!(poll_once(under_way.as_mut()).is_pending());
        panic_quietly(under_way);
    }
    assert_eq!(circuit.snapshot().calls.abandoned, 40);
    assert_eq!(heard.kinds(), []);
}
