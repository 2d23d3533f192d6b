//! Rule S20: an error with a rejection behind it says nothing about the callee.

use std::io;

use breaker_runtime::{Calls, Cause, CircuitBreaker, Policy, State, circuit_breaker, registry};
use tests::run;

use crate::errors::PayError;
use crate::open;

fn calls(name: &str) -> Calls {
    registry().get(name).unwrap().snapshot().calls
}

#[circuit_breaker(name = "within: plain", threshold = 1)]
fn plain(error: Option<PayError>) -> Result<(), PayError> {
    error.map_or(Ok(()), Err)
}

#[test]
fn it_is_ignored() {
    plain(Some(open().into())).unwrap_err();
    plain(Some(PayError::Because(Box::new(open().into())))).unwrap_err();
    plain(Some(io::Error::from(open()).into())).unwrap_err();
    plain(None).unwrap();
    assert_eq!((calls("within: plain").ignored, calls("within: plain").success), (3, 1));
    plain(Some(PayError::Declined)).unwrap_err();
    assert_eq!(calls("within: plain").failure, 1);
    assert_eq!(registry().get("within: plain").unwrap().state(), State::Open);
}

#[circuit_breaker(name = "within: failing arms", threshold = 1, failure(Err(_), Ok(0)))]
fn with_failing_arms(returned: Result<u8, PayError>) -> Result<u8, PayError> {
    returned
}

#[circuit_breaker(
    name = "within: succeeding arms",
    threshold = 1,
    success(Err(_)),
    slow_call = "1h"
)]
async fn with_succeeding_arms(returned: Result<u8, PayError>) -> Result<u8, PayError> {
    returned
}

#[test]
fn before_any_arm() {
    with_failing_arms(Err(open().into())).unwrap_err();
    assert_eq!(calls("within: failing arms").ignored, 1);
    with_failing_arms(Ok(0)).unwrap();
    assert_eq!(calls("within: failing arms").failure, 1);

    run(with_succeeding_arms(Err(open().into()))).unwrap_err();
    run(with_succeeding_arms(Err(PayError::Declined))).unwrap_err();
    let counted = calls("within: succeeding arms");
    assert_eq!((counted.ignored, counted.success, counted.failure), (1, 1, 0));
}

type Answer = Result<&'static str, PayError>;

fn explained(cause: &Cause<Answer>) -> Answer {
    match cause {
        Cause::Failed(Err(PayError::Unavailable(open))) => Ok(open.name()),
        Cause::Failed(Err(PayError::Declined)) => Ok("failed"),
        Cause::Open(_) => Ok("rejected"),
        _ => Err(PayError::Declined),
    }
}

#[circuit_breaker(
    name = "within: fallback", threshold = 1, fallback_on = failure,
    fallback = |cause| explained(&cause)
)]
fn with_a_fallback(returned: Answer) -> Answer {
    returned
}

#[circuit_breaker(
    name = "within: async fallback", threshold = 1, ignore(Err(PayError::Declined)), timeout = "1s",
    fallback_on = failure, fallback = |cause| explained(&cause),
)]
async fn with_a_fallback_later(returned: Answer) -> Answer {
    returned
}

#[test]
fn it_goes_to_the_fallback_for_failures() {
    assert_eq!(with_a_fallback(Err(open().into())).unwrap(), "shop");
    assert_eq!(calls("within: fallback").ignored, 1);
    assert_eq!(with_a_fallback(Err(PayError::Declined)).unwrap(), "failed");
    assert_eq!(with_a_fallback(Ok("")).unwrap(), "rejected");

    assert_eq!(run(with_a_fallback_later(Err(open().into()))).unwrap(), "shop");
    run(with_a_fallback_later(Err(PayError::Declined))).unwrap_err();
    assert_eq!(calls("within: async fallback").ignored, 2);
}

#[circuit_breaker(name = "within: default", threshold = 1, fallback = Ok("cached"))]
fn with_a_fallback_for_rejections(returned: Answer) -> Answer {
    returned
}

#[test]
fn it_is_no_rejection_of_the_circuit_around() {
    assert!(matches!(
        with_a_fallback_for_rejections(Err(open().into())),
        Err(PayError::Unavailable(_))
    ));
}

#[circuit_breaker(name = "within: slow", threshold = 1, slow_call = "1ns")]
fn slow(returned: Answer) -> Answer {
    std::thread::yield_now();
    returned
}

#[test]
fn it_is_never_slow() {
    slow(Err(open().into())).unwrap_err();
    assert_eq!(calls("within: slow").ignored, 1);
}

static BY_HAND: CircuitBreaker = CircuitBreaker::new("within: by hand", Policy::new());

#[test]
fn by_hand_it_is_up_to_the_hand() {
    BY_HAND.call(|| Err::<(), _>(PayError::from(open()))).unwrap_err();
    assert_eq!(BY_HAND.snapshot().calls.failure, 1);
}
