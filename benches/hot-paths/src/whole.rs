//! Calls that nobody inlines: what a disassembler shows of them is all that a closed circuit does.
//! `ci/assembly` prints it.

use std::task::Poll;

use breaker_runtime::circuit_breaker;
use hot_paths::body::{CallResult, body, body_async, poll_once};

#[inline(never)]
#[circuit_breaker(threshold = 5, window = "10s")]
pub(crate) fn guarded(input: u64) -> CallResult {
    body(input)
}

/// What the future of an asynchronous function does, from its first poll to its end.
#[inline(never)]
pub(crate) fn guarded_future(input: u64) -> Poll<CallResult> {
    poll_once(guarded_async(input))
}

#[circuit_breaker(threshold = 5, window = "10s")]
async fn guarded_async(input: u64) -> CallResult {
    body(input)
}

/// The same without a circuit.
#[inline(never)]
pub(crate) fn bare(input: u64) -> CallResult {
    // Not in the place of its caller, as the guarded one is not.
    let returned = body(input);
    std::hint::black_box(());
    returned
}

#[inline(never)]
pub(crate) fn bare_future(input: u64) -> Poll<CallResult> {
    let polled = poll_once(body_async(input));
    std::hint::black_box(());
    polled
}
