//! What was.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{DetailEvent, Document, Effect, Patch, Tick};

/// All circuits on one axis: `GET api/v1/timeline`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timeline {
    /// The first tick that is remembered.
    pub first: Tick,
    /// The last one.
    pub last: Tick,
    /// The wall clock at the last one.
    pub at_ms: u64,
    /// The circuits that were anything but closed, those without keys, and those that stand for
    /// all keys.
    pub rows: Vec<Row>,
}

/// One circuit over time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// As in [`Circuit`](super::Circuit).
    pub id: u32,
    /// The circuit's name.
    pub name: String,
    /// The key, if it is for one.
    pub key: Option<String>,
    /// From which tick on it did what to calls.
    pub runs: Vec<(Tick, Effect)>,
}

/// A piece of the past, to be shown as the present is: `GET api/v1/replay`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Replay {
    /// The first moment.
    pub base: Document,
    /// One after the other, from there.
    pub ticks: Vec<Patch>,
    /// Seconds from one to the next: 1 or 10.
    pub step: u64,
    /// The last tick that is in it: where one piece ends before the wanted moment, ask for the
    /// next.
    pub to: Tick,
    /// Whether it ends before the wanted moment.
    pub more: bool,
}

/// A piece of the past with all that the page needs to show it offline: `GET api/v1/incident`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Incident {
    /// [`INCIDENT_FORMAT`](super::INCIDENT_FORMAT).
    pub format: String,
    /// [`VERSION`](super::VERSION).
    pub version: u32,
    /// When it was saved.
    pub saved_at_ms: u64,
    /// The moment that was looked at when it was saved, if that was not the present: a page that
    /// opens the file shows it. One of its ticks.
    #[serde(default)]
    pub shown: Option<Tick>,
    /// All circuits on one axis, from the first moment to the last one.
    pub timeline: Timeline,
    /// The first moment.
    pub base: Document,
    /// One after the other, from there.
    pub ticks: Vec<Patch>,
    /// Seconds from one to the next: 1 or 10.
    pub step: u64,
    /// What happened to each circuit in trouble until the last moment, by id, latest first.
    pub events: BTreeMap<u32, Vec<DetailEvent>>,
}
