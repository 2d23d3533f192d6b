//! Without the feature `test-util` nobody holds a clock.

use crate::base::time::Time;

/// Stands for a held clock.
#[derive(Debug)]
pub(super) struct Held;

impl Held {
    /// Whether a test holds it.
    #[expect(clippy::unused_self, reason = "the other configuration looks")]
    pub(super) const fn is_held(&self) -> bool {
        false
    }

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
