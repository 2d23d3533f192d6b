//! What failures mean under a rule: what they have opened, how near they are to opening, and how
//! many more it takes. Whoever shows a circuit asks here, and knows no rule.

use core::fmt;

use super::Rule;
use super::literals::share;
use super::rule::Failures;

/// Failures under a rule, and the calls that they were among.
#[derive(Clone, Copy, Debug)]
pub(crate) struct InView {
    pub(crate) rule: Rule,
    pub(crate) failures: u64,
    pub(crate) calls: u64,
}

/// That they have opened a circuit: `5 failures within 10s`, `3 of 4 calls failed within 10s`.
pub(crate) struct Opened(pub(crate) InView);

/// How near they are to that: `2 of 5 failures`, `2 of 30 calls failed, 50% open it`.
pub(crate) struct Near(pub(crate) InView);

impl Rule {
    /// How many failures the window has to hold for the circuit to open, where it holds so many
    /// failures and calls now: those that it holds are among them. A share of calls opens nothing
    /// before there are calls enough, so it takes failures to make them enough.
    ///
    /// ```
    /// use breaker_runtime::Policy;
    ///
    /// let rule = Policy::new().threshold_percent(50.0).min_calls(20).settings().rule;
    /// assert_eq!(rule.failures_to_open(12, 12), 20);
    /// assert_eq!(rule.failures_to_open(9, 20), 10);
    /// ```
    #[must_use]
    pub fn failures_to_open(self, failures: u64, calls: u64) -> u64 {
        match self {
            Self::Count { failures, .. } | Self::Consecutive { failures } => u64::from(failures),
            Self::Share { millionths, min_calls, .. } => {
                let missing = u64::from(min_calls).saturating_sub(calls);
                let calls = u128::from(calls.saturating_add(missing));
                // The least number of failures that is this share of so many calls.
                let share = (calls * u128::from(millionths)).div_ceil(u128::from(super::MILLION));
                let share = u64::try_from(share).unwrap_or(u64::MAX).max(1);
                if missing == 0 { share } else { share.max(failures.saturating_add(missing)) }
            }
        }
    }
}

impl InView {
    /// The calls, if the rule looks at more of them than failed.
    #[cfg(feature = "tracing")]
    pub(crate) const fn calls(self) -> Option<u64> {
        match self.rule {
            Rule::Share { .. } => Some(self.calls),
            Rule::Count { .. } | Rule::Consecutive { .. } => None,
        }
    }
}

impl fmt::Display for Opened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let InView { rule, failures, calls } = self.0;
        match rule {
            Rule::Count { window, .. } => write!(f, "{} within {window}", Failures(failures)),
            Rule::Share { window, .. } => {
                write!(f, "{failures} of {calls} calls failed within {window}")
            }
            Rule::Consecutive { .. } => write!(f, "{} in a row", Failures(failures)),
        }
    }
}

impl fmt::Display for Near {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let InView { rule, failures: held, calls } = self.0;
        match rule {
            Rule::Count { failures, .. } => write!(f, "{held} of {failures} failures"),
            Rule::Consecutive { failures } => write!(f, "{held} of {failures} failures in a row"),
            Rule::Share { min_calls, .. } if calls < u64::from(min_calls) => {
                write!(f, "{held} of {calls} calls failed, too few to tell")
            }
            Rule::Share { millionths, .. } => {
                let share = share::Shown(millionths);
                write!(f, "{held} of {calls} calls failed, {share} open it")
            }
        }
    }
}
