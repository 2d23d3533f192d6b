//! A policy with settings changed.

use super::Setting;
use crate::policy::Policy;

impl Policy {
    /// This policy with one setting changed; what contradicts it gives way.
    pub(super) fn with(self, setting: Setting) -> Self {
        match setting {
            Setting::Threshold(failures) => self.threshold(failures),
            Setting::ThresholdPercent(percent) => self.threshold_percent(percent),
            Setting::Window(window) => self.over(window),
            Setting::MinCalls(calls) => self.min_calls(calls),
            Setting::Consecutive(failures) => self.consecutive(failures),
            Setting::OpenFor(time) => self.open_for(time),
            Setting::MaxOpenFor(Some(time)) => self.max_open_for(time),
            Setting::MaxOpenFor(None) => Self { max_open_for: None, ..self },
            Setting::JitterPercent(percent) => self.jitter_percent(percent),
            Setting::HalfOpenCalls(calls) => self.half_open_calls(calls),
            Setting::RampUp(Some(time)) => self.ramp_up(time),
            Setting::RampUp(None) => Self { ramp_up: None, ..self },
            Setting::SlowCall(Some(time)) => self.slow_call(time),
            Setting::SlowCall(None) => Self { slow_call: None, ..self },
            Setting::DryRun(dry_run) => self.dry_run(dry_run),
            Setting::Enabled(enabled) => self.enabled(enabled),
        }
    }
}
