//! How many circuits there are.

use serde::{Deserialize, Serialize};

use super::States;

/// How many circuits there are, and how many are down. The page, the verdict, the health document
/// and `breaker-top` count as this does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CircuitCounts {
    /// All of them. A function with keys is as many as keys have a circuit, and one as long as none
    /// has.
    pub all: u64,
    /// How many of them are those of keys.
    pub of_keys: u64,
    /// How many are down: open, or half-open and tried by the calls that come. Neither those that
    /// are forced open are, nor those in a dry run, which `in_state` has apart, nor who has
    /// [waited](super::Circuit::waits) for a call for some time.
    pub down: u64,
    /// How many are in which state.
    pub in_state: States,
}
