//! What members ask of an engine. The documentation of each request is the contract that every
//! engine fulfils; [`engine`](crate::engine) says what holds for all of them.

use core::time::Duration;

use super::{Control, MOST, Part, Subject, Terms, Text, Version, Why};

/// One request of a [`Batch`](super::Batch). `me` is the batch's member, `T` the engine's time, `r`
/// the record of the request's subject, read as `engine` says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    /// A circuit opened by its own evidence, without holding the lease.
    ///
    /// * If `first`, `r` is not closed, and `T >= r.until + r.open`: the rest is as if there were
    ///   no record. Whoever was closed meanwhile has another outage, and nobody could tell of the
    ///   last one's end.
    /// * No record, or closed: `r.openers` is 1 if `first` and `by` is `opened_by`, else 0. That is
    ///   "not known", and stays so. Otherwise, if `first` and it is not 0: `r.openers += 1` (no
    ///   change by itself).
    /// * `r` is leased until after `T`: refused. If `r.suspected <= T`, then
    ///   `r.suspected = T + r.open`, and that is a change.
    /// * `r` waits until after `T`: refused, no change.
    /// * Otherwise (no record; waiting or leased until `T` or before; anyone; closed) it *opens*:
    ///   accepted, a change.
    ///   1. No record: `r.openings = terms.openings`. Closed for `r.open` or longer:
    ///      `r.openings = 0`. Else it stays.
    ///   2. `r.open = terms.drawn(r.openings)`, then `r.openings += 1`.
    ///   3. `r` waits until `T + r.open`, and is suspected until then. `r.round` is the change's
    ///      version, `r.after_trial` is not `first`, `r.unused = 0`, `r.holder` is nobody.
    ///   4. `r.by` is the request's, `r.keep = terms.keep(r.open)`.
    ///   5. No record, closed, or `r.why` without a reason: `r.why` and
    ///      `r.opened_by` are the request's. Else both stay: people are shown how the outage
    ///      began.
    Trip {
        /// The circuit, in the member's zone.
        subject: Subject,
        /// How long it is open.
        terms: Terms,
        /// Whether it was closed before, so that one more member is in trouble; false: it was
        /// half-open.
        first: bool,
        /// Who tells.
        by: Text,
        /// Who opened the circuit when the outage began, as far as the teller knows: for an engine
        /// that knows of no outage, or has forgotten it.
        opened_by: Text,
        /// Why it opened then.
        why: Why,
    },
    /// A circuit that is open asks to try.
    ///
    /// * No record, or closed longer than `opened_ago` (the circuit opened after it, and nobody
    ///   knew): accepted, a change. `r.openings` as in 1. of a trip, `r.open` as in 2. without the
    ///   increase, `r.suspected = 0`, `r.round` is the change's version, `r.after_trial` is false,
    ///   `r.unused = 0`, `r.opened_by` and `r.why` are the request's, `r.keep =
    ///   terms.keep(r.open)`; then as below.
    /// * Otherwise refused without a change if closed; if leased by somebody else until after `T`;
    ///   if waiting until after `T + 100 ms`.
    /// * Otherwise accepted, a change: leased by `me` until `T + 3 s`, `r.by` is the request's.
    ///   `r.round`, `r.suspected` and `r.unused` stay.
    Lease {
        /// The circuit, in the member's zone.
        subject: Subject,
        /// For an engine that knows of no outage.
        terms: Terms,
        /// How long ago the asker's circuit opened last.
        opened_ago: Duration,
        /// Who asks.
        by: Text,
        /// Who opened the circuit when the outage began, as far as the teller knows: for an engine
        /// that knows of no outage, or has forgotten it.
        opened_by: Text,
        /// Why it opened then.
        why: Why,
    },
    /// A trial is in flight: the lease goes on.
    ///
    /// Leased by `me`, even if it has lapsed: accepted, a change: until `T + 3 s`. Else refused.
    Renew {
        /// The circuit, in the member's zone.
        subject: Subject,
    },
    /// The lease is of no use to its holder.
    ///
    /// Leased by `me`: accepted, a change: `r` waits until `T`, `r.holder` is nobody. If `unused`,
    /// `r.unused += 1`, and from 2 on it is anyone's instead of waiting. Else refused.
    GiveBack {
        /// The circuit, in the member's zone.
        subject: Subject,
        /// Whether calls were lacking; false: the holder leaves, or is forced by hand.
        unused: bool,
    },
    /// A trial of the lease's holder failed.
    ///
    /// Leased by `me`, even if it has lapsed: accepted, a change: 2. to 5. of a trip,
    /// `r.after_trial` is true. Else refused: a failure counts from the lease's holder only.
    Failed {
        /// The circuit, in the member's zone.
        subject: Subject,
        /// How long it is open; the row of openings is the record's.
        terms: Terms,
        /// Who tells.
        by: Text,
        /// Who opened the circuit when the outage began, as far as the teller knows: for an engine
        /// that knows of no outage, or has forgotten it.
        opened_by: Text,
        /// Why it opened then.
        why: Why,
    },
    /// A round of trials succeeded, with or without the lease, and also while the others wait: of
    /// somebody whose patience with them has come to its end, or whose policy waits for less long.
    ///
    /// `r` is not closed, and `r.round == round`: accepted, a change: closed since
    /// `max(T - ago, 0)`, `r.holder` is nobody, `r.suspected = 0`, `r.unused = 0`,
    /// `r.openers = 0`, `r.by` is the request's; `r.openings` stays. Else refused: a trial has
    /// failed since that round began.
    Closed {
        /// The circuit, in the member's zone.
        subject: Subject,
        /// The round that the trials belong to.
        round: Version,
        /// How long ago the circuit closed: its process may have been away since.
        ago: Duration,
        /// Who tells.
        by: Text,
    },
    /// How many are open by now? Members ask while people look, beside a sync: what a trip counts
    /// is no change.
    ///
    /// Refused.
    Look {
        /// The circuit, in any zone.
        subject: Subject,
    },
    /// People forced a circuit, or gave it back to its rules, and say so to all; or a member says
    /// again what it knows of that. It was given at `given = max(T - control.ago, 0)`; `stamp` is
    /// the control's if that is above 0 or this is told `anew`, else `given`.
    ///
    /// * `r` is there, `r.order == control.id`, and `r.given > 0`: refused. It is known.
    /// * `r` is there and of the same `by`, this is not told `anew`, and `given >= r.given - 5 s`:
    ///   `given = max(given, r.given)`, `stamp = max(stamp, r.stamp + 1)`. One person's orders hold
    ///   as they come.
    /// * `r` is there, and `given < r.given` by more than 5 s, or at all if this is not told `anew`
    ///   and `r.stamp > T` (the clock was set back): refused. Somebody has ordered something else
    ///   since.
    /// * `r` is there, `given` is within 5 s of `r.given`, and `stamp < r.stamp`, or they are equal
    ///   and `control.id < r.order`: refused. Ages can't tell which is the later one, and whoever
    ///   is told first must not decide; what no engine has stamped may be the earlier one.
    /// * Otherwise accepted, a change: `r.order = control.id`, `r.given = given`, `r.stamp = stamp`
    ///   (`given`, if that is 0), `r.by` and `r.note` are the request's; forced until `T + rest`,
    ///   `r.open = rest`, or released since `given`; `r.keep` is the control's, or what was left of
    ///   it if that is more: whoever was away meanwhile may do as it said before until then.
    Control {
        /// The circuit's control.
        subject: Subject,
        /// What they ordered; for at most [`MOST_TIME`](super::MOST_TIME).
        control: Control,
        /// Who did it.
        by: Text,
        /// Whether it was told before, and is told to an engine that may have lost it.
        anew: bool,
    },
    /// What has changed since? Also the ping. Never void.
    ///
    /// The members' set gets `me` with `instance`, `zone` and `T`; members last seen before
    /// `T - 5 s` (or after `T + 5 s`: the clock was set back) leave it. Where 1024 or more leave at
    /// once, so may all others but 1024, who are back with their next sync. Answered by
    /// [`Reply::Synced`](super::Reply::Synced) with at most 256 views of a version above `cursor`
    /// that is in none of the ranges of `heard`, in the order of their versions; where there are
    /// many members, with [fewer](super::Synced::most_of). Names in the set of changes without a
    /// record are removed.
    Sync {
        /// The highest version up to which the member knows everything.
        cursor: Version,
        /// What it knows above the cursor, for it was pushed or answered, and what a push may still
        /// bring: the first and last version of each range, in ascending order. Without it 500
        /// members would be told of 10 000 circuits twice.
        heard: Vec<(Version, Version)>,
        /// Who the member is, as people are shown.
        instance: Text,
        /// Its zone; `""` if it has none.
        zone: Text,
    },
    /// Who else is there? Never void. Members ask while people look, beside a sync.
    ///
    /// Answered by [`Reply::Members`](super::Reply::Members): of the members' set those last seen
    /// within 5 s of `T`, without `me`, and how long before `T` that was (zero if after it). Of
    /// more than 1024 the 1024 that were seen the longest ago, by age and identity; of these the
    /// first 200 by identity, which is the order of the answer.
    Members,
    /// The member leaves: the members' set forgets it as it said who it is. Never void. Answered by
    /// [`Reply::Left`](super::Reply::Left).
    Leave {
        /// Who the member is, as it said in a sync.
        instance: Text,
        /// Its zone, as it said there.
        zone: Text,
    },
}

