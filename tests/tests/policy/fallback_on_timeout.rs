//! `fallback_on = timeout`: the fallback answers time-outs as well, so that the error type may be
//! anybody's.

use core::convert::Infallible;
use core::future::pending;
use core::num::ParseIntError;
use std::future::Future;
use std::pin::Pin;

use breaker_runtime::{Cause, CircuitOpen, TimedOut, circuit_breaker};
use tests::run;

use crate::circuit;

/// Fails at once if it is no number, and never ends if it is none at all.
async fn parsed(text: &str) -> Result<u32, ParseIntError> {
    if text == "never" { pending().await } else { text.parse() }
}

#[circuit_breaker(
    name = "late or rejected", threshold = 1, timeout = "1s", fallback = cached,
    fallback_on = timeout
)]
async fn by_path(text: String, default: u32) -> Result<u32, ParseIntError> {
    let text = text;
    parsed(&text).await.map(|number| number + default)
}

async fn cached(text: String, default: u32) -> Result<u32, ParseIntError> {
    Ok(u32::try_from(text.len()).unwrap() + default)
}

#[test]
fn time_outs_and_rejections_are_answered_and_failures_are_not() {
    run(async {
        assert_eq!(by_path("7".to_owned(), 1).await, Ok(8));
        assert_eq!(by_path("never".to_owned(), 1).await, Ok(6), "the argument was kept");
        assert_eq!(by_path("7".to_owned(), 2).await, Ok(3), "rejected");
    });
    let calls = circuit("late or rejected").snapshot().calls;
    assert_eq!((calls.success, calls.failure, calls.rejected), (1, 1, 1));
    assert_eq!(calls.failure_kinds.to_string(), "1 timeout");
    circuit("late or rejected").reset();
    assert!(run(by_path("x".to_owned(), 1)).is_err(), "a failure is nobody's to answer");
}

#[circuit_breaker(
    name = "late causes", threshold = 2, timeout = "250ms", fallback_on = timeout, ignore(Err(_)),
    fallback = |cause: Cause| Ok(because(cause)),
)]
async fn by_closure(text: &str) -> Result<String, ParseIntError> {
    parsed(text).await.map(|number| number.to_string())
}

/// Every cause there is.
fn because(cause: Cause) -> String {
    let shown = cause.to_string();
    match cause {
        Cause::TimedOut(late) => format!("{shown} ({:?})", late.after()),
        Cause::Open(open) => format!("{shown} ({:?})", open.state()),
        Cause::Failed(never) => match never {},
        other => format!("{other:?}"),
    }
}

#[test]
fn a_closure_gets_a_cause_that_is_no_failed_result_and_can_be_shown() {
    run(async {
        let late = by_closure("never").await.unwrap();
        assert_eq!(late, "call of `late causes` timed out after 250ms (250ms)");
        assert!(by_closure("x").await.is_err());
        by_closure("never").await.unwrap();
        let rejected = by_closure("7").await.unwrap();
        assert!(rejected.starts_with("circuit `late causes` is open, retry in"), "{rejected}");
        assert!(rejected.ends_with("(Open)"), "{rejected}");
    });
}

#[circuit_breaker(
    name = "late option", threshold = 1, timeout = "1s", failure(None), fallback = |_| None,
    fallback_on = timeout
)]
async fn option(is_late: bool) -> Option<u32> {
    if is_late { pending().await } else { Some(1) }
}

#[circuit_breaker(
    name = "late future", threshold = 1, timeout = "1s", fallback = Ok(text.len()),
    fallback_on = timeout
)]
fn future(text: &str) -> Pin<Box<dyn Future<Output = Result<usize, ParseIntError>> + '_>> {
    Box::pin(async move { parsed(text).await.map(|number| number as usize) })
}

#[circuit_breaker(
    name = "late key", key = text, threshold = 1, timeout = "1s", fallback = |_| Ok(0),
    fallback_on = timeout
)]
async fn keyed(text: &str) -> Result<u32, ParseIntError> {
    parsed(text).await
}

#[circuit_breaker(
    name = "rejected only", threshold = 1, timeout = "1s", fallback = Err(Late), fallback_on = open
)]
async fn on_open() -> Result<u32, Late> {
    pending().await
}

#[derive(Debug, PartialEq)]
struct Late;

impl From<TimedOut> for Late {
    fn from(_: TimedOut) -> Self {
        Self
    }
}

#[test]
fn in_every_shape() {
    run(async {
        assert_eq!(
            [option(false).await, option(true).await, option(false).await],
            [Some(1), None, None]
        );
        assert_eq!(
            [future("7").await, future("never").await, future("7").await],
            [Ok(7), Ok(5), Ok(1)]
        );
        assert_eq!(
            [keyed("7").await, keyed("never").await, keyed("7").await],
            [Ok(7), Ok(0), Ok(7)]
        );
        assert_eq!([on_open().await, on_open().await], [Err(Late), Err(Late)]);
    });
}

#[test]
fn a_cause_shows_itself_whatever_the_call_returns() {
    struct Anything;
    fn is_shown<T: core::fmt::Display + core::fmt::Debug>() {}
    let failed: Cause<Anything> = Cause::Failed(Anything);
    assert_eq!(failed.to_string(), "the call failed");
    let failed: Cause<Result<(), ParseIntError>> = Cause::Failed(Ok(()));
    assert_eq!(format!("{failed} {failed:?}"), "the call failed Failed(Ok(()))");
    is_shown::<Cause<Infallible>>();
    is_shown::<CircuitOpen>();
}
