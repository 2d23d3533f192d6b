//! What is counted. It is no part of the library: only what nobody else can call is inlined as a
//! program's own functions are.

use std::task::Poll;

use breaker_runtime::circuit_breaker;
use hot_paths::body::{
    BAD, CallError, CallResult, GOOD, LargeResult, body, body_async, large_body, large_body_async,
    poll_once, repeat, repeat_async,
};

use crate::whole;

/// One way to make one call.
#[derive(Clone, Copy, Debug)]
pub(crate) struct HotPath {
    /// What the file of limits calls it.
    pub(crate) name: &'static str,
    /// The same call without a circuit.
    pub(crate) bare: &'static str,
    run: fn(u64),
}

impl HotPath {
    const fn new(name: &'static str, bare: &'static str, run: fn(u64)) -> Self {
        Self { name, bare, run }
    }

    /// Makes that many calls.
    pub(crate) fn run(&self, calls: u64) {
        (self.run)(calls);
    }
}

/// Calls without a circuit: what the others' instructions are added to.
pub(crate) static BARE: &[HotPath] = &[
    HotPath::new(SYNC, SYNC, |n| repeat(n, GOOD, body)),
    HotPath::new(ASYNC, ASYNC, |n| repeat_async(n, GOOD, body_async)),
    HotPath::new(WHOLE, WHOLE, |n| repeat(n, GOOD, whole::bare)),
    HotPath::new(WHOLE_ASYNC, WHOLE_ASYNC, |n| repeat(n, GOOD, whole::bare_future)),
    HotPath::new(LARGE, LARGE, |n| repeat(n, GOOD, large_body)),
    HotPath::new(LARGE_ASYNC, LARGE_ASYNC, |n| repeat_async(n, GOOD, large_body_async)),
];

const SYNC: &str = "bare";
const ASYNC: &str = "bare-async";
const WHOLE: &str = "bare-whole";
const WHOLE_ASYNC: &str = "bare-whole-async";
const LARGE: &str = "bare-large";
const LARGE_ASYNC: &str = "bare-large-async";

/// Calls through a circuit.
pub(crate) static GUARDED: &[HotPath] = &[
    HotPath::new("success-count", SYNC, |n| repeat(n, GOOD, count)),
    HotPath::new("success-consecutive", SYNC, |n| repeat(n, GOOD, consecutive)),
    HotPath::new("success-last-calls", SYNC, |n| repeat(n, GOOD, last_calls)),
    HotPath::new("success-share", SYNC, |n| repeat(n, GOOD, share)),
    HotPath::new("success-key", SYNC, |n| repeat(n, GOOD, |input| keyed(HOST, input))),
    HotPath::new("success-count-async", ASYNC, |n| repeat_async(n, GOOD, count_async)),
    HotPath::new("success-whole", WHOLE, |n| repeat(n, GOOD, whole::guarded)),
    HotPath::new("success-whole-async", WHOLE_ASYNC, |n| repeat(n, GOOD, whole::guarded_future)),
    HotPath::new("success-large", LARGE, |n| repeat(n, GOOD, large)),
    HotPath::new("success-large-async", LARGE_ASYNC, |n| repeat_async(n, GOOD, large_async)),
    HotPath::new("success-share-async", ASYNC, |n| repeat_async(n, GOOD, share_async)),
    HotPath::new("failure-count", SYNC, |n| repeat(n, BAD, failing_count)),
    HotPath::new("failure-consecutive", SYNC, |n| repeat(n, BAD, failing_consecutive)),
    HotPath::new("failure-share", SYNC, |n| repeat(n, BAD, failing_share)),
    HotPath::new("failure-count-async", ASYNC, |n| repeat_async(n, BAD, failing_count_async)),
    HotPath::new("rejection", SYNC, |n| {
        while open(BAD) != REJECTED {}
        repeat(n, GOOD, open);
    }),
    HotPath::new("rejection-async", ASYNC, |n| {
        while poll_once(open_async(BAD)) != Poll::Ready(REJECTED) {}
        repeat_async(n, GOOD, open_async);
    }),
];

/// The path of that name, guarded or bare.
pub(crate) fn named(name: &str) -> Option<&'static HotPath> {
    BARE.iter().chain(GUARDED).find(|path| path.name == name)
}

const HOST: &str = "api-0.example.org:443";

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

/// The window is so long that no part of it ends while it is counted: that would take instructions
/// by the clock on the wall.
#[circuit_breaker(threshold = "50%", window = "1d")]
fn share(input: u64) -> CallResult {
    body(input)
}

#[circuit_breaker(threshold = 5, window = "10s", key = host)]
fn keyed(host: &str, input: u64) -> CallResult {
    let _ = host;
    body(input)
}

#[circuit_breaker(threshold = 5, window = "10s")]
async fn count_async(input: u64) -> CallResult {
    body(input)
}

#[circuit_breaker(threshold = "50%", window = "1d")]
async fn share_async(input: u64) -> CallResult {
    body(input)
}

#[circuit_breaker(threshold = 5, window = "10s")]
fn large(input: u64) -> LargeResult {
    large_body(input)
}

#[circuit_breaker(threshold = 5, window = "10s")]
async fn large_async(input: u64) -> LargeResult {
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

#[circuit_breaker(threshold = "50%", window = "1d", min_calls = 4_294_967_295)]
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
