//! What opens a circuit, for how long, and how it closes again.

use core::fmt;
use core::time::Duration;

mod error;
mod rule;

pub use error::PolicyError;
pub(crate) use rule::MILLION;
pub use rule::{Rule, Window};

/// The settings of a circuit: all `const`, so that the compiler checks those of a `static`.
///
/// What is not set has the default of the attribute: 5 failures within 10 seconds open the circuit, for 30 seconds, and one
/// successful trial call closes it.
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
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    threshold: Option<Threshold>,
    window: Option<Window>,
    min_calls: Option<u32>,
    consecutive: Option<u32>,
    open_for: Duration,
    half_open_calls: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Threshold {
    Failures(u32),
    /// Millionths of the calls.
    Share(u32),
}

const DEFAULT_THRESHOLD: Threshold = Threshold::Failures(5);
const DEFAULT_WINDOW: Window = Window::time(Duration::from_secs(10));
const DEFAULT_MIN_CALLS: u32 = 20;

impl Policy {
    /// The defaults.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            threshold: None,
            window: None,
            min_calls: None,
            consecutive: None,
            open_for: Duration::from_secs(30),
            half_open_calls: 1,
        }
    }

    /// Opens when this many failures are in the window (rules S1 and S3). Default: 5.
    #[must_use]
    pub const fn threshold(mut self, failures: u32) -> Self {
        self.threshold = Some(Threshold::Failures(failures));
        self
    }

    /// Opens when this share of the calls in the window failed (rules S2 and S3), in percent: `12.5` is one in eight. Four decimals
    /// are kept, and compared in integers: 29 of 100 is exactly `29.0`.
    #[must_use]
    pub const fn threshold_percent(mut self, percent: f64) -> Self {
        self.threshold = Some(Threshold::Share(rule::millionths(percent)));
        self
    }

    /// Looks at the calls of this trailing time. Default: 10 seconds.
    #[must_use]
    pub const fn window(self, time: Duration) -> Self {
        self.over(Window::time(time))
    }

    /// Looks at this many trailing calls instead of a time.
    #[must_use]
    pub const fn window_calls(self, calls: u32) -> Self {
        self.over(Window::calls(calls))
    }

    /// Looks at `window`, of either kind.
    #[must_use]
    pub const fn over(mut self, window: Window) -> Self {
        self.window = Some(window);
        self
    }

    /// With [`threshold_percent`](Self::threshold_percent): calls that the window must hold before it may open the circuit.
    /// Default: 20, or the window if that is fewer calls.
    #[must_use]
    pub const fn min_calls(mut self, calls: u32) -> Self {
        self.min_calls = Some(calls);
        self
    }

    /// Instead of a threshold and a window: opens at this many failures in a row (rule S4).
    #[must_use]
    pub const fn consecutive(mut self, failures: u32) -> Self {
        self.consecutive = Some(failures);
        self
    }

    /// How long the circuit stays open before trial calls pass (rule S5). Default: 30 seconds.
    #[must_use]
    pub const fn open_for(mut self, time: Duration) -> Self {
        self.open_for = time;
        self
    }

    /// Trial calls that must all succeed to close the circuit, and the most in flight at once (rule S6). Default: 1.
    #[must_use]
    pub const fn half_open_calls(mut self, calls: u32) -> Self {
        self.half_open_calls = calls;
        self
    }

    /// What opens the circuit, defaults filled in.
    #[must_use]
    pub const fn rule(&self) -> Rule {
        if let Some(failures) = self.consecutive {
            return Rule::Consecutive { failures };
        }
        let window = match self.window {
            Some(window) => window,
            None => DEFAULT_WINDOW,
        };
        let threshold = match self.threshold {
            Some(threshold) => threshold,
            None => DEFAULT_THRESHOLD,
        };
        match threshold {
            Threshold::Failures(failures) => Rule::Count { failures, window },
            Threshold::Share(millionths) => {
                Rule::Share { millionths, min_calls: self.min_calls_in(window), window }
            }
        }
    }

    const fn min_calls_in(&self, window: Window) -> u32 {
        match (self.min_calls, window) {
            (Some(calls), _) => calls,
            (None, Window::Calls(calls)) if calls < DEFAULT_MIN_CALLS => calls,
            (None, _) => DEFAULT_MIN_CALLS,
        }
    }

    /// How long the circuit stays open.
    #[must_use]
    pub const fn open_time(&self) -> Duration {
        self.open_for
    }

    /// How many trial calls close the circuit.
    #[must_use]
    pub const fn trial_calls(&self) -> u32 {
        self.half_open_calls
    }

    /// Whether the settings make sense, alone and together.
    ///
    /// # Errors
    ///
    /// The first mistake found.
    pub const fn check(&self) -> Result<(), PolicyError> {
        if self.open_for.is_zero() {
            return Err(PolicyError::ZeroOpenFor);
        }
        if self.half_open_calls == 0 {
            return Err(PolicyError::ZeroHalfOpenCalls);
        }
        if self.consecutive.is_some() {
            let windowed =
                self.threshold.is_some() || self.window.is_some() || self.min_calls.is_some();
            if windowed {
                return Err(PolicyError::ConsecutiveWithWindow);
            }
        } else if self.min_calls.is_some() && !matches!(self.threshold, Some(Threshold::Share(_))) {
            return Err(PolicyError::MinCallsWithCount);
        }
        self.rule().check()
    }

    /// The policy itself if it makes sense.
    ///
    /// # Panics
    ///
    /// If it does not; in a constant that is a compile error.
    #[track_caller]
    pub(crate) const fn checked(self) -> Self {
        if let Err(error) = self.check() {
            error.fail();
        }
        self
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self::new()
    }
}

/// In the words of the attribute's documentation: `5 failures in 10s, open for 30s, 1 trial call`.
impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let calls = self.half_open_calls;
        let plural = if calls == 1 { "" } else { "s" };
        let (rule, open_for) = (self.rule(), self.open_for);
        write!(f, "{rule}, open for {open_for:?}, {calls} trial call{plural}")
    }
}

impl fmt::Debug for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Policy")
            .field("rule", &self.rule())
            .field("open_for", &self.open_for)
            .field("half_open_calls", &self.half_open_calls)
            .finish_non_exhaustive()
    }
}
