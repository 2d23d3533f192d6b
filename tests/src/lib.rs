//! Behaviour of the attribute and the runtime together: see `tests/`. Here is what the tests share.

mod circuit;
mod crowd;
pub mod own;
mod panics;
mod poll;
mod run;
mod wait;

pub use circuit::TestCircuit;
pub use crowd::crowd;
pub use panics::{Bomb, panic_quietly};
pub use poll::{poll_once, poll_to_end};
pub use run::run;
pub use wait::wait_until;

use core::time::Duration;

/// The step around every boundary: one nanosecond.
pub const TICK: Duration = Duration::from_nanos(1);

/// The last moment at which something that ends after `time` has not ended.
#[must_use]
pub const fn just_before(time: Duration) -> Duration {
    time.saturating_sub(TICK)
}

/// Ten years.
pub const TEN_YEARS: Duration = Duration::from_hours(10 * 365 * 24);
