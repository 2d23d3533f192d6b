//! Settings taken back.

use super::Policy;

impl Policy {
    /// Every opening as long as the first.
    pub(crate) const fn without_max_open_for(mut self) -> Self {
        self.max_open_for = None;
        self
    }

    /// All calls at once after closing.
    pub(crate) const fn without_ramp_up(mut self) -> Self {
        self.ramp_up = None;
        self
    }

    /// Whatever time calls take.
    pub(crate) const fn without_slow_call(mut self) -> Self {
        self.slow_call = None;
        self
    }
}
