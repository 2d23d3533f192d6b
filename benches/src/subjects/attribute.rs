//! The product: functions with the attribute.

use std::task::Poll;

use breaker_runtime::circuit_breaker;

use super::until_rejected;
use crate::body::{
    BAD, CallError, CallResult, GOOD, LargeResult, body, large_body, poll_once, repeat,
    repeat_async,
};
use crate::{Case, Path};

pub(crate) const COUNT: &str = "**`#[circuit_breaker]`**, count rule";
pub(crate) const CONSECUTIVE: &str = "**`#[circuit_breaker]`**, consecutive rule";
const LAST_CALLS: &str = "**`#[circuit_breaker]`**, window of calls";
pub(crate) const SHARE: &str = "**`#[circuit_breaker]`**, share rule";

pub(super) const CASES: &[Case] = &[
    Case::new(Path::Success, COUNT, |n| repeat(n, GOOD, count)),
    Case::new(Path::Success, CONSECUTIVE, |n| repeat(n, GOOD, consecutive)),
    Case::new(Path::Success, LAST_CALLS, |n| repeat(n, GOOD, last_calls)),
    Case::new(Path::Success, SHARE, |n| repeat(n, GOOD, share)),
    Case::new(Path::AsyncSuccess, COUNT, |n| repeat_async(n, GOOD, count_async)),
    Case::new(Path::AsyncSuccess, CONSECUTIVE, |n| repeat_async(n, GOOD, consecutive_async)),
    Case::new(Path::AsyncSuccess, LAST_CALLS, |n| repeat_async(n, GOOD, last_calls_async)),
    Case::new(Path::AsyncSuccess, SHARE, |n| repeat_async(n, GOOD, share_async)),
    Case::new(Path::LargeSuccess, COUNT, |n| repeat(n, GOOD, count_large)),
    Case::new(Path::AsyncLargeSuccess, COUNT, |n| repeat_async(n, GOOD, count_large_async)),
    Case::new(Path::Failure, COUNT, |n| repeat(n, BAD, failing_count)),
    Case::new(Path::Failure, CONSECUTIVE, |n| repeat(n, BAD, failing_consecutive)),
    Case::new(Path::Failure, SHARE, |n| repeat(n, BAD, failing_share)),
    Case::new(Path::AsyncFailure, COUNT, |n| repeat_async(n, BAD, failing_count_async)),
    Case::new(Path::Rejection, COUNT, |n| {
        until_rejected(|| open(BAD) == REJECTED);
        repeat(n, GOOD, open);
    }),
    Case::new(Path::AsyncRejection, COUNT, |n| {
        until_rejected(|| poll_once(open_async(BAD)) == Poll::Ready(REJECTED));
        repeat_async(n, GOOD, open_async);
    }),
];

const REJECTED: CallResult = Err(CallError::Rejected);

#[circuit_breaker(threshold = 5, window = "10s")]
fn count(input: u64) -> CallResult {
    body(input)
}

#[circuit_breaker(consecutive = 5)]
fn consecutive(input: u64) -> CallResult {
    body(input)
}

#[circuit_breaker(threshold = 5, window = "100 calls")]
fn last_calls(input: u64) -> CallResult {
    body(input)
}

#[circuit_breaker(threshold = "50%", window = "10s")]
fn share(input: u64) -> CallResult {
    body(input)
}

#[circuit_breaker(threshold = 5, window = "10s")]
async fn count_async(input: u64) -> CallResult {
    body(input)
}

#[circuit_breaker(consecutive = 5)]
async fn consecutive_async(input: u64) -> CallResult {
    body(input)
}

#[circuit_breaker(threshold = 5, window = "100 calls")]
async fn last_calls_async(input: u64) -> CallResult {
    body(input)
}

#[circuit_breaker(threshold = "50%", window = "10s")]
async fn share_async(input: u64) -> CallResult {
    body(input)
}

#[circuit_breaker(threshold = 5, window = "10s")]
fn count_large(input: u64) -> LargeResult {
    large_body(input)
}

#[circuit_breaker(threshold = 5, window = "10s")]
async fn count_large_async(input: u64) -> LargeResult {
    large_body(input)
}

/// The window is so short that it holds about as many failures as one with a threshold of five
/// before the fifth.
#[circuit_breaker(threshold = 1_000_000, window = "100ns")]
fn failing_count(input: u64) -> CallResult {
    body(input)
}

#[circuit_breaker(consecutive = 4_294_967_295)]
fn failing_consecutive(input: u64) -> CallResult {
    body(input)
}

#[circuit_breaker(threshold = "50%", min_calls = 4_294_967_295)]
fn failing_share(input: u64) -> CallResult {
    body(input)
}

#[circuit_breaker(threshold = 1_000_000, window = "100ns")]
async fn failing_count_async(input: u64) -> CallResult {
    body(input)
}

#[circuit_breaker(threshold = 1, open_for = "1h")]
fn open(input: u64) -> CallResult {
    body(input)
}

#[circuit_breaker(threshold = 1, open_for = "1h")]
async fn open_async(input: u64) -> CallResult {
    body(input)
}
