//! WebAssembly without a system under it (`wasm32-unknown-unknown`), where the standard library's
//! clocks panic. The feature `web` brings the clock of the browser, the worker or Node.
//!
//! Time stands still at its end. An open time is over as soon as it has begun, so that a circuit
//! that opens asks for a trial call and rejects nothing: without a clock nobody could say when to
//! let calls pass again. States and counts are what they are elsewhere.

use std::time::SystemTime;

use crate::base::time::Time;

pub(super) fn precise() -> Time {
    Time::LAST
}

pub(super) fn coarse() -> Time {
    precise()
}

/// Nobody knows the time of the day either.
pub(crate) fn wall() -> SystemTime {
    SystemTime::UNIX_EPOCH
}
