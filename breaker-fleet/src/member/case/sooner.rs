//! How often a circuit tries sooner than it would alone, because others say so.
//!
//! What others say may be wrong, and whoever can write to the engine may repeat it without end. So
//! a circuit believes it once in each open time of its own: if the trial that came of it fails, the
//! next open time counts to its end. No open time sees more than two trials, whatever is said.

use core::time::Duration;

/// The circuit's own open time.
#[derive(Clone, Debug, Default)]
pub(super) struct OwnTime {
    /// When it ends; `None`: the circuit has closed since.
    ends: Option<Duration>,
    /// The circuit has tried before the last one ended, in vain: nothing shortens this one.
    is_firm: bool,
}

impl OwnTime {
    /// The circuit opened, by its own evidence. A trial that failed after the end of its open time
    /// is none that others have brought forward.
    pub(super) fn begin(&mut self, now: Duration, rest: Duration) {
        self.is_firm = self.ends.is_some_and(|end| now < end);
        self.ends = Some(now + rest);
    }

    /// Before this time no trial begins, whatever others say.
    pub(super) fn earliest(&self) -> Duration {
        self.ends.filter(|_| self.is_firm).unwrap_or_default()
    }
}
