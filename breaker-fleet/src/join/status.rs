//! How a membership is.

use core::fmt;
use core::time::Duration;
use std::sync::Arc;
use std::time::Instant;

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::circuits::Local;
use crate::member::{Away, Member};
use crate::wire::Name;

/// How a membership is: see [`Fleet::status`](super::Fleet::status).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Status {
    /// For how long this process has taken no part, and why; `None`: it does.
    pub away: Option<Away>,
    /// How many processes were there when it was last known, this one included; 0: never known.
    pub members: u32,
    /// How many messages were dropped because more happened than could be sent.
    pub dropped: u64,
    /// The circuits that stay local, and why.
    pub local: Vec<LocalCircuit>,
}

/// A circuit that takes no part.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LocalCircuit {
    /// Its name.
    pub name: Arc<str>,
    /// The key that it serves, if it is one of a keyed function's.
    pub key: Option<Arc<str>>,
    /// Why.
    pub why: Local,
}

impl fmt::Display for Status {
    /// `takes part with 49 others`, or for how long not and why.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.away {
            Some(Away { lasted, why }) => write!(f, "away for {}s: {why}", lasted.as_secs()),
            None => write!(f, "takes part with {} others", self.members.saturating_sub(1)),
        }
    }
}

/// Where the thread shows how it is. Nobody who looks waits for the thread.
#[derive(Debug)]
pub(super) struct Board(Mutex<Shown>);

#[derive(Debug)]
struct Shown {
    at: Instant,
    away: Option<Away>,
    members: u32,
    dropped: u64,
}

impl Board {
    pub(super) fn new() -> Self {
        let away = Some(Away { lasted: Duration::ZERO, why: Away::NOT_YET.to_owned() });
        Self(Mutex::new(Shown { at: Instant::now(), away, members: 0, dropped: 0 }))
    }

    pub(super) fn show(&self, member: &Member, now: Duration) {
        let status = member.status(now);
        let mut shown = self.shown();
        shown.at = Instant::now();
        shown.away = status.away;
        shown.members = status.members;
        shown.dropped = status.dropped;
    }

    /// There is no thread, and won't be.
    pub(super) fn never(&self, why: &str) {
        let mut shown = self.shown();
        shown.at = Instant::now();
        shown.away = Some(Away { lasted: Duration::ZERO, why: why.to_owned() });
    }

    pub(super) fn status(&self, local: Vec<(Name, Local)>) -> Status {
        let shown = self.shown();
        let passed = shown.at.elapsed();
        let away = shown.away.clone().map(|away| Away { lasted: away.lasted + passed, ..away });
        let local = local.into_iter();
        Status {
            away,
            members: shown.members,
            dropped: shown.dropped,
            local: local.map(|(Name { name, key }, why)| LocalCircuit { name, key, why }).collect(),
        }
    }

    fn shown(&self) -> MutexGuard<'_, Shown> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
