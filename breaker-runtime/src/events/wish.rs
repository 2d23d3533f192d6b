//! What callees ask of their callers.

use core::time::Duration;

/// How long a failed call's callee asks its callers to stay away (rule S19).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// It doesn't say how long: as long as the circuit would open by itself.
    AsAnyOpening,
    /// So long, which is some time.
    For(Duration),
}

impl Wish {
    /// This long; no time at all keeps nobody away, and is no wish.
    pub(crate) const fn of(time: Duration) -> Option<Self> {
        if time.is_zero() { None } else { Some(Self::For(time)) }
    }

    /// The time, if it says how long.
    pub(crate) const fn time(self) -> Option<Duration> {
        match self {
            Self::AsAnyOpening => None,
            Self::For(time) => Some(time),
        }
    }
}
