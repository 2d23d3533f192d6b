//! The fleet that the process is in, and what others know of a circuit.

use serde::{Deserialize, Serialize};

use super::circuit::there;

/// The fleet, as this process knows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fleet {
    /// Who is in it: all that join this name on one engine.
    pub namespace: String,
    /// What the others are shown of this process.
    pub instance: String,
    /// The zone of this process, if it says so.
    pub zone: Option<String>,
    /// Whether a circuit that is forced or reset by hand is so in all that say this, too.
    pub shares_control: bool,
    /// Since when this process takes no part, and why: its circuits go on by their own rules.
    pub away: Option<Away>,
    /// How many processes are there, this one included; 0: never known.
    pub members: u32,
    /// The others by name, as far as they are known; at most 200.
    pub others: Vec<Member>,
    /// Messages that were sent.
    pub sent: u64,
    /// Messages that came.
    pub received: u64,
    /// Messages that were dropped, because more happened than could be sent.
    pub dropped: u64,
    /// Circuits for which this process alone may try the callee.
    pub leases: u32,
    /// Circuits that take no part, and why; at most 200.
    pub local: Vec<Local>,
    /// How many take no part.
    pub local_count: u64,
}

/// What has changed of the fleet: what is not there is as it was, and durations run on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "`Fleet` explains them")]
pub struct FleetChange {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instance: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "there")]
    pub zone: Option<Option<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shares_control: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "there")]
    pub away: Option<Option<Away>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub members: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub others: Option<Vec<Member>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sent: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub received: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dropped: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub leases: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub local: Option<Vec<Local>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub local_count: Option<u64>,
}

/// A process that takes no part in its fleet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Away {
    /// For how long.
    pub for_ms: u64,
    /// Why.
    pub why: String,
}

/// Another process of the fleet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// What people are shown of it. Names need not differ.
    pub instance: String,
    /// Its zone, if it says so.
    pub zone: Option<String>,
    /// How long ago it was there for sure; 0 if it was when the others were asked for last.
    pub seen_ms: u64,
}

/// A circuit that takes no part in the fleet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "they say it")]
pub struct Local {
    pub name: String,
    pub key: Option<String>,
    pub why: String,
}

/// Somebody else's circuit has opened: this one also opens at a few failures in a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suspected {
    /// How much longer.
    pub rest_ms: u64,
    /// Who suspects it.
    pub by: String,
}

/// What the fleet knows of a circuit that is in trouble.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shared {
    /// How far its outage is.
    pub phase: Phase,
    /// Who tries the callee for all, where somebody does.
    pub by: Option<String>,
    /// Whether that is this process.
    pub by_self: bool,
    /// How much longer the phase lasts at most, where it has an end.
    pub rest_ms: Option<u64>,
    /// Whose circuit opened when the outage began.
    pub opened_by: Option<String>,
    /// Whether that was this process's.
    #[serde(default)]
    pub opened_here: bool,
    /// Why it opened there.
    pub why: Option<String>,
    /// How much longer others suspect theirs.
    pub suspected_ms: Option<u64>,
    /// How often it has opened in a row.
    pub openings: u32,
    /// How many members' circuits have opened since, whatever they are by now; 0: that is not known
    /// (the engine has lost its memory, or could not be told), or it has recovered.
    pub openers: u32,
    /// Of so many members.
    #[serde(default)]
    pub members: u32,
    /// Whether `openers` is an estimate: in a fleet of forty or more.
    #[serde(default)]
    pub is_estimate: bool,
}

/// How far an outage is that a fleet shares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// All wait for the next trial.
    Waiting,
    /// One process tries the callee for all.
    Tried,
    /// Whoever has a call tries the callee.
    Anyone,
    /// A trial succeeded: each tries for itself.
    Recovered,
}
