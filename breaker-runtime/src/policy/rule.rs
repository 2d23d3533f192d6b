//! What opens a circuit: a threshold over a window.

use core::fmt;
use core::time::Duration;

use super::PolicyError;
use super::literals::share;

/// A share is counted in millionths: 1 000 000 are all calls.
pub(crate) const MILLION: u32 = 1_000_000;

/// The latest calls that a threshold counts: those of a time, or a number of them.
///
/// ```
/// use breaker_runtime::Window;
/// use std::time::Duration;
///
/// assert_eq!(Window::calls(100).to_string(), "100 calls");
/// assert_eq!(Window::time(Duration::from_secs(10)).to_string(), "10s");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Window {
    /// The calls of the last `Duration`.
    Time(Duration),
    /// This many calls, the last ones.
    Calls(u32),
}

impl Window {
    /// Makes a window of time.
    #[must_use]
    pub const fn time(time: Duration) -> Self {
        Self::Time(time)
    }

    /// Makes a window of calls.
    #[must_use]
    pub const fn calls(calls: u32) -> Self {
        Self::Calls(calls)
    }

    pub(crate) const fn is_empty(self) -> bool {
        match self {
            Self::Time(time) => time.is_zero(),
            Self::Calls(calls) => calls == 0,
        }
    }
}

impl fmt::Display for Window {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Time(time) => write!(f, "{time:?}"),
            Self::Calls(1) => f.write_str("1 call"),
            Self::Calls(calls) => write!(f, "{calls} calls"),
        }
    }
}

/// The rule that opens a circuit, as [`Policy::settings`](crate::Policy::settings) shows it.
///
/// Displayed as `5 failures in 10s`, `50% of at least 20 calls in 10s` or `3 failures in a row`.
///
/// ```
/// use breaker_runtime::{Policy, Rule};
///
/// let rule = Policy::new().consecutive(3).settings().rule;
/// assert_eq!(rule, Rule::Consecutive { failures: 3 });
/// assert_eq!(rule.to_string(), "3 failures in a row");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rule {
    /// A number of failures in the window (rules
    /// [S1](crate::_guide::rules#s1-a-number-of-failures-in-a-time) and
    /// [S3](crate::_guide::rules#s3-a-window-of-calls)).
    Count {
        /// Failures that open the circuit.
        failures: u32,
        /// The window in which failures are counted.
        window: Window,
    },
    /// A share of failed calls in the window (rules
    /// [S2](crate::_guide::rules#s2-a-percentage-in-a-time) and
    /// [S3](crate::_guide::rules#s3-a-window-of-calls)).
    Share {
        /// Failures per million calls that open the circuit: 500 000 is half of them.
        millionths: u32,
        /// Calls that the window must hold before the circuit may open.
        min_calls: u32,
        /// The window in which calls and failures are counted.
        window: Window,
    },
    /// A number of failures in a row (rule [S4](crate::_guide::rules#s4-failures-in-a-row)).
    Consecutive {
        /// Failures that open the circuit.
        failures: u32,
    },
}

impl Rule {
    /// What can't be seen in a value alone.
    pub(crate) const fn check(self) -> Result<(), PolicyError> {
        match self {
            Self::Count { failures, window: Window::Calls(calls) } if failures > calls => {
                Err(PolicyError::ThresholdAboveWindow)
            }
            Self::Share { min_calls, window: Window::Calls(calls), .. } if min_calls > calls => {
                Err(PolicyError::MinCallsAboveWindow)
            }
            Self::Count { .. } | Self::Share { .. } | Self::Consecutive { .. } => Ok(()),
        }
    }
}

/// `5 failures in 10s`, `50% of at least 20 calls in 10s`, `50% of the last 100 calls`,
/// `3 failures in a row`.
impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Count { failures, window } => {
                write!(f, "{} in {}", Failures(failures.into()), window)
            }
            Self::Share { millionths, min_calls, window } => {
                let share = share::Shown(millionths);
                write!(f, "{share} of at least {min_calls} calls in {window}")
            }
            Self::Consecutive { failures } => write!(f, "{} in a row", Failures(failures.into())),
        }
    }
}

pub(super) struct Failures(pub(super) u64);

impl fmt::Display for Failures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = if self.0 == 1 { "" } else { "s" };
        write!(f, "{} failure{plural}", self.0)
    }
}

/// `percent` as a share, rounded, if it is one.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "in range by the comparison"
)]
pub(super) const fn millionths(percent: f64) -> Option<u32> {
    if percent > 0.0 && percent <= 100.0 {
        match (percent * 10_000.0 + 0.5) as u32 {
            0 => None,
            share => Some(share),
        }
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_percents_are_exact() {
        for percent in 1..=100_u32 {
            assert_eq!(millionths(f64::from(percent)), Some(percent * 10_000));
        }
    }

    #[test]
    fn what_is_no_share_is_none() {
        for percent in [0.0, -1.0, 100.1, 0.000_01, f64::NAN, f64::INFINITY] {
            assert_eq!(millionths(percent), None, "{percent}");
        }
    }
}
