//! Times as events say them.

use core::fmt;
use core::time::Duration;

/// A time of which some has passed on its way here, as people say it: `1.9s`, `48s`, `1h`.
pub(super) struct Nearly(pub(super) Duration);

impl fmt::Display for Nearly {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let millis = u64::try_from(self.0.as_millis()).unwrap_or(u64::MAX);
        let to = |unit| Duration::from_millis(millis.saturating_add(unit / 2) / unit * unit);
        match millis {
            0..1000 => write!(f, "{:?}", shown(self.0)),
            1000..10_000 => write!(f, "{:?}", to(100)),
            10_000.. => humantime::format_duration(to(1000)).fmt(f),
        }
    }
}

/// The time in whole milliseconds, as people read it.
pub(super) fn shown(time: Duration) -> Duration {
    let whole = Duration::from_millis(u64::try_from(time.as_millis()).unwrap_or(u64::MAX));
    if whole.is_zero() { time } else { whole }
}
