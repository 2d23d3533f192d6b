//! Tests that share a program and its functions, and have circuits of their own.

#![expect(clippy::expect_used, reason = "helpers of tests fail the test")]

mod listeners;
mod threads;

use core::time::Duration;
use std::sync::mpsc;
use std::thread;

use breaker_runtime::testing::{Isolation, ManualClock, isolate};
use breaker_runtime::{
    CircuitBreaker, EventKind, KeyedCircuitBreaker, Overrides, Policy, Setting, State,
    circuit_breaker, register, registry,
};

const SECOND: Duration = Duration::from_secs(1);

#[derive(Debug, PartialEq)]
struct Down;

#[circuit_breaker(
    threshold = 2, open_for = "30s", fallback = Ok("cached"), name = "isolated::fetch"
)]
fn fetch(is_up: bool) -> Result<&'static str, Down> {
    if is_up { Ok("fetched") } else { Err(Down) }
}

fn open(test: &Isolation) -> &'static CircuitBreaker {
    for _ in 0..2 {
        assert_eq!(fetch(false), Err(Down));
    }
    let circuit = test.circuit("isolated::fetch").expect("annotated above");
    assert_eq!(circuit.state(), State::Open);
    circuit
}

#[test]
fn a_fleet_reaches_the_programs_circuit_and_not_that_of_a_test() {
    let circuit = registry().get("isolated::fetch").expect("annotated above");
    let suspect = || circuit.from_outside("pod-7").suspect_for(SECOND);
    let is_suspected = || circuit.snapshot().suspected.is_some();
    let test = isolate();
    thread::spawn(suspect).join().expect("it does not panic");
    assert!(!is_suspected());
    assert_eq!(thread::spawn(is_suspected).join().ok(), Some(true));

    suspect();
    assert!(is_suspected(), "who tests a fleet suspects the test's own");
    test.clock().advance(SECOND);
    assert!(!is_suspected());
    thread::spawn(|| circuit.from_outside("pod-7").trust()).join().expect("it does not panic");
}

#[test]
fn tests_side_by_side_have_the_same_function_in_different_states() {
    let opened = thread::spawn(|| {
        let test = isolate();
        open(&test);
        thread::yield_now();
        assert_eq!(fetch(true), Ok("cached"));
        test.clock().advance(30 * SECOND);
        assert_eq!(fetch(true), Ok("fetched"));
    });
    let closed = thread::spawn(|| {
        let _test = isolate();
        for _ in 0..1000 {
            assert_eq!(fetch(true), Ok("fetched"));
        }
    });
    opened.join().expect("no panic");
    closed.join().expect("no panic");
}

#[test]
fn the_circuit_of_the_program_knows_nothing_of_it() {
    let program = registry().get("isolated::fetch").expect("annotated above");
    let before = program.snapshot();
    let own = {
        let test = isolate();
        open(&test)
    };
    assert_eq!(program.state(), State::Closed);
    assert_eq!(program.snapshot().calls, before.calls);
    assert_eq!(fetch(true), Ok("fetched"));
    assert_eq!(own.state(), State::Open);
}

#[test]
fn a_circuit_can_be_put_into_any_state() {
    let test = isolate();
    let circuit = test.circuit("isolated::fetch").expect("annotated above");
    for state in [
        State::Open,
        State::HalfOpen,
        State::RampUp,
        State::ForcedOpen,
        State::ForcedClosed,
        State::Closed,
    ] {
        circuit.set_state(state);
        assert_eq!(circuit.state(), state);
    }
    circuit.set_state(State::HalfOpen);
    assert_eq!(fetch(false), Err(Down));
    assert_eq!(circuit.snapshot().retry_after, Some(30 * SECOND));
}

#[test]
fn a_test_hears_its_own_events_and_nobody_else_does() {
    let (sender, heard_outside) = mpsc::channel();
    let outside = registry().subscribe(move |event| {
        if event.name == "isolated::fetch" {
            sender.send(event.clone()).expect("the test waits");
        }
    });
    let test = isolate();
    let (sender, heard) = mpsc::channel();
    let subscription =
        test.subscribe(move |event| sender.send(event.kind.clone()).expect("the test waits"));
    open(&test).reset();
    subscription.flush();
    outside.flush();
    let heard: Vec<_> = heard.try_iter().collect();
    assert!(matches!(heard[0], EventKind::Opened { .. }));
    assert_eq!(heard[1..], [EventKind::Reset]);
    assert_eq!(heard_outside.try_iter().count(), 0);
}

static DB: CircuitBreaker = CircuitBreaker::new("isolated::db", Policy::new().threshold(1));
register!(DB);

#[test]
fn a_static_is_isolated_by_whatever_way_it_is_reached() {
    let test = isolate();
    DB.try_acquire().expect("closed").failure();
    assert_eq!(DB.state(), State::Open);
    assert_eq!(test.circuit("isolated::db").expect("registered").state(), State::Open);
    assert_eq!((DB.snapshot().calls.failure, DB.history().len()), (1, 1));
    drop(test);
    assert_eq!((DB.state(), DB.snapshot().calls.failure), (State::Closed, 0));
}

#[test]
fn a_circuit_that_a_test_makes_itself_is_its_own_anyway() {
    let _test = isolate();
    let circuit = CircuitBreaker::new("made here", Policy::new().threshold(1));
    circuit.try_acquire().expect("closed").failure();
    assert_eq!(circuit.state(), State::Open);
}

