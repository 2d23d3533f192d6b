//! Without the feature `test-util` nobody holds a clock.

use crate::base::time::Time;

/// Stands for a held clock.
#[derive(Debug)]
pub(super) struct Held;

impl Held {
    pub(super) const fn nowhere() -> Self {
        Self
    }

    #[expect(clippy::unused_self, reason = "the other configuration's signature")]
    pub(super) const fn follow(&self, _other: &Self) {}

    #[inline]
    #[expect(clippy::unused_self, reason = "the other configuration's signature")]
    pub(super) const fn time(&self) -> Option<Time> {
        None
    }
}
