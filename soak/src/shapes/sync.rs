//! Synchronous functions with a time-out on their sockets.

use breaker_runtime::circuit_breaker;

use crate::call::{Answer, Ask, Call, Fault, Reply};
use crate::subject::Subject;
use crate::wire;

pub(crate) static COUNT: Subject = Subject::new("sync count", 1, 60);

#[circuit_breaker(
    name = "sync count", threshold = 5, window = "1s", open_for = "60ms", fallback = stand_in
)]
pub(crate) fn count(call: &Call, ask: Ask) -> Answer {
    wire::ask(call, ask)
}

#[expect(clippy::unnecessary_wraps, reason = "the signature of the function that it stands in for")]
fn stand_in(_call: &Call, _ask: Ask) -> Answer {
    Ok(Reply::StandIn)
}

pub(crate) static SHARE: Subject = Subject::new("sync share", 3, 80);

#[circuit_breaker(
    name = "sync share", threshold = "50%", window = "1s", min_calls = 10, open_for = "80ms",
    half_open_calls = 3,
    fallback = |open| Err(Fault::Open(open)),
)]
pub(crate) fn share(call: &Call, ask: Ask) -> Answer {
    wire::ask(call, ask)
}

pub(crate) static LAST_CALLS: Subject = Subject::new("sync last calls", 2, 60);

#[circuit_breaker(
    name = "sync last calls", threshold = "40%", window = "50 calls", open_for = "60ms",
    half_open_calls = 2,
    ramp_up = "150ms", fallback = Ok(Reply::StandIn),
)]
pub(crate) fn last_calls(call: &Call, ask: Ask) -> Answer {
    wire::ask(call, ask)
}

pub(crate) static IN_A_ROW: Subject = Subject::new("sync in a row", 2, 50).ignores_busy();

#[circuit_breaker(
    name = "sync in a row",
    consecutive = 3,
    open_for = "50ms",
    max_open_for = "300ms",
    jitter = "50%",
    half_open_calls = 2,
    ignore(Err(Fault::Busy))
)]
pub(crate) fn in_a_row(call: &Call, ask: Ask) -> Answer {
    wire::ask(call, ask)
}

pub(crate) static SLOW: Subject = Subject::new("sync slow", 1, 60).slow_after(20);

#[circuit_breaker(
    name = "sync slow",
    threshold = 5,
    window = "100 calls",
    open_for = "60ms",
    slow_call = "20ms"
)]
pub(crate) fn slow(call: &Call, ask: Ask) -> Answer {
    wire::ask(call, ask)
}

pub(crate) static DRY_RUN: Subject = Subject::new("sync dry run", 2, 60).dry_run();

#[circuit_breaker(
    name = "sync dry run",
    threshold = 5,
    window = "1s",
    open_for = "60ms",
    half_open_calls = 2,
    dry_run = true
)]
pub(crate) fn dry_run(call: &Call, ask: Ask) -> Answer {
    wire::ask(call, ask)
}
