//! One circuit for each key, with more keys than circuits.

use breaker_runtime::circuit_breaker;

use crate::call::{Answer, Ask, Call, Reply};
use crate::subject::Subject;
use crate::wire;

pub(crate) static SYNC: Subject = Subject::new("sync keys", 2, 50).keys(16);

#[circuit_breaker(
    name = "sync keys", key = ask.key, max_keys = 6, threshold = 3, window = "300ms",
    open_for = "50ms",
    half_open_calls = 2, fallback = Ok(Reply::StandIn),
)]
pub(crate) fn fetch(call: &Call, ask: Ask) -> Answer {
    wire::ask(call, ask)
}

/// Many times as many keys as circuits: most calls are unguarded, or end after their key has lost
/// its circuit.
pub(crate) static CROWDED: Subject = Subject::new("crowded keys", 1, 50).keys(40);

#[circuit_breaker(
    name = "crowded keys", key = ask.key, max_keys = 3, consecutive = 3, open_for = "50ms",
    fallback = Ok(Reply::StandIn),
)]
pub(crate) async fn fetch_crowded(call: &Call, ask: Ask) -> Answer {
    wire::ask_async(call, ask).await
}

pub(crate) static ASYNC: Subject = Subject::new("async keys", 1, 50).keys(12);

#[circuit_breaker(
    name = "async keys", key = format_args!("host {}", ask.key), max_keys = 5, threshold = "40%",
    window = "20 calls",
    min_calls = 5, open_for = "50ms", timeout = "50ms",
)]
pub(crate) async fn fetch_async(call: &Call, ask: Ask) -> Answer {
    wire::ask_async(call, ask).await
}