#[test]
fn a_circuit_that_is_listed_in_the_middle_of_a_test_is_the_test_s_from_then_on() {
    static LATE: CircuitBreaker = CircuitBreaker::new("isolated::late", Policy::new().threshold(1));
    static LATE_BY_KEY: KeyedCircuitBreaker =
        KeyedCircuitBreaker::new("isolated::late keys", Policy::new().threshold(1), 4);
    let test = isolate();
    assert_eq!((LATE.state(), LATE_BY_KEY.len()), (State::Closed, 0), "looked at before");
    registry().register(&LATE);
    registry().register_keyed(&LATE_BY_KEY);
    for _ in 0..2 {
        LATE.force_open();
        LATE_BY_KEY.try_acquire("key").expect("closed").success();
    }
    assert_eq!(LATE.state(), State::ForcedOpen);
    assert_eq!(test.circuit("isolated::late").expect("listed").state(), State::ForcedOpen);
    drop(test);
    assert_eq!((LATE.state(), LATE_BY_KEY.len()), (State::Closed, 0));
    let test = isolate();
    LATE.force_closed();
    drop(test);
    assert_eq!(LATE.state(), State::Closed);
}

#[test]
fn a_configuration_is_for_the_test_alone() {
    let program = registry().get("isolated::fetch").expect("annotated above");
    let test = isolate();
    let overrides = Overrides::new().circuit("isolated::fetch", Setting::Threshold(1));
    registry().configure(&overrides).expect("it makes sense");
    assert_eq!(fetch(false), Err(Down));
    assert_eq!(fetch(false), Ok("cached"));
    drop(test);
    assert_eq!(program.policy().to_string(), "2 failures in 10s, open for 30s, 1 trial call");
}

#[test]
fn threads_that_enter_share_the_circuits_and_others_do_not() {
    let test = isolate();
    let handle = test.handle();
    let inside = thread::spawn(move || {
        let test = handle.enter();
        open(&test);
    });
    inside.join().expect("no panic");
    assert_eq!(fetch(true), Ok("cached"));
    thread::spawn(|| assert_eq!(fetch(true), Ok("fetched"))).join().expect("no panic");
}

#[test]
fn isolations_nest() {
    let outer = isolate();
    open(&outer);
    {
        let _inner = isolate();
        assert_eq!(fetch(true), Ok("fetched"));
    }
    assert_eq!(fetch(true), Ok("cached"));
}

#[test]
fn isolations_may_end_in_any_order_and_each_knows_its_own_circuits() {
    let program = registry().get("isolated::fetch").expect("annotated above").snapshot().calls;
    let first = isolate();
    open(&first);
    let second = isolate();
    assert_eq!(first.circuit("isolated::fetch").expect("annotated above").state(), State::Open);
    drop(first);
    assert_eq!(fetch(true), Ok("fetched"));
    let circuit = second.circuit("isolated::fetch").expect("annotated above");
    assert_eq!(circuit.snapshot().calls.success, 1);
    drop(second);
    let after = registry().get("isolated::fetch").expect("annotated above").snapshot().calls;
    assert_eq!(after, program);
}

#[test]
fn a_test_may_bring_its_own_clock_to_one_circuit() {
    let test = isolate();
    let clock = ManualClock::new();
    test.circuit("isolated::fetch").expect("annotated above").set_clock(clock.clone());
    open(&test);
    test.clock().advance(60 * SECOND);
    assert_eq!(fetch(true), Ok("cached"));
    clock.advance(30 * SECOND);
    assert_eq!(fetch(true), Ok("fetched"));
}

#[tokio::test(start_paused = true)]
async fn on_the_clock_of_the_program_a_test_follows_tokio() {
    let test = isolate().on_program_clock();
    open(&test);
    tokio::time::advance(30 * SECOND).await;
    assert_eq!(fetch(true), Ok("fetched"));
}

#[circuit_breaker(threshold = 1, fallback = Ok("cached"), name = "isolated::later")]
async fn later(is_up: bool) -> Result<&'static str, Down> {
    tokio::task::yield_now().await;
    if is_up { Ok("fetched") } else { Err(Down) }
}

#[test]
fn a_future_carries_the_circuits_to_whatever_thread_polls_it() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .build()
        .expect("threads can be had");
    let test = isolate();
    let calls = test.handle().run(async {
        assert_eq!(later(false).await, Err(Down));
        tokio::task::yield_now().await;
        later(true).await
    });
    let answer = runtime.block_on(async { runtime.spawn(calls).await });
    assert_eq!(answer.expect("no panic"), Ok("cached"));
    assert_eq!(test.circuit("isolated::later").expect("annotated above").state(), State::Open);
    drop(test);
    let outside = registry().get("isolated::later").expect("annotated above");
    assert_eq!(outside.state(), State::Closed);
}

#[test]
fn who_asks_for_a_circuit_that_there_is_not_is_told_which_there_are() {
    let error = isolate().circuit("isolated::fech").expect_err("misspelt");
    let text = error.to_string();
    assert!(text.starts_with(
        "no circuit is called `isolated::fech`: did you mean `isolated::fetch`? There are: \
         `isolated::db`, `isolated::fetch`, "
    ));
    assert!(text.ends_with(
        "`isolated::later`; that of a key is listed with its first call, a `static` by `register!`"
    ));
}
