//! `timeout`: drops the body after that; a failure, returned through `E: From<TimedOut>`.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use breaker_runtime::{Cause, circuit_breaker};
use tests::run;
use tokio::time::{Instant, sleep};

use crate::{Error, circuit, is_open};

const LIMIT: Duration = Duration::from_secs(2);

#[circuit_breaker(name = "hanging", threshold = 2, timeout = LIMIT)]
async fn takes(time: Duration) -> Result<(), Error> {
    sleep(time).await;
    Ok(())
}

#[test]
fn a_call_in_time_succeeds_and_a_late_one_is_dropped_and_fails() {
    run(async {
        assert_eq!(takes(Duration::from_millis(1999)).await, Ok(()));
        let started = Instant::now();
        assert_eq!(takes(Duration::from_hours(1)).await, Err(Error::Late));
        // Tokio's timer counts milliseconds.
        assert!(started.elapsed() <= LIMIT + Duration::from_millis(2));
        assert_eq!(takes(Duration::MAX).await, Err(Error::Late));
        assert!(is_open("hanging"));
        assert_eq!(takes(Duration::ZERO).await, Err(Error::Open));
    });
    let calls = circuit("hanging").snapshot().calls;
    assert_eq!((calls.success, calls.failure, calls.rejected), (1, 2, 1));
    assert_eq!(calls.failure_kinds.to_string(), "2 timeouts");
    let opened = circuit("hanging").history()[0].to_string();
    assert!(opened.ends_with("2 failures within 10s (2 timeouts)"), "{opened}");
}

#[circuit_breaker(name = "forgiving", threshold = 1, timeout = "1s", ignore(Err(Error::Late)))]
async fn forgiven() -> Result<(), Error> {
    sleep(LIMIT).await;
    Ok(())
}

#[test]
fn it_is_a_failure_whatever_the_arms_say() {
    assert_eq!(run(forgiven()), Err(Error::Late));
    assert!(is_open("forgiving"));
}

#[circuit_breaker(
    name = "answered late", timeout = "1s", fallback_on = failure,
    fallback = |cause| match cause {
        Cause::TimedOut(late) => Ok(format!("{} after {:?}", late.name(), late.after())),
        _ => Err(Error::Open),
    },
)]
fn boxed() -> Pin<Box<dyn Future<Output = Result<String, Error>> + Send>> {
    Box::pin(async move {
        sleep(LIMIT).await;
        Ok("in time".to_owned())
    })
}

#[test]
fn a_fallback_on_failure_is_told() {
    assert_eq!(run(boxed()), Ok("answered late after 1s".to_owned()));
}
