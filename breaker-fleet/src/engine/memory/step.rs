//! One request about one record.

use std::collections::BTreeSet;

use super::Memory;
use super::outage::Step;
use super::record::{Kind, Record, Stored};
use crate::wire::{MemberId, Reply, Request, Subject, Text};

/// What a request did to its record.
pub(super) enum Did {
    /// It was accepted: a change.
    Accepted,
    /// It was refused, and nothing changed that others would see.
    Refused,
    /// It was refused, but the record changed.
    Changed,
}

impl Memory {
    /// Runs a request about one record.
    pub(super) fn step(
        &mut self,
        me: MemberId,
        request: &Request,
        changed: &mut BTreeSet<Subject>,
    ) -> Reply {
        let Some(subject) = request.subject() else { return Reply::Left };
        let found = self.take(subject);
        let known = found.is_some();
        let mut record = found.unwrap_or_else(blank);
        let version = self.highest.saturating_add(1).max(self.now());
        let did = record.step(&Step { now: self.now(), version, me, known }, request);
        if !known && !matches!(did, Did::Accepted) {
            return Reply::Refused(None);
        }
        if !matches!(did, Did::Refused) {
            record.version = version;
            self.highest = version;
            record.expires = self.now() + record.keep;
            changed.insert(subject.clone());
        }
        let view = record.view(subject, self.now());
        self.put(subject, record);
        if matches!(did, Did::Accepted) {
            Reply::Accepted(view)
        } else {
            Reply::Refused(Some(view))
        }
    }
}

/// A record that nobody has written yet.
fn blank() -> Record {
    let kind = Kind::Outage(Stored::default());
    Record { version: 0, by: Text::default(), keep: 0, expires: 0, kind }
}

impl Record {
    fn step(&mut self, step: &Step, request: &Request) -> Did {
        match (request, &mut self.kind) {
            (Request::Control { control, by, anew, .. }, _) => self.order(step, control, by, *anew),
            (request, Kind::Outage(outage)) => {
                let did = outage.step(step, request, &mut self.keep);
                if let (Did::Accepted, Some(by)) = (&did, by_of(request)) {
                    self.by = by.clone();
                }
                did
            }
            (_, Kind::Control { .. }) => Did::Refused,
        }
    }
}

fn by_of(request: &Request) -> Option<&Text> {
    match request {
        Request::Trip { by, .. }
        | Request::Lease { by, .. }
        | Request::Failed { by, .. }
        | Request::Closed { by, .. } => Some(by),
        _ => None,
    }
}
