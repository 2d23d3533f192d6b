//! What opens a circuit, for how long, and how it closes again.

use core::num::{NonZeroU32, NonZeroU64};

use self::origins::Origins;

// In the order in which the documentation lists what they add to a policy.
mod defaults;

mod rule_setters;

mod setters;

mod check;

mod difference;
mod error;
pub(crate) mod limits;
pub(crate) mod literals;
pub(crate) mod naming;
mod origins;
pub(crate) mod overrides;
pub(crate) mod ramp_up;
mod row;
mod rule;
pub(crate) mod rule_in_view;
mod settings;
mod table;
mod value;

pub use difference::SettingChange;
pub(crate) use difference::differences;
pub use error::PolicyError;
pub use origins::{SettingSource, Source};
pub(crate) use rule::MILLION;
pub use rule::{Rule, Window};
pub use settings::Settings;
#[cfg(feature = "serde")]
pub(crate) use table::Field;
pub use table::Setting;
#[cfg(feature = "serde")]
pub(crate) use value::Value;

/// The settings of a circuit: what opens it, how long it stays open, how it closes again.
///
/// Every setter is `const`, so that the compiler checks the settings of a `static`.
///
/// Without any setting, 5 failures within 10 seconds open the circuit for 30 seconds, and one
/// successful trial call closes it. The guide's chapter [Choose settings](crate::_guide::settings)
/// says which ones suit what.
///
/// ```
/// use breaker_runtime::{CircuitBreaker, Policy};
/// use std::time::Duration;
///
/// const HTTP: Policy = Policy::new()
///     .threshold_percent(50.0)
///     .window(Duration::from_secs(60))
///     .min_calls(10)
///     .open_for(Duration::from_secs(5));
/// static GATEWAY: CircuitBreaker = CircuitBreaker::new("gateway", HTTP);
/// ```
///
/// In a constant, a mistake is a compile error:
///
/// ```compile_fail
/// use breaker_runtime::{CircuitBreaker, Policy};
///
/// static NEVER: CircuitBreaker = CircuitBreaker::new("never", Policy::new().threshold(0));
/// ```
///
/// In values that are known only at run time, a mistake is a [`PolicyError`]:
///
/// ```
/// use breaker_runtime::{CircuitBreaker, Policy, PolicyError};
///
/// let from_a_file = 0;
/// let breaker = CircuitBreaker::try_new("db", Policy::new().threshold(from_a_file));
/// assert_eq!(breaker.unwrap_err(), PolicyError::ZeroThreshold);
/// ```
///
/// A setting replaces an earlier one that it contradicts: of several thresholds, windows and
/// numbers of failures in a row the last one counts. Times are kept in nanoseconds, up to 584
/// years.
#[derive(Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "settings of their own, but for one")]
pub struct Policy {
    // Small: every circuit has one on the lines that every call reads.
    threshold: Option<Threshold>,
    /// Nanoseconds, or calls.
    window: Option<NonZeroU64>,
    window_is_calls: bool,
    pub(crate) dry_run: bool,
    pub(crate) enabled: bool,
    pub(crate) last_error: bool,
    origins: Origins,
    /// The first value that makes no sense by itself.
    mistake: Option<PolicyError>,
    min_calls: Option<NonZeroU32>,
    half_open_calls: u32,
    /// Trial calls that may fail beside those which must succeed.
    half_open_failures: u16,
    /// Millionths.
    jitter: u32,
    open_for: u64,
    max_open_for: Option<NonZeroU64>,
    ramp_up: Option<NonZeroU64>,
    slow_call: Option<NonZeroU64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Threshold {
    Failures(NonZeroU32),
    /// Millionths of the calls.
    Share(NonZeroU32),
    /// Failures in a row, which have no window.
    Consecutive(NonZeroU32),
}

impl Policy {
    const fn mistaken(mut self, mistake: PolicyError) -> Self {
        if self.mistake.is_none() {
            self.mistake = Some(mistake);
        }
        self
    }
}
