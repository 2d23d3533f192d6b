//! A trial call, as its permit and the machine know it.

use crate::tallies::Generation;

/// Which trial call of its half-open generation a permit stands for. There are
/// [`NUMBERS`](Self::NUMBERS) of them; then another generation begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Trial(pub(crate) u32);

impl Trial {
    /// As many as a word has room for.
    pub(crate) const NUMBERS: u32 = 1 << 24;
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
    pub(in crate::machine) fn trial_in(self, generation: u64) -> Option<Trial> {
        match self {
            Self::Trial(call) => call.generation.is(generation).then_some(call.trial),
            Self::InRampUp(_) => None,
        }
    }
}
