//! Asynchronous functions, over one poll and many.

use core::pin::Pin;
use core::time::Duration;

use breaker_runtime::{CircuitBreaker, Policy, State, circuit_breaker, register};
use tests::{poll_once, run};

use crate::{Answer, Error, ask, ask_later, assert_recovers, recovering};

struct Client(bool);

#[circuit_breaker(name = "nested async client")]
impl Client {
    async fn ask(&self) -> Answer {
        ask_later(self.0).await
    }

    async fn ask_twice(&self) -> Answer {
        Ok(self.ask().await? + self.ask().await?)
    }

    async fn ask_at_once(&self) -> Answer {
        let (one, other) = tokio::join!(self.ask(), self.ask());
        Ok(one? + other?)
    }

    fn ask_boxed(&self) -> Pin<Box<dyn Future<Output = Answer> + '_>> {
        Box::pin(async move { self.ask_twice().await })
    }

    fn ask_opaquely(&self) -> impl Future<Output = Answer> + '_ {
        self.ask_twice()
    }
}

#[test]
fn methods_that_await_each_other() {
    assert_recovers("nested async client", |works| run(Client(works).ask_twice()));
    assert_recovers("nested async client", |works| run(Client(works).ask_at_once()));
    assert_recovers("nested async client", |works| run(Client(works).ask_boxed()));
    assert_recovers("nested async client", |works| run(Client(works).ask_opaquely()));
}

#[circuit_breaker(name = "nested async recursion", timeout = "3s")]
async fn walk(depth: u32, works: bool) -> Answer {
    if depth == 0 {
        return ask_later(works).await;
    }
    let next = Box::pin(walk(depth - 1, works));
    Ok(next.await? + Box::pin(walk(depth - 1, works)).await?)
}

#[test]
fn a_function_that_awaits_itself_within_a_time() {
    assert_recovers("nested async recursion", |works| run(walk(3, works)));
}

static DB: CircuitBreaker = CircuitBreaker::new("nested async db", Policy::new());
register!(DB);

#[circuit_breaker(breaker = DB)]
async fn row(works: bool) -> Answer {
    ask_later(works).await
}

#[circuit_breaker(breaker = DB, timeout = "2s")]
async fn rows(works: bool) -> Answer {
    Ok(row(works).await? + row(works).await?)
}

#[circuit_breaker(breaker = DB)]
fn sync_row(works: bool) -> Answer {
    ask(works)
}

#[circuit_breaker(breaker = DB)]
async fn mixed(works: bool) -> Answer {
    tokio::task::yield_now().await;
    sync_row(works)
}

#[test]
fn functions_that_share_a_circuit() {
    assert_recovers("nested async db", |works| run(rows(works)));
    assert_recovers("nested async db", |works| run(mixed(works)));
    assert_recovers("nested async db", |works| run(DB.call_async(DB.call_async(mixed(works)))));
}

#[circuit_breaker(breaker = DB, timeout = "1s")]
async fn hangs_after(works: bool) -> Answer {
    let _ = row(works).await;
    core::future::pending().await
}

#[test]
fn an_outer_call_that_never_ends_does_not_decide() {
    for (works, state) in [(true, State::Closed), (false, State::Open)] {
        let (_test, circuit) = recovering("nested async db");
        let mut call = Box::pin(DB.call_async(async {
            let _ = row(works).await;
            core::future::pending::<Answer>().await
        }));
        while circuit.state() == State::HalfOpen {
            assert!(poll_once(call.as_mut()).is_pending());
        }
        assert_eq!(circuit.state(), state);
        drop(call);
        assert_eq!(circuit.state(), state);
        assert_eq!(circuit.snapshot().calls.total(), 1, "one trial, one result");
    }
}

#[test]
fn a_time_out_behind_the_result_is_not_counted() {
    let (_test, circuit) = recovering("nested async db");
    assert_eq!(run(hangs_after(true)), Err(Error::Late));
    assert_eq!((circuit.state(), circuit.snapshot().calls.total()), (State::Closed, 1));
}

#[test]
fn between_its_polls_a_trial_is_around_nothing() {
    let (_test, circuit) = recovering("nested async db");
    let mut trial = Box::pin(rows(true));
    run(async {
        assert!(poll_once(trial.as_mut()).is_pending());
        assert_eq!(row(true).await, Err(Error::Rejected));
        assert_eq!(trial.await, Ok(2));
    });
    assert_eq!(circuit.state(), State::Closed);
}

#[test]
fn what_drops_a_trial_in_the_middle_of_another_poll_leaves_no_mark() {
    let (_test, circuit) = recovering("nested async db");
    run(async {
        let late = DB.call_async(core::future::pending::<Answer>());
        assert!(tokio::time::timeout(Duration::from_secs(1), late).await.is_err());
        let permit = DB.try_acquire().unwrap();
        assert_eq!(row(true).await, Err(Error::Rejected));
        permit.success();
    });
    assert_eq!(circuit.state(), State::Closed);
}

struct CallsWhenDropped(bool);

impl Drop for CallsWhenDropped {
    fn drop(&mut self) {
        assert_eq!(sync_row(self.0).is_ok(), self.0);
    }
}

#[test]
fn a_body_that_is_dropped_half_way_calls_outside_the_trial() {
    let (_test, circuit) = recovering("nested async db");
    let trial = DB.call_async(async {
        let _calls = CallsWhenDropped(true);
        core::future::pending::<Answer>().await
    });
    assert!(poll_once(trial).is_pending());
    assert_eq!(circuit.state(), State::Closed, "the place was free again");
    assert_eq!(circuit.snapshot().calls.abandoned, 1);
}
