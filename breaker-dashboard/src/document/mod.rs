//! What is sent: the documents of the wire, version 1, as types. No logic.
//!
//! Names are those of the JSON. Times are in whole milliseconds, `.._ms`; what is unknown is
//! `None`. A reader ignores fields that it does not know.

use serde::{Deserialize, Serialize};

mod circuit;
mod counts;
mod detail;
mod fleet;
mod health;
mod history;
mod instead;
mod ramp_up;
mod state;
mod steering;
mod within;

pub use circuit::{
    Calls, Change, Circuit, Forced, Keys, LastFailure, Location, Rates, Rule, Spark, WorstKey,
};
pub use counts::CircuitCounts;
pub use detail::{Detail, DetailEvent, Guards, KeysPage, OwnSettings, PolicyValue, Series};
pub use fleet::{Away, Fleet, FleetChange, Local, Member, Phase, Shared, Suspected};
pub use health::{Health, HealthFleet};
pub use history::{Incident, Replay, Row, Timeline};
pub use instead::{Instead, InsteadOf, Passes};
pub use ramp_up::RampUp;
pub use state::{Effect, State, States};
pub use steering::{Action, Audit, KeyApart, Order, Reach, Steered, SteeredKeys, WhyApart};
pub use within::RejectedWithin;

/// What a [`Document`] says of its form.
pub const FORMAT: &str = "circuit-breaker-dashboard";
/// What an [`Incident`] says of its form.
pub const INCIDENT_FORMAT: &str = "circuit-breaker-incident";
/// The version of all documents.
pub const VERSION: u32 = 1;

/// Seconds since recording began. The recorder ticks once a second.
pub type Tick = u64;

/// All that is shown at one tick: `GET api/v1/state`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// [`FORMAT`].
    pub format: String,
    /// [`VERSION`].
    pub version: u32,
    /// `true`: a [`Patch`] says `false`.
    pub full: bool,
    /// To be given back as `?since=`. Its form is nobody's business.
    pub cursor: String,
    /// When it was.
    pub tick: Tick,
    /// The wall clock of the program at that tick, since 1970: to show an absolute time.
    pub at_ms: u64,
    /// Whose circuits these are.
    pub process: Process,
    /// What the viewer may do. Of a past moment: nothing.
    #[serde(default)]
    pub steering: Steering,
    /// The fleet that the process is in, if it is in one.
    #[serde(default)]
    pub fleet: Option<Fleet>,
    /// The state of all in words.
    pub verdict: Verdict,
    /// Circuits without keys, those that stand for all keys of a function, and keys that are not
    /// plainly closed: at most 200 a function.
    pub circuits: Vec<Circuit>,
}

/// What is different one tick later.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Patch {
    /// [`VERSION`].
    pub version: u32,
    /// `false`.
    pub full: bool,
    /// To be given back as `?since=`.
    pub cursor: String,
    /// When it was.
    pub tick: Tick,
    /// The wall clock of the program at that tick.
    pub at_ms: u64,
    /// If it reads differently now.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub verdict: Option<Verdict>,
    /// What has changed of the fleet.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub fleet: Option<FleetChange>,
    /// What has changed of each circuit. Whose `rates` are not here had no traffic.
    pub circuits: Vec<Change>,
    /// Circuits that are shown no more.
    pub removed: Vec<u32>,
}

/// Several ticks at once, for a viewer who was away.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Patches {
    /// One after the other.
    pub ticks: Vec<Patch>,
}

/// The process whose circuits are shown: no other replica is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Process {
    /// The machine's name.
    pub host: String,
    /// The process's number.
    pub pid: u32,
    /// The name of the executable.
    pub program: String,
    /// What the program calls its version.
    pub version: Option<String>,
    /// For how long the process has run; where its system does not tell, since recording began.
    pub up_for_ms: u64,
    /// For how long its circuits have been recorded.
    pub recorded_for_ms: u64,
    /// The bound on what is remembered, in bytes; 0 of a program that does not say it.
    #[serde(default)]
    pub memory_bytes: u64,
    /// A name by chance: ids and ticks are those of this instance.
    pub instance: String,
}

/// What the viewer may do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Steering {
    /// Whether the viewer may steer circuits.
    pub allowed: bool,
    /// Who the viewer is, for the audit.
    pub who: Option<String>,
    /// What an order has to carry in the header `x-circuit-token`.
    pub token: Option<String>,
}

/// The state of all circuits in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// The worst there is.
    pub level: Level,
    /// The sentence on top.
    pub text: String,
    /// Which circuit it is about.
    pub circuit: Option<u32>,
    /// How many circuits there are, and how many are down.
    #[serde(default)]
    pub counts: CircuitCounts,
    /// A sentence for each circuit in trouble, worst first, the first one included; at most 20.
    pub more: Vec<Sentence>,
}

/// What is to be said of one circuit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence {
    /// How bad it is.
    pub level: Level,
    /// The sentence.
    pub text: String,
    /// Which circuit it is about.
    pub circuit: Option<u32>,
}

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Nothing is wrong.
    Calm,
    /// A circuit would reject calls, but is in a dry run: they pass.
    DryRun,
    /// Something was, and gets better.
    Recovering,
    /// Somebody has forced a circuit.
    Forced,
    /// Calls are rejected.
    Outage,
}
