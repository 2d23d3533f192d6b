//! How long a circuit stays open and how it closes again, set in a policy.

use core::num::NonZeroU64;
use core::time::Duration;

use super::rule::{MILLION, millionths};
use super::table::Field;
use super::{Policy, PolicyError};
use crate::base::time::nanos;

/// # How long it stays open, how it closes again, and what else
impl Policy {
    /// Sets how long the circuit stays open before trial calls pass (rule
    /// [S5](crate::_guide::rules#s5-open)). Default: 30 seconds.
    #[must_use]
    pub const fn open_for(mut self, time: Duration) -> Self {
        self = self.setting(Field::OpenFor);
        self.open_for = nanos(time);
        if self.open_for == 0 { self.mistaken(PolicyError::ZeroOpenFor) } else { self }
    }

    /// Doubles the open time with each reopening in a row, up to `time` (rule
    /// [S8](crate::_guide::rules#s8-back-off)). Default: the open time stays the same.
    ///
    /// The row ends when the circuit has been closed, after its ramp-up, for as long as it was last
    /// open.
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

    /// Spreads each open time at random by up to plus or minus this percentage, so that a fleet
    /// does not come back all at once. Default: 0.
    ///
    /// `20.0` is a fifth. The circuit draws once per opening (rule
    /// [S8](crate::_guide::rules#s8-back-off)).
    #[must_use]
    pub const fn jitter_percent(self, percent: f64) -> Self {
        match millionths(percent) {
            _ if percent == 0.0 => self.jitter_millionths(0),
            Some(share) => self.jitter_millionths(share),
            None => self.mistaken(PolicyError::JitterOutOfRange),
        }
    }

    /// Spreads each open time by this share, in millionths: the attribute's `"20%"` is 200 000.
    #[doc(hidden)]
    #[must_use]
    pub const fn jitter_millionths(mut self, share: u32) -> Self {
        self = self.setting(Field::Jitter);
        self.jitter = share;
        if share > MILLION { self.mistaken(PolicyError::JitterOutOfRange) } else { self }
    }

    /// Sets how many trial calls must all succeed to close the circuit, and the most in flight at
    /// once (rule [S6](crate::_guide::rules#s6-half-open)). Default: 1.
    ///
    /// The first that fails opens the circuit again; where some may fail, set
    /// [`half_open_calls_of`](Self::half_open_calls_of) instead.
    #[must_use]
    pub const fn half_open_calls(mut self, calls: u32) -> Self {
        self = self.setting(Field::HalfOpenCalls);
        (self.half_open_calls, self.half_open_failures) = (calls, 0);
        if calls == 0 { self.mistaken(PolicyError::ZeroHalfOpenCalls) } else { self }
    }

    /// Sets how many of so many trial calls must succeed to close the circuit: of 5 trial calls,
    /// of which 4 must succeed, the second that fails opens it again (rule
    /// [S17](crate::_guide::rules#s17-some-trial-calls-may-fail)). The attribute writes that
    /// `half_open_calls = "4 of 5"`.
    ///
    /// For callees some of whose calls fail anyway. At most `calls` are in flight at once, 65535
    /// at the most. More successes than trial calls are a
    /// [mistake](PolicyError::HalfOpenCallsAboveAll), and so are none.
    ///
    /// ```
    /// use breaker_runtime::Policy;
    ///
    /// const NOISY: Policy = Policy::new().half_open_calls_of(4, 5);
    /// assert_eq!(NOISY.to_string(), "5 failures in 10s, open for 30s, 4 of 5 trial calls");
    /// assert_eq!(NOISY.half_open_calls_of(3, 3), Policy::new().half_open_calls(3));
    /// ```
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "no more than 65535")]
    pub const fn half_open_calls_of(mut self, successes: u32, calls: u32) -> Self {
        self = self.half_open_calls(successes);
        if successes > calls {
            return self.mistaken(PolicyError::HalfOpenCallsAboveAll);
        }
        if calls > u16::MAX as u32 {
            return self.mistaken(PolicyError::TooManyHalfOpenCalls);
        }
        self.half_open_failures = (calls - successes) as u16;
        self
    }

    /// Admits a growing share of the calls after closing: from a tenth to all over `time` (rule
    /// [S9](crate::_guide::rules#s9-ramp-up)). Default: all at once.
    #[must_use]
    pub const fn ramp_up(mut self, time: Duration) -> Self {
        self = self.setting(Field::RampUp);
        match NonZeroU64::new(nanos(time)) {
            Some(time) => self.ramp_up = Some(time),
            None => self = self.mistaken(PolicyError::ZeroRampUp),
        }
        self
    }

    /// Counts a call that takes longer than `time` as a failure, if it would else be a success.
    /// Default: time does not matter.
    ///
    /// A call that its caller gives up after `time` is a failure, too; one that is given up earlier
    /// is abandoned and counts as nothing. Set `slow_call` below the patience of the callers (a web
    /// framework drops the handler when its client is gone): otherwise a circuit whose calls all
    /// hang stays closed.
    #[must_use]
    pub const fn slow_call(mut self, time: Duration) -> Self {
        self = self.setting(Field::SlowCall);
        match NonZeroU64::new(nanos(time)) {
            Some(time) => self.slow_call = Some(time),
            None => self = self.mistaken(PolicyError::ZeroSlowCall),
        }
        self
    }

    /// Runs the whole state machine and reports what it does, but never rejects a call (rule
    /// [S12](crate::_guide::rules#s12-dry-run)). Default: false.
    #[must_use]
    pub const fn dry_run(mut self, dry_run: bool) -> Self {
        self.dry_run = dry_run;
        self.setting(Field::DryRun)
    }

    /// Keeps the text of the last error, for [snapshots](crate::Snapshot::last_failure), the event
    /// of an opening, [`history`](crate::CircuitBreaker::history), and logs. Default: false, for
    /// texts of errors may hold what is nobody else's: addresses, names, parts of a request.
    ///
    /// The text is the `Display` of the error and of its sources, joined by `: `, or its `Debug`:
    /// up to 200 bytes in one line, a longer one ends with `…`. Only calls that fail pay for it.
    /// When a call failed last, and how, the circuit knows in any case. See
    /// [Telemetry](crate::_guide::telemetry#the-last-failure).
    #[must_use]
    pub const fn last_error(mut self, last_error: bool) -> Self {
        self.last_error = last_error;
        self.setting(Field::LastError)
    }

    /// Switches the circuit on or off. Default: true.
    ///
    /// A circuit that is off behaves as if it were forced closed: every call passes, and the window
    /// records nothing. Use it with [`Overrides`](crate::Overrides) to turn a circuit off at run
    /// time without losing its state. What is forced or reset meanwhile shows once the circuit is
    /// on again.
    #[must_use]
    pub const fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self.setting(Field::Enabled)
    }
}
