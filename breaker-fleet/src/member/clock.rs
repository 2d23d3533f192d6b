//! What the engine's clock shows by now, as far as its last answer says.

use core::time::Duration;

use crate::wire::{EngineTime, MOST, Version, micros};

/// A command is void so long after it was sent.
const VOID_AFTER: Duration = Duration::from_secs(1);
/// A message is on its way for so long, where nobody is in trouble: what is older was lost.
const ON_ITS_WAY: Duration = Duration::from_millis(300);

/// What it showed last, and when.
#[derive(Clone, Debug, Default)]
pub(super) struct EngineClock(Option<(EngineTime, Duration)>);

impl EngineClock {
    /// The engine has said its time.
    pub(super) const fn set(&mut self, now: Duration, time: EngineTime) {
        self.0 = Some((time, now));
    }

    /// The engine's time after which what is sent now is void.
    pub(super) fn void_after(&self, now: Duration) -> Option<EngineTime> {
        self.engine_time(now + VOID_AFTER)
    }

    /// The first and the last version of those that may be pushed and not heard yet: versions are
    /// times of the engine, but for a while after its clock was set back.
    pub(super) fn pushes_under_way(&self, now: Duration) -> Option<(Version, Version)> {
        let first = self.engine_time(now)?.0.saturating_sub(micros(ON_ITS_WAY));
        let last = self.engine_time(now + VOID_AFTER)?.0.min(MOST);
        (first <= last).then_some((first, last))
    }

    /// What the engine's clock shows then, as far as is known.
    fn engine_time(&self, then: Duration) -> Option<EngineTime> {
        let (time, at) = self.0?;
        Some(EngineTime(time.0.saturating_add(micros(then.saturating_sub(at)))))
    }
}
