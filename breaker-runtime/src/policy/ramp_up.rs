//! Which share of the calls passes on the way back to all of them (rule S9).

use core::time::Duration;

use super::Policy;
use super::rule::MILLION;
use crate::base::time::nanos;

/// The share of calls that is admitted from the start.
const FIRST_SHARE: u32 = MILLION / 10;

/// Millionths of the calls, so long after the beginning of a ramp-up that takes `over`: grows
/// linearly from a tenth to all.
pub(crate) fn share(elapsed: Duration, over: Duration) -> u32 {
    let (elapsed, over) = (u128::from(nanos(elapsed)), u128::from(nanos(over)).max(1));
    let growth = u128::from(MILLION - FIRST_SHARE) * elapsed / over;
    FIRST_SHARE + u32::try_from(growth).unwrap_or(MILLION).min(MILLION - FIRST_SHARE)
}

impl Policy {
    /// The share of calls that a circuit admits so long after its ramp-up has begun, 0.1 to 1 (rule
    /// [S9](crate::_guide::rules#s9-ramp-up)); 1, where there is none. A snapshot says how long
    /// that is.
    ///
    /// ```
    /// use breaker_runtime::Policy;
    /// use std::time::Duration;
    ///
    /// const GENTLE: Policy = Policy::new().ramp_up(Duration::from_secs(30));
    /// assert_eq!(GENTLE.ramp_up_share(Duration::from_secs(10)), 0.4);
    /// assert_eq!(Policy::new().ramp_up_share(Duration::ZERO), 1.0);
    /// ```
    #[must_use]
    pub fn ramp_up_share(&self, elapsed: Duration) -> f64 {
        let share = self.settings().ramp_up.map_or(MILLION, |over| share(elapsed, over));
        f64::from(share) / f64::from(MILLION)
    }
}
