//! The policy without a setting.

use super::origins::Origins;
use super::{Policy, settings};
use crate::base::time::nanos;

/// # Starting from the defaults
impl Policy {
    /// Makes a policy with the defaults: 5 failures within 10 seconds open the circuit for 30
    /// seconds, and one successful trial call closes it.
    ///
    /// Each setter changes one setting; those that are not called leave the defaults.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            threshold: None,
            window: None,
            window_is_calls: false,
            dry_run: false,
            enabled: true,
            last_error: false,
            origins: Origins::NONE,
            mistake: None,
            min_calls: None,
            half_open_calls: settings::HALF_OPEN_CALLS,
            half_open_failures: 0,
            jitter: 0,
            open_for: nanos(settings::OPEN_FOR),
            max_open_for: None,
            ramp_up: None,
            slow_call: None,
        }
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self::new()
    }
}
