//! Calls that a circuit further in rejects.

use serde::{Deserialize, Serialize};

/// Calls of a circuit that ended in the rejection of another circuit, further in. They are among
/// those that it ignores: it can be closed, and its callers get something else than they asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RejectedWithin {
    /// How many so far.
    pub calls: u64,
    /// How many in this second.
    pub rate: u64,
    /// How long ago the last one was.
    pub ago_ms: u64,
    /// The name of the circuit that rejected that.
    pub by: String,
    /// The key of that circuit, if it is for one.
    pub key: Option<String>,
    /// Whether the fallback of this circuit answers them, as `fallback_on = failure` has it; else
    /// its callers get the rejection. `None` where that of some of its functions does.
    pub answered: Option<bool>,
}
