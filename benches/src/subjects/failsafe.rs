//! failsafe: a mutex before and after each call.

use std::sync::LazyLock;
use std::time::Duration;

use failsafe::backoff::{Constant, constant};
use failsafe::failure_policy::{
    ConsecutiveFailures, SuccessRateOverTimeWindow, consecutive_failures,
    success_rate_over_time_window,
};
use failsafe::{CircuitBreaker as _, Config, StateMachine};

use super::{OUTAGE, until_rejected};
use crate::body::{BAD, GOOD, body, body_async, repeat, repeat_async};
use crate::{Case, Path};

type Consecutive = StateMachine<ConsecutiveFailures<Constant>, ()>;
type Share = StateMachine<SuccessRateOverTimeWindow<Constant>, ()>;

const CONSECUTIVE: &str = "failsafe, consecutive rule";
const SHARE: &str = "failsafe, share rule";

static CLOSED: LazyLock<Consecutive> = LazyLock::new(|| consecutive(5));
static CLOSED_ASYNC: LazyLock<Consecutive> = LazyLock::new(|| consecutive(5));
static CLOSED_SHARE: LazyLock<Share> = LazyLock::new(|| share(20));
static FAILING: LazyLock<Consecutive> = LazyLock::new(|| consecutive(u32::MAX));
static FAILING_ASYNC: LazyLock<Consecutive> = LazyLock::new(|| consecutive(u32::MAX));
static FAILING_SHARE: LazyLock<Share> = LazyLock::new(|| share(u32::MAX));
static OPEN: LazyLock<Consecutive> = LazyLock::new(|| consecutive(1));

pub(super) const CASES: &[Case] = &[
    Case::new(Path::Success, CONSECUTIVE, |n| {
        repeat(n, GOOD, |input| CLOSED.call(|| body(input)));
    }),
    Case::new(Path::Success, SHARE, |n| {
        repeat(n, GOOD, |input| CLOSED_SHARE.call(|| body(input)));
    }),
    Case::new(Path::AsyncSuccess, CONSECUTIVE, |n| {
        repeat_async(n, GOOD, |input| guarded_async(&CLOSED_ASYNC, input));
    }),
    Case::new(Path::Failure, CONSECUTIVE, |n| {
        repeat(n, BAD, |input| FAILING.call(|| body(input)));
    }),
    Case::new(Path::Failure, SHARE, |n| {
        repeat(n, BAD, |input| FAILING_SHARE.call(|| body(input)));
    }),
    Case::new(Path::AsyncFailure, CONSECUTIVE, |n| {
        repeat_async(n, BAD, |input| guarded_async(&FAILING_ASYNC, input));
    }),
    Case::new(Path::Rejection, CONSECUTIVE, |n| {
        until_open();
        repeat(n, GOOD, |input| OPEN.call(|| body(input)));
    }),
    Case::new(Path::AsyncRejection, CONSECUTIVE, |n| {
        until_open();
        repeat_async(n, GOOD, |input| guarded_async(&OPEN, input));
    }),
];

fn consecutive(failures: u32) -> Consecutive {
    let policy = consecutive_failures(failures, constant(OUTAGE));
    Config::new().failure_policy(policy).build()
}

fn share(min_calls: u32) -> Share {
    let backoff = constant(OUTAGE);
    let policy = success_rate_over_time_window(0.5, min_calls, Duration::from_secs(10), backoff);
    Config::new().failure_policy(policy).build()
}

fn guarded_async(
    breaker: &Consecutive,
    input: u64,
) -> impl Future<Output = Result<u64, failsafe::Error<crate::body::CallError>>> {
    failsafe::futures::CircuitBreaker::call(breaker, body_async(input))
}

fn until_open() {
    until_rejected(|| matches!(OPEN.call(|| body(BAD)), Err(failsafe::Error::Rejected)));
}
