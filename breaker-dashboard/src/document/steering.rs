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
    /// What became of the keys of this process, if it was done to all keys of a function.
    #[serde(default)]
    pub keys: Option<SteeredKeys>,
}

/// The keys of a function after an order to all of them. A key that comes later follows it too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SteeredKeys {
    /// How many of those that have a circuit are as was ordered.
    pub followed: u64,
    /// How many are not: what was said of such a key alone goes first.
    pub apart: u64,
    /// Those that are not, in the order of the alphabet: twenty at most.
    pub which: Vec<KeyApart>,
}

/// A key that did not follow an order to all keys.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyApart {
    /// The key.
    pub key: String,
    /// What was said of it alone.
    pub why: WhyApart,
}

/// What was said of a key alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhyApart {
    /// Its state is forced, until its own end or reset.
    Forced,
    /// It is in a dry run, in which it rejects nothing.
    DryRun,
    /// It is in no dry run, by an override.
    NoDryRun,
    /// It is switched off, by an override.
    SwitchedOff,
}
