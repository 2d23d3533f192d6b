//! Asynchronous functions, whose time-out is the circuit's.

use std::future::Future;

use breaker_runtime::{Cause, circuit_breaker};

use crate::call::{Answer, Ask, Call, Fault, Reply};
use crate::subject::Subject;
use crate::wire;

pub(crate) static COUNT: Subject = Subject::new("async count", 1, 60);

#[circuit_breaker(
    name = "async count", threshold = 5, window = "1s", open_for = "60ms", timeout = "50ms",
    fallback = stand_in,
)]
pub(crate) async fn count(call: &Call, ask: Ask) -> Answer {
    wire::ask_async(call, ask).await
}

async fn stand_in(_call: &Call, _ask: Ask) -> Answer {
    Ok(Reply::StandIn)
}

pub(crate) static SHARE: Subject = Subject::new("async share", 4, 80);

#[circuit_breaker(
    name = "async share", threshold = "50%", window = "40 calls", open_for = "80ms",
    half_open_calls = 4,
    timeout = "50ms", fallback_on = failure,
    fallback = |cause| match cause {
        Cause::Open(open) => Err(Fault::Open(open)),
        Cause::TimedOut(_) => Err(Fault::TimedOut),
        Cause::Failed(returned) => returned,
        _ => Err(Fault::Garbled),
    },
)]
pub(crate) async fn share(call: &Call, ask: Ask) -> Answer {
    wire::ask_async(call, ask).await
}

pub(crate) static IN_A_ROW: Subject = Subject::new("async in a row", 3, 50).ignores_busy();

#[circuit_breaker(
    name = "async in a row",
    consecutive = 4,
    open_for = "50ms",
    max_open_for = "300ms",
    jitter = "30%",
    half_open_calls = 3,
    ramp_up = "100ms",
    timeout = "50ms",
    ignore(Err(Fault::Busy))
)]
pub(crate) async fn in_a_row(call: &Call, ask: Ask) -> Answer {
    wire::ask_async(call, ask).await
}

pub(crate) static SLOW: Subject = Subject::new("async slow", 2, 60).slow_after(20);

#[circuit_breaker(
    name = "async slow",
    threshold = "30%",
    window = "1s",
    min_calls = 10,
    open_for = "60ms",
    half_open_calls = 2,
    slow_call = "20ms",
    timeout = "70ms"
)]
pub(crate) async fn slow(call: &Call, ask: Ask) -> Answer {
    wire::ask_async(call, ask).await
}

pub(crate) static FUTURE: Subject = Subject::new("impl future", 2, 60);

#[circuit_breaker(
    name = "impl future",
    threshold = 8,
    window = "100 calls",
    open_for = "60ms",
    half_open_calls = 2,
    timeout = "50ms"
)]
#[expect(clippy::manual_async_fn, reason = "a shape of its own")]
pub(crate) fn future(call: &Call, ask: Ask) -> impl Future<Output = Answer> + Send {
    async move { wire::ask_async(call, ask).await }
}
