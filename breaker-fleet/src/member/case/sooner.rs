//! How often a circuit tries sooner than it would alone, because others say so.
//!
//! What others say may be wrong, and whoever can write to the engine may repeat it without end. So
//! a circuit believes it once in each open time of its own: if the trial that came of it fails, the
//! next open time counts to its end. No open time sees more than two trials, whatever is said.
//!
//! An open time that began while nobody could be told of it counts to its end as well: what a
//! record says upon return is of former failures. Only a success elsewhere is later news.

use core::time::Duration;

/// The circuit's own open time.
#[derive(Clone, Debug, Default)]
pub(super) struct OwnTime {
    /// When it ends; `None`: the circuit has closed since.
    ends: Option<Duration>,
    /// The circuit has tried before the last one ended, in vain: nothing shortens this one.
    is_firm: bool,
    /// Nobody was told of the failure that it began with.
    is_untold: bool,
}

impl OwnTime {
    /// The circuit opened, by its own evidence. A trial that failed after the end of its open time
    /// is none that others have brought forward.
    pub(super) fn begin(&mut self, now: Duration, rest: Duration, is_untold: bool) {
        self.is_firm = self.ends.is_some_and(|end| now < end);
        self.is_untold = is_untold;
        self.ends = Some(now + rest);
    }

    /// Before this time no trial begins, whatever others say.
    pub(super) fn earliest(&self) -> Duration {
        self.ends.filter(|_| self.is_firm).unwrap_or_default()
    }

    /// Before this time none begins because an open time of others is over.
    pub(super) fn earliest_turn(&self) -> Duration {
        self.ends.filter(|_| self.is_firm || self.is_untold).unwrap_or_default()
    }
}
