//! Calls that a trial makes elsewhere and waits for: each is a call of its own, for which the
//! circuit makes room.

use std::io;
use std::thread;

use breaker_runtime::testing::{Handle, isolate};
use breaker_runtime::{CircuitBreaker, CircuitOpen, Policy, State, circuit_breaker, register};

use crate::recovering;

type Answer = io::Result<u32>;

static POOL: CircuitBreaker =
    CircuitBreaker::new("spawned", Policy::new().threshold(1).half_open_calls(1));
register!(POOL);

#[circuit_breaker(breaker = POOL)]
fn ask(works: bool) -> Answer {
    if works { Ok(1) } else { Err(io::ErrorKind::ConnectionRefused.into()) }
}

fn elsewhere<T: Send>(test: &Handle, call: impl FnOnce() -> T + Send) -> T {
    let on_a_thread = || {
        let _inside = test.enter();
        call()
    };
    thread::scope(|scope| scope.spawn(on_a_thread).join().unwrap())
}

/// Makes the call so many threads deeper.
#[circuit_breaker(breaker = POOL)]
fn ask_elsewhere(test: &Handle, depth: u32, works: bool) -> Answer {
    elsewhere(test, || match depth {
        1 => ask(works),
        _ => ask_elsewhere(test, depth - 1, works),
    })
}

/// How many calls are rejected before one works.
fn rejections_before_recovery(depth: u32) -> Option<usize> {
    let (test, circuit) = recovering("spawned");
    let test = test.handle();
    let rejected = (0..40).find(|_| ask_elsewhere(&test, depth, true).is_ok());
    assert_eq!(rejected.is_some(), circuit.state() == State::Closed);
    rejected
}

#[test]
fn the_circuit_makes_room_until_one_succeeds() {
    assert_eq!(rejections_before_recovery(1), Some(1));
    // Of two trials, one within the other, each makes room.
    assert_eq!(rejections_before_recovery(3), Some(2));
}

#[test]
fn it_makes_room_for_sixteen_and_not_for_more() {
    assert_eq!(rejections_before_recovery(16), Some(5));
    assert_eq!(rejections_before_recovery(17), None);
}

#[test]
fn a_trial_that_ends_in_its_own_circuit_s_rejection_is_ignored() {
    let (test, circuit) = recovering("spawned");
    let error = ask_elsewhere(&test.handle(), 1, true).unwrap_err();
    assert!(CircuitOpen::behind(&error).is_some());
    assert_eq!(circuit.state(), State::HalfOpen);
    let calls = circuit.snapshot().calls;
    assert_eq!((calls.ignored, calls.rejected, calls.total()), (1, 1, 2));
}

#[test]
fn a_callee_that_is_down_reopens_it_as_ever() {
    let (test, circuit) = recovering("spawned");
    let test = test.handle();
    ask_elsewhere(&test, 1, false).unwrap_err();
    assert_eq!(circuit.state(), State::HalfOpen);
    let error = ask_elsewhere(&test, 1, false).unwrap_err();
    assert!(CircuitOpen::behind(&error).is_none());
    assert_eq!(circuit.state(), State::Open);
}

#[test]
fn the_room_is_for_one_round() {
    let (test, circuit) = recovering("spawned");
    let handle = test.handle();
    ask_elsewhere(&handle, 1, true).unwrap_err();
    let permits = [circuit.try_acquire(), circuit.try_acquire(), circuit.try_acquire()];
    assert_eq!(permits.map(|permit| permit.is_ok()), [true, true, false]);
    circuit.set_state(State::Open);
    circuit.set_state(State::HalfOpen);
    let permits = [circuit.try_acquire(), circuit.try_acquire()];
    assert_eq!(permits.map(|permit| permit.is_ok()), [true, false]);
}

static OTHER: CircuitBreaker = CircuitBreaker::new("spawned other", Policy::new());
register!(OTHER);

#[circuit_breaker(breaker = OTHER)]
fn other() -> Answer {
    Ok(1)
}

#[circuit_breaker(breaker = POOL)]
fn ask_other() -> Answer {
    other()
}

#[test]
fn another_circuit_s_rejection_makes_no_room() {
    let (test, circuit) = recovering("spawned");
    test.circuit("spawned other").unwrap().force_open();
    ask_other().unwrap_err();
    let permits = [circuit.try_acquire(), circuit.try_acquire()];
    assert_eq!(permits.map(|permit| permit.is_ok()), [true, false]);
}

#[circuit_breaker(breaker = POOL)]
async fn ask_in_a_task(works: bool) -> Answer {
    match tokio::spawn(ask_later(works)).await {
        Ok(answer) => answer,
        Err(error) => Err(error.into()),
    }
}

#[circuit_breaker(breaker = POOL)]
async fn ask_later(works: bool) -> Answer {
    tokio::task::yield_now().await;
    ask(works)
}

#[tokio::test]
async fn so_it_is_with_tasks() {
    let test = isolate();
    let circuit = test.circuit("spawned").unwrap();
    ask_in_a_task(false).await.unwrap_err();
    assert_eq!(circuit.state(), State::Open);
    circuit.set_state(State::HalfOpen);
    assert!(ask_in_a_task(true).await.is_err());
    assert_eq!(ask_in_a_task(true).await.ok(), Some(1));
    assert_eq!(circuit.state(), State::Closed);
}
