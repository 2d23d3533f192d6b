//! Whether anybody wants to know who else is there.

use core::time::Duration;

/// The others are asked for so long after the last look,
const WHILE: Duration = Duration::from_secs(30);
/// and with the first sync after so long;
const EVERY: Duration = Duration::from_millis(4500);
/// but where all members are looked at for ever, the engine answers twenty of them a second.
const EVERY_MEMBER: Duration = Duration::from_millis(50);
/// What was answered is shown for longer.
const MOST: Duration = Duration::from_secs(50);

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

    /// Whether to ask with the sync that is sent now, as one of so many members: then it is.
    pub(super) fn ask(&mut self, now: Duration, members: u32) -> bool {
        let is_old = self.asked.is_none_or(|asked| now.saturating_sub(asked) >= every(members));
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

/// How often one of so many members asks, but for what lies between two syncs.
#[must_use]
pub fn every(members: u32) -> Duration {
    EVERY_MEMBER.saturating_mul(members).clamp(EVERY, MOST)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How often a member asks in ten minutes, while somebody looks all the time.
    fn asks(members: u32) -> usize {
        let mut interest = Interest::default();
        let seconds = (0..600).map(Duration::from_secs);
        let asks = seconds.filter(|now| {
            interest.look(*now);
            interest.ask(*now, members)
        });
        asks.count()
    }

    #[test]
    fn many_members_ask_more_seldom_and_what_they_know_is_never_too_old() {
        assert_eq!([1, 50, 90].map(asks), [120, 120, 120]);
        assert_eq!([500, 1000, u32::MAX].map(asks), [24, 12, 12]);
    }
}
