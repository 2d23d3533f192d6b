//! What an orchestrator asks.

use serde::{Deserialize, Serialize};

use super::CircuitCounts;

/// `GET api/v1/health`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Health {
    /// `ok`, or `degraded` while a circuit rejects calls or is half-open, that of a key as well, or
    /// while a chosen name is [unknown](Self::unknown). One that is half-open since an order has
    /// ended is as well as before: nothing has failed.
    pub status: String,
    /// Whether none of the chosen circuits is open, by force or by itself. A half-open one is no
    /// obstacle: it needs a call to close.
    pub ready: bool,
    /// How many circuits there are, and how many are down.
    pub circuits: CircuitCounts,
    /// The chosen circuits that make the program unready, by name.
    pub unready: Vec<String>,
    /// The chosen keys that have no circuit at present: no call has used them yet, or nobody ever
    /// will, for they are misspelt. They make nothing unready.
    #[serde(default)]
    pub no_circuit_yet: Vec<String>,
    /// The chosen names that no circuit has: misspelt, or not listed yet. They make nothing
    /// unready.
    #[serde(default)]
    pub unknown: Vec<String>,
    /// A sentence for each unknown name: what may have been meant.
    #[serde(default)]
    pub hints: Vec<String>,
    /// The fleet that the process is in, if it is in one. Whoever is away from it goes on by its
    /// own rules: that makes nothing unready, nor degraded.
    #[serde(default)]
    pub fleet: Option<HealthFleet>,
}

/// How the process stands to its fleet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HealthFleet {
    /// How many processes are there, this one included; 0: never known.
    pub members: u32,
    /// For how long this process has taken no part, if it takes none.
    pub away_for_ms: Option<u64>,
    /// Why it takes none.
    pub why: Option<String>,
}
