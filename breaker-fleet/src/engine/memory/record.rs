//! One record, with the engine's times.

use core::time::Duration;

use crate::wire::{
    Control, ForcedTo, LEASE, MOST_KEEP, MOST_TIME, MemberId, OrderId, Ordered, Outage, Phase,
    State, Subject, Text, Version, View, Why, micros,
};

/// What is kept of one subject. All times are microseconds; moments are the engine's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Of the last change.
    pub version: Version,
    /// Who made it.
    pub by: Text,
    /// How long it is kept after a change.
    pub keep: u64,
    /// When it goes.
    pub expires: u64,
    /// What it says.
    pub kind: Kind,
}

/// What a record says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Of an outage.
    Outage(Stored),
    /// Of what people forced.
    Control {
        /// Which order it is.
        id: OrderId,
        /// Into which state; `None`: released.
        to: Option<ForcedTo>,
        /// When it ends; of a release: when it was.
        until: u64,
        /// The force's whole time.
        time: u64,
        /// When it was ordered; 0: nobody knows any more.
        given: u64,
        /// The same by the clock of the engine that took it first.
        stamp: u64,
        /// Why.
        note: Text,
    },
}

/// The record of an outage.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stored {
    /// Where it stands.
    pub phase: RecordPhase,
    /// When the wait or the lease ends; of a closed one: since when.
    pub until: u64,
    /// The open time that was drawn last.
    pub open: u64,
    /// Until when closed circuits are suspected.
    pub suspected: u64,
    /// The version at which the open time began.
    pub round: Version,
    /// Whether a trial that failed began it.
    pub after_trial: bool,
    /// The row of openings.
    pub openings: u32,
    /// How many closed circuits opened.
    pub openers: u32,
    /// Leases that were given back unused, in a row.
    pub unused: u32,
    /// Who opened it.
    pub opened_by: Text,
    /// Why it opened.
    pub why: Why,
}

/// Where an outage stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RecordPhase {
    /// Nobody tries.
    #[default]
    Waiting,
    /// This member tries.
    Leased(MemberId),
    /// Whoever has a call tries.
    Anyone,
    /// A trial succeeded.
    Closed,
}

impl Record {
    /// No time reaches further from `now` than it was drawn: the clock may have been set back. None
    /// was drawn longer than times on the wire.
    pub(super) fn clamp(&mut self, now: u64) {
        self.keep = self.keep.min(micros(MOST_KEEP));
        self.expires = self.expires.min(now + self.keep);
        match &mut self.kind {
            Kind::Outage(outage) => outage.clamp(now),
            Kind::Control { to, until, time, given, .. } => {
                *time = (*time).min(micros(MOST_TIME));
                *until = (*until).min(if to.is_some() { now + *time } else { now });
                *given = if *given > now { 0 } else { *given };
            }
        }
    }

    pub(super) fn view(&self, subject: &Subject, now: u64) -> View {
        let state = match &self.kind {
            Kind::Outage(outage) => State::Outage(outage.view(now)),
            Kind::Control { id, to, until, given, stamp, note, .. } => {
                let forced = |to| Ordered::Forced { to, rest: rest(*until, now) };
                let (ago, keep) = (rest(now, *given), rest(self.expires, now));
                let (order, note) = (to.map_or(Ordered::Released, forced), note.clone());
                State::Control(Control { id: *id, stamp: *stamp, order, ago, keep, note })
            }
        };
        View { subject: subject.clone(), version: self.version, by: self.by.clone(), state }
    }
}

impl Stored {
    fn clamp(&mut self, now: u64) {
        self.open = self.open.min(micros(MOST_TIME));
        self.suspected = self.suspected.min(now + self.open);
        self.until = self.until.min(match self.phase {
            RecordPhase::Waiting => now + self.open,
            RecordPhase::Leased(_) => now + micros(LEASE),
            RecordPhase::Anyone => self.until,
            RecordPhase::Closed => now,
        });
    }

    fn view(&self, now: u64) -> Outage {
        Outage {
            phase: match self.phase {
                RecordPhase::Waiting => Phase::Waiting { rest: rest(self.until, now) },
                RecordPhase::Leased(holder) => {
                    Phase::Leased { holder, rest: rest(self.until, now) }
                }
                RecordPhase::Anyone => Phase::Anyone,
                RecordPhase::Closed => Phase::Closed { ago: rest(now, self.until) },
            },
            suspected: rest(self.suspected, now),
            round: self.round,
            after_trial: self.after_trial,
            openings: self.openings,
            openers: self.openers,
            opened_by: self.opened_by.clone(),
            why: self.why.clone(),
        }
    }
}

/// How long from `now` until `until`.
fn rest(until: u64, now: u64) -> Duration {
    Duration::from_micros(until.saturating_sub(now))
}