impl Request {
    /// The most ranges that a sync names.
    pub const MOST_RANGES: usize = 128;

    /// The record that the request is about.
    #[must_use]
    pub const fn subject(&self) -> Option<&Subject> {
        match self {
            Self::Trip { subject, .. }
            | Self::Lease { subject, .. }
            | Self::Renew { subject }
            | Self::GiveBack { subject, .. }
            | Self::Failed { subject, .. }
            | Self::Closed { subject, .. }
            | Self::Look { subject }
            | Self::Control { subject, .. } => Some(subject),
            Self::Sync { .. } | Self::Members | Self::Leave { .. } => None,
        }
    }

    /// Whether it can be decoded: it is about a record that it may be about, and no name, number or
    /// list is larger than what is sent.
    #[must_use]
    pub fn fits(&self) -> bool {
        let is_control = matches!(self, Self::Control { .. });
        let fits = |subject: &Subject| {
            subject.name.fits() && matches!(subject.part, Part::Control) == is_control
        };
        self.subject().is_none_or(fits)
            && match self {
                Self::Trip { why, .. } | Self::Lease { why, .. } | Self::Failed { why, .. } => {
                    why.failures <= MOST && why.calls <= MOST
                }
                Self::Closed { round, .. } => *round <= MOST,
                Self::Control { control, .. } => control.id.max(control.stamp) <= MOST,
                Self::Sync { cursor, heard, .. } => {
                    *cursor <= MOST
                        && heard.len() <= Self::MOST_RANGES
                        && heard.iter().all(|(first, last)| first.max(last) <= &MOST)
                }
                _ => true,
            }
    }
}
