//! Who answers rejected calls, and which of them.

use serde::{Deserialize, Serialize};

/// Who answers a rejected call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Instead {
    /// The fallback, as the attribute has it.
    pub what: String,
    /// Its circuit, if it has one.
    pub circuit: Option<u32>,
    /// Which of the calls that come to it that circuit lets pass; all, where it has none.
    #[serde(default)]
    pub passes: Passes,
    /// How many those are, 0 to 1, while it is a [`Share`](Passes::Share).
    #[serde(default)]
    pub share: Option<f64>,
}

/// Which calls a circuit lets pass, while it is another one's fallback. In a dry run it lets all of
/// them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Passes {
    /// All of them.
    #[default]
    All,
    /// A growing share: it ramps up.
    Share,
    /// Trial calls alone, for which it waits.
    TrialCalls,
    /// Those of some of its keys: of a function.
    SomeKeys,
    /// None: it rejects them, or those of each of its keys.
    None,
}

/// Who answers the rejected calls of some of a circuit's functions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InsteadOf {
    /// How many functions.
    pub functions: u64,
    /// Who answers, in order; nobody where they have no fallback.
    pub instead: Vec<Instead>,
}
