//! What a record says.

use core::time::Duration;

use super::{Control, MemberId, Subject, Text, Version, Why};

/// What a record said at the engine's time, in times that remained then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// What the record is about.
    pub subject: Subject,
    /// The number of the record's last change.
    pub version: Version,
    /// Who made it, as people are shown.
    pub by: Text,
    /// What it says.
    pub state: State,
}

/// What a record says, by the part of the circuit that it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Of [`Part::Zone`](super::Part::Zone).
    Outage(Outage),
    /// Of [`Part::Control`](super::Part::Control).
    Control(Control),
}

/// An outage, as the members of one zone see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outage {
    /// Where it stands.
    pub phase: Phase,
    /// How long closed circuits are still suspected; zero: no longer.
    pub suspected: Duration,
    /// The version at which the present open time began; it names the round of trials after it.
    pub round: Version,
    /// Whether a trial that failed began it; false: a circuit that was closed opened, or nobody
    /// knows. Then it says nothing of the turn before.
    pub after_trial: bool,
    /// The row of openings without a recovery, the present one included.
    pub openings: u32,
    /// How many members told that their closed circuits opened since the outage began; 0 if the
    /// record does not begin with the first of them. Where many are open not all of them tell.
    pub openers: u32,
    /// Who opened it when the outage began.
    pub opened_by: Text,
    /// Why it opened then.
    pub why: Why,
}

/// Where an outage stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Nobody tries.
    Waiting {
        /// How long until a trial may begin; zero: it may.
        rest: Duration,
    },
    /// One member tries.
    Leased {
        /// That member.
        holder: MemberId,
        /// How long its lease lasts if it isn't renewed; zero: anybody may take it over.
        rest: Duration,
    },
    /// Two leases in a row were given back unused: whoever has a call tries, and asks for the lease
    /// at the same time.
    Anyone,
    /// A trial succeeded.
    Closed {
        /// How long ago.
        ago: Duration,
    },
}
