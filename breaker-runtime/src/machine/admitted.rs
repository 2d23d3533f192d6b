//! What the machine knows of the calls that it admits.

use crate::counts::Generation;
use crate::machine::trials::Trial;

/// How a call is admitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Admitted {
    /// By the state alone, as every call is.
    ByState,
    /// As a trial call, or as part of one.
    Trial(TrialCall),
    /// By the chance of a ramp-up.
    InRampUp,
}

/// A trial call, or a call within one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TrialCall {
    pub(crate) generation: Generation,
    pub(crate) trial: Trial,
    /// Whether it is part of another call, which is the trial.
    pub(crate) is_within: bool,
}

/// A call of the recovery, which other calls may be part of (rule S14).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RecoveryCall {
    Trial(TrialCall),
    InRampUp(Generation),
}

impl RecoveryCall {
    /// The trial that it is part of, if that is of this generation.
    pub(super) fn trial_in(self, generation: u64) -> Option<Trial> {
        match self {
            Self::Trial(call) => call.generation.is(generation).then_some(call.trial),
            Self::InRampUp(_) => None,
        }
    }
}
