//! What callers see, and when their bodies run.

use core::cell::Cell;
use std::io;

use breaker_runtime::{CircuitOpen, Policy, State, circuit_breaker, registry};
use tests::TestCircuit;

fn down() -> io::Result<()> {
    Err(io::ErrorKind::ConnectionRefused.into())
}

#[test]
fn s1_a_trip_that_nobody_listens_to_is_no_panic() {
    let circuit = TestCircuit::new(Policy::new().threshold(1));
    circuit.call(down).unwrap_err();
    circuit.is(State::Open);
}

#[test]
fn l1_while_open_no_body_runs() {
    let circuit = TestCircuit::new(Policy::new().threshold(1));
    circuit.trip();
    let runs = Cell::new(0);
    for _ in 0..10 {
        let body = || {
            runs.set(runs.get() + 1);
            io::Result::Ok(())
        };
        circuit.call(body).unwrap_err();
    }
    assert_eq!(runs.get(), 0);
}

#[tokio::test]
async fn d2_shared_within_asynchronous_tasks_nothing_blocks() {
    let circuit = TestCircuit::new(Policy::new().threshold(2));
    for _ in 0..2 {
        circuit.call_async(async { down() }).await.unwrap_err();
    }
    circuit.is(State::Open);
    circuit.reset();
    let (one, other) =
        tokio::join!(circuit.call_async(async { io::Result::Ok(1) }), async { circuit.snapshot() });
    assert_eq!((one.unwrap(), other.state), (1, State::Closed));
}

thread_local! {
    static BODIES: Cell<u32> = const { Cell::new(0) };
}

fn body_runs_and_fails() -> io::Result<()> {
    BODIES.set(BODIES.get() + 1);
    down()
}

/// Bodies that run in ten calls.
fn bodies_of_ten(call: impl Fn() -> io::Result<()>) -> u32 {
    BODIES.set(0);
    for _ in 0..10 {
        call().unwrap_err();
    }
    BODIES.get()
}

#[test]
fn p1_the_attribute_stops_calls_and_does_not_just_watch_them() {
    #[circuit_breaker(threshold = 1)]
    fn failing() -> io::Result<()> {
        body_runs_and_fails()
    }
    assert_eq!(bodies_of_ten(failing), 1);
}

#[test]
fn p2_the_attribute_works_on_an_async_function() {
    #[circuit_breaker(threshold = 1)]
    async fn failing() -> io::Result<()> {
        body_runs_and_fails()
    }
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    assert_eq!(bodies_of_ten(|| runtime.block_on(failing())), 1);
}

#[test]
fn p3_the_caller_sees_the_error_that_the_function_returned() {
    #[circuit_breaker(threshold = 1)]
    fn failing() -> io::Result<()> {
        down()
    }
    assert_eq!(failing().unwrap_err().kind(), io::ErrorKind::ConnectionRefused);
    let rejection = failing().unwrap_err();
    assert!(rejection.get_ref().unwrap().is::<CircuitOpen>(), "{rejection}");
}

#[test]
fn p4_the_circuit_is_one_for_all_calls_and_not_made_anew_by_each() {
    #[circuit_breaker(threshold = 3, open_for = "1h")]
    fn failing() -> io::Result<()> {
        body_runs_and_fails()
    }
    assert_eq!(bodies_of_ten(failing), 3);
}

#[test]
fn p5_errors_are_recorded() {
    #[circuit_breaker(threshold = 1, name = "p5")]
    fn failing() -> io::Result<()> {
        body_runs_and_fails()
    }
    assert_eq!(bodies_of_ten(failing), 1);
    let calls = registry().get("p5").unwrap().snapshot().calls;
    assert_eq!((calls.failure, calls.rejected), (1, 9));
}
