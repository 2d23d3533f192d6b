//! How long a circuit stays open and how it closes again, set in a policy.

use core::num::NonZeroU64;
use core::time::Duration;

use super::rule::{MILLION, millionths};
use super::table::Field;
use super::{Policy, PolicyError};
use crate::base::time::nanos;

/// # How long it stays open, how it closes again, and what else
impl Policy {
    /// How long the circuit stays open before trial calls pass (rule S5). Default: 30 seconds.
    #[must_use]
    pub const fn open_for(mut self, time: Duration) -> Self {
        self = self.setting(Field::OpenFor);
        self.open_for = nanos(time);
        if self.open_for == 0 { self.mistaken(PolicyError::ZeroOpenFor) } else { self }
    }

    /// Each reopening in a row doubles the open time, up to this (rule S8). Default: it stays the
    /// same. The row ends when the circuit has been closed, after its ramp-up, for as long as it
    /// was last open.
    ///
    /// ```
    /// use breaker_runtime::Policy;
    /// use std::time::Duration;
    ///
    /// const PATIENT: Policy =
    ///     Policy::new().open_for(Duration::from_secs(5)).max_open_for(Duration::from_secs(60));
    /// assert_eq!(
    ///     PATIENT.to_string(),
    ///     "5 failures in 10s, open for 5s doubling up to 60s, 1 trial call",
    /// );
    /// ```
    #[must_use]
    pub const fn max_open_for(mut self, time: Duration) -> Self {
        self = self.setting(Field::MaxOpenFor);
        match NonZeroU64::new(nanos(time)) {
            Some(time) => self.max_open_for = Some(time),
            None => self = self.mistaken(PolicyError::MaxOpenForBelowOpenFor),
        }
        self
    }

    /// Spreads each open time by plus or minus this share of it, in percent, drawn once per opening
    /// (rule S8), so that a fleet does not come back all at once: `20.0` is a fifth, and `0.2` next
    /// to nothing. Default: 0.
    #[must_use]
    pub const fn jitter_percent(self, percent: f64) -> Self {
        match millionths(percent) {
            _ if percent == 0.0 => self.jitter_millionths(0),
            Some(share) => self.jitter_millionths(share),
            None => self.mistaken(PolicyError::JitterOutOfRange),
        }
    }

    /// The same share in millionths, as the attribute hands `"20%"` over.
    #[doc(hidden)]
    #[must_use]
    pub const fn jitter_millionths(mut self, share: u32) -> Self {
        self = self.setting(Field::Jitter);
        self.jitter = share;
        if share > MILLION { self.mistaken(PolicyError::JitterOutOfRange) } else { self }
    }

    /// Trial calls that must all succeed to close the circuit, and the most in flight at once (rule
    /// S6). Default: 1.
    #[must_use]
    pub const fn half_open_calls(mut self, calls: u32) -> Self {
        self = self.setting(Field::HalfOpenCalls);
        self.half_open_calls = calls;
        if calls == 0 { self.mistaken(PolicyError::ZeroHalfOpenCalls) } else { self }
    }

    /// After closing, admits a share of the calls that grows over this time from a tenth to all
    /// (rule S9). Default: all at once.
    #[must_use]
    pub const fn ramp_up(mut self, time: Duration) -> Self {
        self = self.setting(Field::RampUp);
        match NonZeroU64::new(nanos(time)) {
            Some(time) => self.ramp_up = Some(time),
            None => self = self.mistaken(PolicyError::ZeroRampUp),
        }
        self
    }

    /// A call that takes longer than this counts as a failure, whatever it returns. Default: time
    /// does not matter.
    ///
    /// So does one that its caller gives up after this time; one that is given up earlier is
    /// abandoned, and says nothing. Where callers have little patience (a web framework drops the
    /// handler when its client is gone), this goes below it: a circuit whose calls all hang would
    /// stay closed otherwise.
    #[must_use]
    pub const fn slow_call(mut self, time: Duration) -> Self {
        self = self.setting(Field::SlowCall);
        match NonZeroU64::new(nanos(time)) {
            Some(time) => self.slow_call = Some(time),
            None => self = self.mistaken(PolicyError::ZeroSlowCall),
        }
        self
    }

    /// Runs the whole state machine and reports, but never rejects a call (rule S12). Default:
    /// false.
    #[must_use]
    pub const fn dry_run(mut self, dry_run: bool) -> Self {
        self.dry_run = dry_run;
        self.setting(Field::DryRun)
    }

    /// Remembers the text of the last error: in [snapshots](crate::Snapshot::last_failure), in the
    /// event of an opening, in [`history`](crate::CircuitBreaker::history), and in logs. When a
    /// call failed last, and how, is known in any case. Default: false, for the texts of errors may
    /// hold what is nobody else's: addresses, names, parts of a request.
    ///
    /// It is the `Display` of the error with all that is behind it, joined by `: `, or its `Debug`:
    /// its first 200 bytes, in one line. Only calls that fail pay for it. See
    /// [Telemetry](crate::_guide::telemetry#the-last-failure).
    #[must_use]
    pub const fn last_error(mut self, last_error: bool) -> Self {
        self.last_error = last_error;
        self.setting(Field::LastError)
    }

    /// Whether the circuit does anything: if not, every call passes and nothing is recorded in the
    /// window, as if it were forced closed. Default: true.
    ///
    /// For a switch that turns a circuit off at run time without losing its state; see
    /// [`Overrides`](crate::Overrides). A circuit that is forced or reset while it is off shows and
    /// tells that once it is on again.
    #[must_use]
    pub const fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self.setting(Field::Enabled)
    }
}
