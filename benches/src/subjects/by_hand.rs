//! The runtime without the attribute.

use std::time::Duration;

use breaker_runtime::{CircuitBreaker, Policy, State};

use super::OUTAGE;
use crate::body::{BAD, GOOD, body, body_async, repeat, repeat_async};
use crate::{Case, Path};

/// Failures are never this many.
const NEVER: u32 = u32::MAX;

const COUNT: Policy = Policy::new().threshold(5).window(Duration::from_secs(10));
const OPEN: Policy = Policy::new().threshold(1).open_for(OUTAGE);

static CLOSED_COUNT: CircuitBreaker = CircuitBreaker::new("count", COUNT);
static CLOSED_CONSECUTIVE: CircuitBreaker =
    CircuitBreaker::new("consecutive", Policy::new().consecutive(5));
static CLOSED_SHARE: CircuitBreaker =
    CircuitBreaker::new("share", Policy::new().threshold_percent(50.0));
static CLOSED_ASYNC: CircuitBreaker = CircuitBreaker::new("async", COUNT);
/// Few enough failures fit into the window that it holds as many as one with a threshold of five,
/// whatever the rate.
static FAILING_COUNT: CircuitBreaker = CircuitBreaker::new(
    "failing count",
    Policy::new().threshold(NEVER).window(Duration::from_nanos(100)),
);
static FAILING_CONSECUTIVE: CircuitBreaker =
    CircuitBreaker::new("failing consecutive", Policy::new().consecutive(NEVER));
static FAILING_SHARE: CircuitBreaker =
    CircuitBreaker::new("failing share", Policy::new().threshold_percent(50.0).min_calls(NEVER));
static REJECTING: CircuitBreaker = CircuitBreaker::new("rejecting", OPEN);
static HALF_OPEN: CircuitBreaker = CircuitBreaker::new(
    "half-open",
    Policy::new().threshold(1).open_for(Duration::from_nanos(1)).half_open_calls(NEVER),
);

pub(super) const CASES: &[Case] = &[
    Case::new(Path::Success, "`CircuitBreaker::call`, count rule", |n| {
        repeat(n, GOOD, |input| CLOSED_COUNT.call(|| body(input)));
    }),
    Case::new(Path::Success, "`CircuitBreaker::call`, consecutive rule", |n| {
        repeat(n, GOOD, |input| CLOSED_CONSECUTIVE.call(|| body(input)));
    }),
    Case::new(Path::Success, "`CircuitBreaker::call`, share rule", |n| {
        repeat(n, GOOD, |input| CLOSED_SHARE.call(|| body(input)));
    }),
    Case::new(Path::AsyncSuccess, "`CircuitBreaker::call_async`, count rule", |n| {
        repeat_async(n, GOOD, |input| CLOSED_ASYNC.call_async(body_async(input)));
    }),
    Case::new(Path::Failure, "`CircuitBreaker::call`, count rule", |n| {
        repeat(n, BAD, |input| FAILING_COUNT.call(|| body(input)));
    }),
    Case::new(Path::Failure, "`CircuitBreaker::call`, consecutive rule", |n| {
        repeat(n, BAD, |input| FAILING_CONSECUTIVE.call(|| body(input)));
    }),
    Case::new(Path::Failure, "`CircuitBreaker::call`, share rule", |n| {
        repeat(n, BAD, |input| FAILING_SHARE.call(|| body(input)));
    }),
    Case::new(Path::Rejection, "`CircuitBreaker::call`", |n| {
        trip(&REJECTING);
        repeat(n, GOOD, |input| REJECTING.call(|| body(input)));
    }),
    Case::new(Path::Trial, "`CircuitBreaker::call`", |n| {
        trip(&HALF_OPEN);
        repeat(n, GOOD, |input| HALF_OPEN.call(|| body(input)));
    }),
];

/// Opens the circuit with the one failure that it takes, unless it was opened before.
fn trip(breaker: &CircuitBreaker) {
    if breaker.state() == State::Closed
        && let Ok(permit) = breaker.try_acquire()
    {
        permit.failure();
    }
}
