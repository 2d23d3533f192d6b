//! A setting of a policy.

use core::time::Duration;

use super::parse::Field;
use crate::policy::Window;

/// One setting of a policy, with its value.
///
/// ```
/// use breaker_runtime::{Overrides, Setting};
/// use std::time::Duration;
///
/// let open_for = Setting::OpenFor(Duration::from_secs(60));
/// let calm = Overrides::new().all(open_for).all(Setting::RampUp(None));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Setting {
    /// [`Policy::threshold`](crate::Policy::threshold).
    Threshold(u32),
    /// [`Policy::threshold_percent`](crate::Policy::threshold_percent).
    ThresholdPercent(f64),
    /// [`Policy::over`](crate::Policy::over).
    Window(Window),
    /// [`Policy::min_calls`](crate::Policy::min_calls).
    MinCalls(u32),
    /// [`Policy::consecutive`](crate::Policy::consecutive), instead of a threshold and its window.
    Consecutive(u32),
    /// [`Policy::open_for`](crate::Policy::open_for).
    OpenFor(Duration),
    /// [`Policy::max_open_for`](crate::Policy::max_open_for); `None` for no back-off.
    MaxOpenFor(Option<Duration>),
    /// [`Policy::jitter_percent`](crate::Policy::jitter_percent).
    JitterPercent(f64),
    /// [`Policy::half_open_calls`](crate::Policy::half_open_calls).
    HalfOpenCalls(u32),
    /// [`Policy::ramp_up`](crate::Policy::ramp_up); `None` for none.
    RampUp(Option<Duration>),
    /// [`Policy::slow_call`](crate::Policy::slow_call); `None` if time does not matter.
    SlowCall(Option<Duration>),
    /// [`Policy::dry_run`](crate::Policy::dry_run).
    DryRun(bool),
    /// [`Policy::enabled`](crate::Policy::enabled).
    Enabled(bool),
}

impl Setting {
    pub(super) const fn field(&self) -> Field {
        match self {
            Self::Threshold(_) | Self::ThresholdPercent(_) => Field::Threshold,
            Self::Window(_) => Field::Window,
            Self::MinCalls(_) => Field::MinCalls,
            Self::Consecutive(_) => Field::Consecutive,
            Self::OpenFor(_) => Field::OpenFor,
            Self::MaxOpenFor(_) => Field::MaxOpenFor,
            Self::JitterPercent(_) => Field::Jitter,
            Self::HalfOpenCalls(_) => Field::HalfOpenCalls,
            Self::RampUp(_) => Field::RampUp,
            Self::SlowCall(_) => Field::SlowCall,
            Self::DryRun(_) => Field::DryRun,
            Self::Enabled(_) => Field::Enabled,
        }
    }
}
