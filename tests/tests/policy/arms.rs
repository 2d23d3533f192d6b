//! `failure(..)`, `success(..)` and `ignore(..)`: match arms over the return value.

use std::future::{Future, ready};
use std::pin::Pin;

use breaker_runtime::circuit_breaker;
use tests::run;

use crate::{Error, circuit, is_open};

#[circuit_breaker(
    name = "replies", threshold = 2,
    failure(Ok(status) if *status >= 500),
    ignore(Err(Error::Cancelled)),
    success(Err(Error::NotFound)),
)]
fn reply(reply: Result<u32, Error>) -> Result<u32, Error> {
    reply
}

#[test]
fn they_override_what_a_result_says() {
    for ok in [Ok(200), Err(Error::NotFound), Err(Error::Cancelled), Ok(503), Ok(499)] {
        assert_eq!(reply(ok.clone()), ok);
    }
    let calls = circuit("replies").snapshot().calls;
    assert_eq!((calls.success, calls.failure, calls.ignored), (3, 1, 1));
    // What no arm matches counts by its own account.
    assert_eq!(reply(Err(Error::Broken)), Err(Error::Broken));
    assert!(is_open("replies"));
    assert_eq!(reply(Ok(200)), Err(Error::Open));
}

#[circuit_breaker(
    name = "order", threshold = 1, success(_), failure(1..=2), ignore(2), fallback = 0
)]
fn ordered(number: u32) -> u32 {
    number
}

#[test]
fn ignore_goes_before_failure_and_failure_before_success() {
    ordered(2);
    ordered(3);
    assert!(!is_open("order"));
    ordered(1);
    assert!(is_open("order"));
}

#[circuit_breaker(name = "options", threshold = 2, failure(None), fallback = Some(7))]
fn option(value: Option<u32>) -> Option<u32> {
    value
}

#[test]
fn a_type_without_an_outcome_needs_no_more_than_arms_and_a_fallback() {
    for value in [Some(1), None, None] {
        assert_eq!(option(value), value);
    }
    assert_eq!(option(None), Some(7));
}

#[circuit_breaker(name = "statuses", threshold = 2, success(200..=299 | 404, 418), fallback = 0)]
async fn status(status: u32) -> u32 {
    status
}

#[test]
fn where_arms_name_successes_the_rest_are_failures() {
    run(async {
        for works in [200, 404, 418] {
            assert_eq!(status(works).await, works);
        }
        assert_eq!((status(500).await, is_open("statuses")), (500, false));
        assert_eq!((status(300).await, is_open("statuses")), (300, true));
        assert_eq!(status(200).await, 0);
    });
}

#[circuit_breaker(
    name = "boxed", threshold = 1, failure(Some(text) if text.is_empty()), fallback = |_| None
)]
fn boxed(text: Option<String>) -> Pin<Box<dyn Future<Output = Option<String>> + Send>> {
    Box::pin(async move { text })
}

#[circuit_breaker(name = "ready", threshold = 1, ignore(Err(Error::Cancelled)))]
fn made_elsewhere(reply: Result<u8, Error>) -> impl Future<Output = Result<u8, Error>> + Send {
    ready(reply)
}

#[test]
fn functions_that_return_futures_have_them_too() {
    run(async {
        assert_eq!(boxed(None).await, None);
        assert_eq!(boxed(Some(String::new())).await, Some(String::new()));
        assert!(is_open("boxed"));

        assert_eq!(made_elsewhere(Err(Error::Cancelled)).await, Err(Error::Cancelled));
        assert!(!is_open("ready"));
        assert_eq!(made_elsewhere(Err(Error::Broken)).await, Err(Error::Broken));
        assert_eq!(made_elsewhere(Ok(1)).await, Err(Error::Open));
    });
}

#[derive(Debug, PartialEq, Clone, Copy)]
enum Trouble<T> {
    Gone,
    Other(T),
}

use Trouble::Gone;

const THROTTLED: Trouble<u8> = Trouble::Other(29);

#[circuit_breaker(name = "names", threshold = 1, ignore(Err(Gone | THROTTLED)), fallback = Ok(7))]
fn named(answer: Result<u8, Trouble<u8>>) -> Result<u8, Trouble<u8>> {
    answer
}

#[test]
fn a_name_in_an_arm_is_a_constant() {
    for ignored in [Err(Gone), Err(THROTTLED)] {
        assert_eq!(named(ignored), ignored);
    }
    assert_eq!(circuit("names").snapshot().calls.ignored, 2);
    assert_eq!(named(Err(Trouble::Other(1))), Err(Trouble::Other(1)));
    assert!(is_open("names"));
}
