//! What may be done to circuits.

use serde::{Deserialize, Serialize};

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Reject every call, for a time.
    ForceOpen,
    /// Admit every call, for a time.
    ForceClosed,
    /// Close the circuit with an empty window.
    Reset,
    /// Reject no call from now on, and say which would be.
    DryRunOn,
    /// Reject calls again.
    DryRunOff,
}

/// An order: `POST api/v1/steer`. Other than the documents, it may have no field but these: one
/// that is misspelt is refused, and so is one that is there twice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Order {
    /// What is to be done.
    pub action: Action,
    /// To which circuit.
    pub name: String,
    /// To that of which key.
    #[serde(default)]
    pub key: Option<String>,
    /// For how long, if it is a force: ten minutes where nothing is said, at least a second and at
    /// most a week.
    #[serde(default)]
    pub for_ms: Option<u64>,
    /// Why; at most 200 characters.
    #[serde(default)]
    pub why: Option<String>,
}

/// What was done, by whom and why.
///
/// `who`, `name`, `key` and `why` are texts of others, as they came: a line end in one would be a
/// line of its own in a log, and a terminal obeys what it finds. Write them with `{:?}`, which
/// escapes both, or as JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Audit {
    /// When, since 1970.
    pub at_ms: u64,
    /// Who did it.
    pub who: String,
    /// What was done.
    pub action: Action,
    /// To which circuit.
    pub name: String,
    /// To that of which key.
    pub key: Option<String>,
    /// For how long, if it was a force.
    pub for_ms: Option<u64>,
    /// Why.
    pub why: Option<String>,
    /// Where else it holds, if it is not for this process alone.
    #[serde(default)]
    pub fleet: Option<Reach>,
}

/// Where an order holds that a fleet shares: in each of its processes that shares control.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reach {
    /// The fleet's name.
    pub namespace: String,
    /// How many processes are there; how many of them share control nobody knows.
    pub members: u32,
    /// Whether this process is away: the others hear of it once it is back.
    pub away: bool,
}

/// The answer to an [`Order`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Steered {
    /// What was done.
    pub audit: Audit,
}
