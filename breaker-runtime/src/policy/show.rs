//! A policy for people.

use core::fmt;

use super::Policy;

/// In the words of the attribute's documentation: `5 failures in 10s, open for 30s, 1 trial call`.
impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, open for {:?}", self.rule(), self.open_time())?;
        if let Some(longest) = self.longest_open_time() {
            write!(f, " doubling up to {longest:?}")?;
        }
        if self.jitter_millionths() > 0 {
            write!(f, " ±{}%", f64::from(self.jitter_millionths()) / 10_000.0)?;
        }
        let calls = self.trial_calls();
        write!(f, ", {calls} trial call{}", if calls == 1 { "" } else { "s" })?;
        if let Some(time) = self.ramp_up_time() {
            write!(f, ", ramp-up over {time:?}")?;
        }
        if let Some(time) = self.slow_after() {
            write!(f, ", slow after {time:?}")?;
        }
        f.write_str(if self.is_dry_run() { ", dry run" } else { "" })?;
        f.write_str(if self.is_enabled() { "" } else { ", disabled" })
    }
}

impl fmt::Debug for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Policy")
            .field("rule", &self.rule())
            .field("open_for", &self.open_time())
            .field("max_open_for", &self.longest_open_time())
            .field("jitter_millionths", &self.jitter_millionths())
            .field("half_open_calls", &self.trial_calls())
            .field("ramp_up", &self.ramp_up_time())
            .field("slow_call", &self.slow_after())
            .field("dry_run", &self.is_dry_run())
            .field("enabled", &self.is_enabled())
            .finish_non_exhaustive()
    }
}
