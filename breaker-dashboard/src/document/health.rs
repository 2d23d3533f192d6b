//! What an orchestrator asks.

use serde::{Deserialize, Serialize};

/// `GET api/v1/health`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Health {
    /// `ok`, or `degraded` while a circuit rejects calls.
    pub status: String,
    /// Whether none of the chosen circuits rejects calls.
    pub ready: bool,
    /// How many circuits there are, and how many are in trouble.
    pub circuits: HealthCounts,
    /// The chosen circuits that make the program unready, by name.
    pub unready: Vec<String>,
}

/// Circuits, those of keys not among them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HealthCounts {
    /// All of them.
    pub all: u64,
    /// Those that reject calls, or let few of them pass.
    pub in_outage: u64,
    /// Those that somebody has forced.
    pub forced: u64,
}
