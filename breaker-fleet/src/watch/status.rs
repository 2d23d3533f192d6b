//! How a membership is.

use core::fmt;
use core::time::Duration;
use std::sync::Arc;

use super::local::LocalCircuit;
use super::outage::SharedOutage;
use crate::member::{Away, Traffic};
use crate::wire::{self, Said, Text};

/// How a membership is, with all times as they are at the moment of the call: see
/// [`Watch::status`](super::Watch::status).
///
/// Names of other processes are what these say of themselves: at most 200 bytes, with what a
/// terminal would act on escaped.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Status {
    /// The fleet's namespace.
    pub namespace: Arc<str>,
    /// What others are shown of this process.
    pub instance: Arc<str>,
    /// The zone of this process, if it has one.
    pub zone: Option<Arc<str>>,
    /// Whether what is forced by hand travels: [`Join::share_control`](crate::Join::share_control).
    pub shares_control: bool,
    /// For how long this process has taken no part, and why; `None`: it does.
    pub away: Option<Away>,
    /// How many processes were there when it was last known, this one included; 0: never known.
    pub members: u32,
    /// How many of the others had this one's name when that was last known: they can't be told
    /// apart.
    pub same_name: u32,
    /// The other processes, at most 200 of them, by name. The server is asked for them every five
    /// seconds (of a fleet of hundreds, up to every 50 seconds), but only until half a minute after
    /// the last look: the first look shows none, and one two seconds later does. What was known is
    /// shown for a minute.
    pub others: Vec<Peer>,
    /// How long the list of others is not asked for anew, while people look: some five seconds, in
    /// a fleet of hundreds up to 50. Whoever was seen that long ago may well be there.
    pub others_every: Duration,
    /// The circuits in trouble that are here, at most 1000 of them, by name. Empty while this
    /// process is away.
    pub outages: Vec<SharedOutage>,
    /// What was sent and received.
    pub traffic: Traffic,
    /// How many leases this process holds: for as many circuits it makes the trial calls.
    pub leases: u32,
    /// The circuits that stay local, and why: at most 1000 of them, those that serve no key first.
    /// Looked at every five seconds at most.
    pub local: Vec<LocalCircuit>,
    /// How many circuits stay local.
    pub local_count: usize,
}

/// Another process of the fleet.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Peer {
    /// What it says its name is.
    pub instance: Arc<str>,
    /// Its zone, if it has one.
    pub zone: Option<Arc<str>>,
    /// How long ago it was last known to be there. It says so once a second; the server is asked
    /// for it as [`others`](Status::others) says.
    pub seen: Duration,
}

impl From<wire::Peer> for Peer {
    fn from(peer: wire::Peer) -> Self {
        let wire::Peer { instance, zone: of, seen } = peer;
        Self { instance: named(&instance), zone: zone(&of), seen }
    }
}

impl fmt::Display for Status {
    /// `takes part with 49 others`, or for how long not and why.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(Away { lasted, why }) = &self.away {
            return write!(f, "away for {}: {why}", Said(*lasted));
        }
        match self.members {
            0 | 1 => f.write_str("takes part, and nobody else does"),
            2 => f.write_str("takes part with 1 other"),
            members => write!(f, "takes part with {} others", members - 1),
        }
    }
}

/// A name that somebody else chose.
pub(super) fn named(text: &Text) -> Arc<str> {
    Text::plain(text.as_str()).shared()
}

pub(super) fn zone(zone: &Text) -> Option<Arc<str>> {
    (!zone.as_str().is_empty()).then(|| named(zone))
}
