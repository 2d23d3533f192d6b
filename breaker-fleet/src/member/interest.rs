//! Whether anybody wants to know who else is there.

use core::time::Duration;

/// The others are asked for so long after the last look,
const WHILE: Duration = Duration::from_secs(30);
/// and with the first sync after so long.
const EVERY: Duration = Duration::from_millis(4500);

/// Who looks, and when the engine was asked.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Interest {
    until: Duration,
    asked: Option<Duration>,
}

impl Interest {
    /// Somebody looks. Whether nobody did before.
    pub(super) fn look(&mut self, now: Duration) -> bool {
        let is_first = !self.is_wanted(now);
        self.until = now + WHILE;
        is_first
    }

    /// Whether to ask with the sync that is sent now: then it is.
    pub(super) fn ask(&mut self, now: Duration) -> bool {
        let is_old = self.asked.is_none_or(|asked| now.saturating_sub(asked) >= EVERY);
        let asks = is_old && self.is_wanted(now);
        if asks {
            self.asked = Some(now);
        }
        asks
    }

    /// What was asked may never be answered.
    pub(super) const fn reconnect(&mut self) {
        self.asked = None;
    }

    fn is_wanted(&self, now: Duration) -> bool {
        now < self.until
    }
}
