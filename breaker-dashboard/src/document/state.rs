//! What a circuit does to calls, and how many do what.

use serde::{Deserialize, Serialize};

/// What a circuit does with calls; the runtime's own names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "`breaker_runtime::State` explains them")]
pub enum State {
    Closed,
    Open,
    HalfOpen,
    RampUp,
    ForcedOpen,
    ForcedClosed,
}

/// What a circuit does to calls: as its [`State`] says, unless it is in a dry run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "`breaker_runtime::State` explains them")]
pub enum Effect {
    Closed,
    Open,
    HalfOpen,
    RampUp,
    ForcedOpen,
    ForcedClosed,
    /// It would reject calls, by itself or by force, but is in a dry run: all of them pass.
    DryRun,
}

impl State {
    /// What it does to calls, in a dry run or not.
    ///
    /// ```
    /// use breaker_dashboard::document::{Effect, State};
    ///
    /// assert_eq!(State::Open.effect(false), Effect::Open);
    /// assert_eq!(State::Open.effect(true), Effect::DryRun);
    /// assert_eq!(State::Closed.effect(true), Effect::Closed);
    /// ```
    #[must_use]
    pub const fn effect(self, dry_run: bool) -> Effect {
        match self {
            Self::Closed => Effect::Closed,
            Self::ForcedClosed => Effect::ForcedClosed,
            _ if dry_run => Effect::DryRun,
            Self::Open => Effect::Open,
            Self::HalfOpen => Effect::HalfOpen,
            Self::RampUp => Effect::RampUp,
            Self::ForcedOpen => Effect::ForcedOpen,
        }
    }
}

/// A number for each state. Whoever would reject calls but for a dry run is counted apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "`breaker_runtime::State` explains them")]
pub struct States {
    pub closed: u64,
    pub open: u64,
    pub half_open: u64,
    pub ramp_up: u64,
    pub forced_open: u64,
    pub forced_closed: u64,
    /// In a dry run, and in a state that would reject calls: these are in none of the others.
    #[serde(default)]
    pub dry_run: u64,
}
