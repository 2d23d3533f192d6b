//! How far a circuit is on its way back to all calls.

use serde::{Deserialize, Serialize};

/// A circuit that lets a growing share of calls pass.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct RampUp {
    /// How long until all of them pass.
    pub rest_ms: u64,
    /// The share that passes at this tick, 0 to 1; in a dry run, the share that would.
    pub share: f64,
}
