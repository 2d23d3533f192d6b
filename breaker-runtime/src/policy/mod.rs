//! What opens a circuit, for how long, and how it closes again.

use core::num::{NonZeroU32, NonZeroU64};
use core::time::Duration;

mod check;
mod difference;
mod error;
mod literals;
pub(crate) mod naming;
pub(crate) mod overrides;
mod rule;
mod settings;
mod table;
mod value;

pub use difference::SettingChange;
pub(crate) use difference::differences;
pub use error::PolicyError;
pub(crate) use rule::MILLION;
pub use rule::{Rule, Window};
pub use settings::Settings;
#[cfg(feature = "serde")]
pub(crate) use table::Field;
pub use table::Setting;
#[cfg(feature = "serde")]
pub(crate) use value::Value;

use crate::base::time::nanos;

/// The settings of a circuit: all `const`, so that the compiler checks those of a `static`.
///
/// What is not set has the default of the attribute: 5 failures within 10 seconds open the circuit,
/// for 30 seconds, and one successful trial call closes it.
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
/// A mistake in a constant stops the compiler:
///
/// ```compile_fail
/// use breaker_runtime::{CircuitBreaker, Policy};
///
/// static NEVER: CircuitBreaker = CircuitBreaker::new("never", Policy::new().threshold(0));
/// ```
///
/// and is a [`PolicyError`] in values that are known only at run time:
///
/// ```
/// use breaker_runtime::{CircuitBreaker, Policy, PolicyError};
///
/// let from_a_file = 0;
/// let breaker = CircuitBreaker::try_new("db", Policy::new().threshold(from_a_file));
/// assert_eq!(breaker.unwrap_err(), PolicyError::ZeroThreshold);
/// ```
///
/// A setting replaces what it contradicts: of several thresholds, windows and numbers of failures
/// in a row the last one counts.
///
/// Times are kept in nanoseconds, up to 584 years of them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    // Small: every circuit has one on the lines that every call reads.
    threshold: Option<Threshold>,
    /// Nanoseconds, or calls.
    window: Option<NonZeroU64>,
    window_is_calls: bool,
    pub(crate) dry_run: bool,
    pub(crate) enabled: bool,
    /// The first value that makes no sense by itself.
    mistake: Option<PolicyError>,
    min_calls: Option<NonZeroU32>,
    half_open_calls: u32,
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
    /// The defaults.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            threshold: None,
            window: None,
            window_is_calls: false,
            dry_run: false,
            enabled: true,
            mistake: None,
            min_calls: None,
            half_open_calls: 1,
            jitter: 0,
            open_for: nanos(Duration::from_secs(30)),
            max_open_for: None,
            ramp_up: None,
            slow_call: None,
        }
    }

    /// Opens when this many failures are in the window (rules S1 and S3), instead of at a share of
    /// the calls or at failures in a row. Default: 5.
    #[must_use]
    pub const fn threshold(mut self, failures: u32) -> Self {
        match NonZeroU32::new(failures) {
            Some(failures) => {
                self.threshold = Some(Threshold::Failures(failures));
                self.min_calls = None;
            }
            None => self = self.mistaken(PolicyError::ZeroThreshold),
        }
        self
    }

    /// Opens when this share of the calls in the window failed (rules S2 and S3), in percent:
    /// `12.5` is one in eight. Four decimals are kept, and compared in integers: 29 of 100 is
    /// exactly `29.0`. It replaces a number of failures, and failures in a row.
    #[must_use]
    pub const fn threshold_percent(self, percent: f64) -> Self {
        match rule::millionths(percent) {
            Some(share) => self.threshold_millionths(share),
            None => self.mistaken(PolicyError::PercentOutOfRange),
        }
    }

    /// The same share in millionths, as the attribute hands `"50%"` over.
    #[doc(hidden)]
    #[must_use]
    pub const fn threshold_millionths(mut self, share: u32) -> Self {
        match NonZeroU32::new(share) {
            Some(one) if share <= MILLION => self.threshold = Some(Threshold::Share(one)),
            _ => self = self.mistaken(PolicyError::PercentOutOfRange),
        }
        self
    }

    /// Looks at the calls of this trailing time, instead of at failures in a row. Default: 10
    /// seconds.
    #[must_use]
    pub const fn window(self, time: Duration) -> Self {
        self.over(Window::time(time))
    }

    /// Looks at this many trailing calls instead of a time, or of failures in a row.
    #[must_use]
    pub const fn window_calls(self, calls: u32) -> Self {
        self.over(Window::calls(calls))
    }

    /// Looks at `window`, of either kind, instead of at failures in a row.
    #[must_use]
    pub const fn over(mut self, window: Window) -> Self {
        let (size, is_calls) = match window {
            Window::Time(time) => (nanos(time), false),
            Window::Calls(calls) => (calls as u64, true),
        };
        match NonZeroU64::new(size) {
            Some(size) => {
                self = self.in_a_window();
                (self.window, self.window_is_calls) = (Some(size), is_calls);
            }
            None => self = self.mistaken(PolicyError::EmptyWindow),
        }
        self
    }

    /// With [`threshold_percent`](Self::threshold_percent): calls that the window must hold before
    /// it may open the circuit. Default: 20, or the window if that is fewer calls.
    ///
    /// A number of failures that is set afterwards takes it back; beside one that is set before, it
    /// is a mistake, for it says nothing that could take its place.
    #[must_use]
    pub const fn min_calls(mut self, calls: u32) -> Self {
        match NonZeroU32::new(calls) {
            Some(calls) => {
                self = self.in_a_window();
                self.min_calls = Some(calls);
            }
            None => self = self.mistaken(PolicyError::ZeroMinCalls),
        }
        self
    }

    /// Opens at this many failures in a row (rule S4), instead of at a threshold in a window.
    ///
    /// ```
    /// use breaker_runtime::Policy;
    ///
    /// const SHARE: Policy = Policy::new().threshold_percent(50.0).min_calls(10);
    /// assert_eq!(SHARE.consecutive(3), Policy::new().consecutive(3));
    /// ```
    #[must_use]
    pub const fn consecutive(mut self, failures: u32) -> Self {
        match NonZeroU32::new(failures) {
            Some(failures) => {
                self.threshold = Some(Threshold::Consecutive(failures));
                (self.window, self.window_is_calls) = (None, false);
                self.min_calls = None;
            }
            None => self = self.mistaken(PolicyError::ZeroConsecutive),
        }
        self
    }

    /// Without failures in a row, which have no window.
    const fn in_a_window(mut self) -> Self {
        if let Some(Threshold::Consecutive(_)) = self.threshold {
            self.threshold = None;
        }
        self
    }

    /// How long the circuit stays open before trial calls pass (rule S5). Default: 30 seconds.
    #[must_use]
    pub const fn open_for(mut self, time: Duration) -> Self {
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
        match NonZeroU64::new(nanos(time)) {
            Some(time) => self.max_open_for = Some(time),
            None => self = self.mistaken(PolicyError::MaxOpenForBelowOpenFor),
        }
        self
    }

    /// Spreads each open time by plus or minus this share of it, in percent, drawn once per opening
    /// (rule S8), so that a fleet does not come back all at once. Default: 0.
    #[must_use]
    pub const fn jitter_percent(self, percent: f64) -> Self {
        match rule::millionths(percent) {
            _ if percent == 0.0 => self.jitter_millionths(0),
            Some(share) => self.jitter_millionths(share),
            None => self.mistaken(PolicyError::JitterOutOfRange),
        }
    }

    /// The same share in millionths, as the attribute hands `"20%"` over.
    #[doc(hidden)]
    #[must_use]
    pub const fn jitter_millionths(mut self, share: u32) -> Self {
        self.jitter = share;
        if share > MILLION { self.mistaken(PolicyError::JitterOutOfRange) } else { self }
    }

    /// Trial calls that must all succeed to close the circuit, and the most in flight at once (rule
    /// S6). Default: 1.
    #[must_use]
    pub const fn half_open_calls(mut self, calls: u32) -> Self {
        self.half_open_calls = calls;
        if calls == 0 { self.mistaken(PolicyError::ZeroHalfOpenCalls) } else { self }
    }

    /// After closing, admits a share of the calls that grows over this time from a tenth to all
    /// (rule S9). Default: all at once.
    #[must_use]
    pub const fn ramp_up(mut self, time: Duration) -> Self {
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
        self
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
        self
    }

    const fn mistaken(mut self, mistake: PolicyError) -> Self {
        if self.mistake.is_none() {
            self.mistake = Some(mistake);
        }
        self
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self::new()
    }
}
