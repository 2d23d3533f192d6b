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

impl InView {
    /// How many failures open the circuit if no other calls come.
    #[cfg(feature = "metrics")]
    pub(crate) fn failures_to_open(self) -> u64 {
        match self.rule {
            Rule::Count { failures, .. } | Rule::Consecutive { failures } => u64::from(failures),
            Rule::Share { millionths, min_calls, .. } => {
                let missing = u64::from(min_calls).saturating_sub(self.calls);
                let calls = u128::from(self.calls.saturating_add(missing));
                // The least number of failures that is this share of so many calls.
                let share = (calls * u128::from(millionths)).div_ceil(u128::from(super::MILLION));
                let share = u64::try_from(share).unwrap_or(u64::MAX).max(1);
                // Until there are calls enough it takes failures to make them enough.
                if missing == 0 { share } else { share.max(self.failures.saturating_add(missing)) }
            }
        }
    }

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
