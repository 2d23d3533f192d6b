//! Why circuits open.

use core::fmt;
use core::time::Duration;
use std::sync::Arc;

use crate::events::failure::{FailureKind, FailureKinds};
use crate::events::shown_time::shown;
use crate::policy::Rule;
use crate::policy::rule_in_view::{InView, Opened};

/// Why a circuit opened, in an [`EventKind::Opened`](crate::EventKind::Opened).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum OpenReason {
    /// Too many calls failed for the circuit's rule.
    #[non_exhaustive]
    Failures {
        /// Failures in the window.
        failures: u64,
        /// Calls in the window, if the rule looks at a share of calls; else the failures.
        calls: u64,
        /// The rule that opened the circuit.
        rule: Rule,
        /// The failures by kind. If the kind changed more than 64 times within a window of time,
        /// the kinds of the oldest failures are estimated.
        kinds: FailureKinds,
        /// How the call failed that opened the circuit.
        last: FailureKind,
        /// The text of its error, if the circuit [keeps](crate::Policy::last_error) that.
        error: Option<Arc<str>>,
    },
    /// A trial call failed, or more of them than may.
    #[non_exhaustive]
    TrialCall {
        /// Trial calls that failed: 1, unless
        /// [some may fail](crate::Policy::half_open_calls_of).
        failures: u64,
        /// Trial calls of which the circuit wanted to see the results.
        calls: u64,
        /// The failures by kind.
        kinds: FailureKinds,
        /// How the last of them failed.
        last: FailureKind,
        /// The text of its error, if the circuit [keeps](crate::Policy::last_error) that.
        error: Option<Arc<str>>,
    },
    /// The callee asked callers to wait: a failed call said so, by
    /// [`Verdict::OpenFor`](crate::Verdict::OpenFor) or an arm of `open(..)`, or
    /// [`open_for`](crate::CircuitBreaker::open_for) passed it on.
    #[non_exhaustive]
    ToldToWait {
        /// How long the failed call's callee asked callers to wait, which may be longer than the
        /// circuit opened for; `None` if it did not say, or if `open_for` opened the circuit.
        asked: Option<Duration>,
        /// How the call failed; `None` if `open_for` opened the circuit.
        last: Option<FailureKind>,
        /// The text of its error, if the circuit [keeps](crate::Policy::last_error) that.
        error: Option<Arc<str>>,
    },
    /// A few calls in a row failed, mostly two, while somebody outside
    /// [suspected](crate::FromOutside::suspect_for) the circuit, which
    /// [`Event::by`](crate::Event::by) names.
    #[non_exhaustive]
    Suspected {
        /// Failures in a row.
        failures: u64,
        /// How the last of them failed.
        last: FailureKind,
        /// The text of its error, if the circuit [keeps](crate::Policy::last_error) that.
        error: Option<Arc<str>>,
    },
    /// The circuit was open, or half-open, before a restart, and
    /// [`restore`](crate::CircuitBreaker::restore) told it so.
    #[non_exhaustive]
    Restored {},
    /// A test opened the circuit by `set_state`. [`force_open`](crate::CircuitBreaker::force_open)
    /// makes an event of its own, [`EventKind::ForcedOpen`](crate::EventKind::ForcedOpen).
    ByHand,
}

impl OpenReason {
    /// The reason in lower case with underscores, as in logs: `failures`, `trial_call`,
    /// `told_to_wait`, `suspected`, `restored`, `by_hand`.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Failures { .. } => "failures",
            Self::TrialCall { .. } => "trial_call",
            Self::ToldToWait { .. } => "told_to_wait",
            Self::Suspected { .. } => "suspected",
            Self::Restored {} => "restored",
            Self::ByHand => "by_hand",
        }
    }

    /// How the call failed that opened the circuit; `None` if no failure did.
    #[must_use]
    pub const fn last_failure(&self) -> Option<FailureKind> {
        match self {
            Self::Failures { last, .. }
            | Self::TrialCall { last, .. }
            | Self::Suspected { last, .. } => Some(*last),
            Self::ToldToWait { last, .. } => *last,
            Self::Restored {} | Self::ByHand => None,
        }
    }

    /// The text of the error that opened the circuit, if the circuit
    /// [keeps](crate::Policy::last_error) that.
    #[must_use]
    pub fn last_error(&self) -> Option<&str> {
        match self {
            Self::Failures { error, .. }
            | Self::TrialCall { error, .. }
            | Self::ToldToWait { error, .. }
            | Self::Suspected { error, .. } => error.as_deref(),
            Self::Restored {} | Self::ByHand => None,
        }
    }

    /// Sets the text of the failed call's error.
    pub(crate) fn learn_error(&mut self, last: Option<&Arc<str>>) {
        if let Self::Failures { error, .. }
        | Self::TrialCall { error, .. }
        | Self::ToldToWait { error, last: Some(_), .. }
        | Self::Suspected { error, .. } = self
        {
            *error = last.cloned();
        }
    }

    /// Forgets what the error said.
    pub(crate) fn forget_error(&mut self) {
        self.learn_error(None);
    }

    /// Writes the kinds of failures in brackets; errors alone need none.
    fn write_kinds(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            // Of one trial call its verb says it.
            Self::TrialCall { failures: ..=1, .. } => Ok(()),
            Self::Failures { kinds, .. } | Self::TrialCall { kinds, .. }
                if kinds.total() > kinds.error =>
            {
                write!(f, " ({kinds})")
            }
            _ => Ok(()),
        }
    }
}

/// `5 failures within 10s`, `50 of 80 calls failed within 60s (50 slow calls)`, `3 failures in a
/// row`, `a trial call failed`, `a trial call timed out`, `2 of 5 trial calls failed`, `told to
/// wait`, `told to wait 30s`, `2 failures in a row under suspicion`, `restored from before a
/// restart`, `by hand`. The text of an error that is remembered follows: `5 failures within 10s:
/// connection refused`.
impl fmt::Display for OpenReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            &Self::Failures { failures, calls, rule, .. } => {
                Opened(InView { rule, failures, calls }).fmt(f)?;
            }
            Self::TrialCall { failures: ..=1, last, .. } => {
                write!(f, "a trial call {}", last.as_verb())?;
            }
            Self::TrialCall { failures, calls, .. } => {
                write!(f, "{failures} of {calls} trial calls failed")?;
            }
            Self::ToldToWait { asked: Some(time), .. } => {
                write!(f, "told to wait {:?}", shown(*time))?;
            }
            Self::ToldToWait { asked: None, .. } => f.write_str("told to wait")?,
            Self::Suspected { failures, .. } => {
                write!(f, "{failures} failures in a row under suspicion")?;
            }
            Self::Restored {} => f.write_str("restored from before a restart")?,
            Self::ByHand => f.write_str("by hand")?,
        }
        self.write_kinds(f)?;
        self.last_error().map_or(Ok(()), |error| write!(f, ": {error}"))
    }
}
