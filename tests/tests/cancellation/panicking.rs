//! Panics in a body, and panics elsewhere that drop a body that only waits.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use breaker_runtime::testing::isolate;
use breaker_runtime::{Outcome, State, Verdict, circuit_breaker};
use tests::{panic_quietly, poll_once};
use tokio::task::yield_now;

use crate::{Answer, abandoned_and_failed, circuit, silence};

fn panic_now() -> Answer {
    resume_unwind(Box::new("the body panicked"))
}

async fn panic_later() -> Answer {
    yield_now().await;
    panic_now()
}

/// Polls the future twice: long enough for a panic later, of itself or of a sibling. Whether it
/// panicked.
fn panics<T>(future: impl Future<Output = T>) -> bool {
    let mut future = Box::pin(future);
    let poll_twice = || {
        let _first = poll_once(future.as_mut());
        let _second = poll_once(future.as_mut());
    };
    let panicked = catch_unwind(AssertUnwindSafe(poll_twice)).is_err();
    drop(future);
    panicked
}

#[test]
fn a_panic_of_the_body_is_a_failure() {
    let circuit = circuit();
    assert!(panics(circuit.call_async(async { panic_now() })));
    assert_eq!(abandoned_and_failed(circuit.snapshot().calls), (0, 1));
    assert!(panics(circuit.call_async(panic_later())));
    assert_eq!(abandoned_and_failed(circuit.snapshot().calls), (0, 2));
    circuit.is(State::Open);
}

#[test]
fn a_panic_of_the_body_is_a_failure_though_its_future_is_dropped_much_later() {
    let circuit = circuit();
    let mut call = Box::pin(circuit.call_async(async { panic_now() }));
    let poll = || poll_once(call.as_mut()).is_ready();
    catch_unwind(AssertUnwindSafe(poll)).unwrap_err();
    drop(call);
    assert_eq!(abandoned_and_failed(circuit.snapshot().calls), (0, 1));
}

#[test]
fn a_panic_of_a_joined_sibling_abandons_the_waiting_call() {
    let circuit = circuit();
    assert!(panics(async { tokio::join!(circuit.call_async(silence()), panic_later()) }));
    assert_eq!(abandoned_and_failed(circuit.snapshot().calls), (1, 0));
    circuit.is(State::Closed);
}

#[test]
fn a_panic_of_a_raced_sibling_abandons_the_waiting_call() {
    let circuit = circuit();
    assert!(panics(async {
        tokio::select! {
            biased;
            answer = circuit.call_async(silence()) => answer,
            answer = panic_later() => answer,
        }
    }));
    assert_eq!(abandoned_and_failed(circuit.snapshot().calls), (1, 0));
}

#[test]
fn a_panic_around_it_that_unwinds_the_stack_abandons_the_waiting_call() {
    let circuit = circuit();
    let mut call = Box::pin(circuit.call_async(silence()));
    assert!(poll_once(call.as_mut()).is_pending());
    panic_quietly(call);
    assert_eq!(abandoned_and_failed(circuit.snapshot().calls), (1, 0));
}

#[test]
fn one_panicking_body_among_waiting_ones_is_the_only_failure() {
    let circuit = circuit();
    assert!(panics(async {
        tokio::join!(
            circuit.call_async(silence()),
            circuit.call_async(panic_later()),
            circuit.call_async(silence()),
        )
    }));
    assert_eq!(abandoned_and_failed(circuit.snapshot().calls), (2, 1));
    circuit.is(State::Closed);
}

#[test]
fn a_panic_in_a_guarded_call_inside_another_is_a_failure_of_both() {
    let (outer, inner) = (circuit(), circuit());
    assert!(panics(outer.call_async(inner.call_async(panic_later()))));
    assert_eq!(abandoned_and_failed(outer.snapshot().calls), (0, 1));
    assert_eq!(abandoned_and_failed(inner.snapshot().calls), (0, 1));
}

#[test]
fn a_body_that_catches_the_panic_of_another_call_succeeds() {
    let (outer, inner) = (circuit(), circuit());
    let body = async {
        assert!(panics(inner.call_async(async { panic_now() })));
        Answer::Ok(1)
    };
    assert!(poll_once(outer.call_async(body)).is_ready());
    assert_eq!(outer.snapshot().calls.success, 1);
    assert_eq!(abandoned_and_failed(inner.snapshot().calls), (0, 1));
}

#[tokio::test]
async fn a_task_that_panics_is_a_failure() {
    let circuit = std::sync::Arc::new(circuit());
    let shared = std::sync::Arc::clone(&circuit);
    let task = tokio::spawn(async move { shared.call_async(panic_later()).await });
    assert!(task.await.unwrap_err().is_panic());
    assert_eq!(abandoned_and_failed(circuit.snapshot().calls), (0, 1));
}

/// Can't be cloned, though it has the trait.
struct Brittle(u32);

impl Clone for Brittle {
    fn clone(&self) -> Self {
        resume_unwind(Box::new("not to be cloned"))
    }
}

fn taken(Brittle(times): Brittle) -> Answer {
    times.checked_sub(1).ok_or_else(|| io::Error::other("nothing left"))
}

#[circuit_breaker(name = "brittle", fallback_on = failure, fallback = taken)]
fn with_argument(argument: Brittle) -> Answer {
    taken(argument)
}

#[test]
fn a_panic_between_the_admission_and_the_body_gives_the_place_back() {
    let test = isolate();
    let circuit = test.circuit("brittle").unwrap();
    circuit.set_state(State::HalfOpen);
    for abandoned in 1..4 {
        catch_unwind(|| with_argument(Brittle(1))).unwrap_err();
        let calls = circuit.snapshot().calls;
        assert_eq!((calls.abandoned, calls.total()), (abandoned, abandoned));
    }
    circuit.try_acquire().unwrap().success();
    assert_eq!(circuit.state(), State::Closed);
}

#[test]
fn a_panic_of_the_outcome_that_is_recorded_is_a_failure_and_gives_a_trial_place_back() {
    struct Unheard;

    impl Outcome for Unheard {
        fn verdict(&self) -> Verdict {
            resume_unwind(Box::new("no status"))
        }
    }

    let circuit = circuit();
    let record = || {
        let permit = circuit.try_acquire().unwrap();
        catch_unwind(AssertUnwindSafe(|| permit.record(&Unheard))).unwrap_err();
    };
    record();
    assert_eq!(abandoned_and_failed(circuit.snapshot().calls), (0, 1));
    circuit.trip_and_wait();
    record();
    circuit.is(State::Open);
}
