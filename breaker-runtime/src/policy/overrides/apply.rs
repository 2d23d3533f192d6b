//! A policy with settings changed.

use super::Setting;
use crate::policy::Policy;

impl Policy {
    /// This policy with one setting changed; what contradicts it gives way.
    pub(super) fn with(self, setting: Setting) -> Self {
        match setting {
            Setting::Threshold(failures) => self.replacing_with_count(failures),
            Setting::ThresholdPercent(percent) => self.replacing_with_share(percent),
            Setting::Window(window) => self.replacing_with_window(window),
            Setting::MinCalls(calls) => self.replacing_with_min_calls(calls),
            Setting::Consecutive(failures) => self.replacing_with_consecutive(failures),
            Setting::OpenFor(time) => self.open_for(time),
            Setting::MaxOpenFor(Some(time)) => self.max_open_for(time),
            Setting::MaxOpenFor(None) => self.without_max_open_for(),
            Setting::JitterPercent(percent) => self.jitter_percent(percent),
            Setting::HalfOpenCalls(calls) => self.half_open_calls(calls),
            Setting::RampUp(Some(time)) => self.ramp_up(time),
            Setting::RampUp(None) => self.without_ramp_up(),
            Setting::SlowCall(Some(time)) => self.slow_call(time),
            Setting::SlowCall(None) => self.without_slow_call(),
            Setting::DryRun(dry_run) => self.dry_run(dry_run),
            Setting::Enabled(enabled) => self.enabled(enabled),
        }
    }
}
