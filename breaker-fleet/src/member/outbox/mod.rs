//! What waits to be sent: gathered for 10 ms, a hundred at once, and no more than can be sent.

mod entry;

use core::mem;
use core::time::Duration;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

pub(super) use entry::Entry;

use crate::wire::{Batch, Name, Request, Subject};

/// So long requests are gathered.
const GATHER: Duration = Duration::from_millis(10);
/// What happened longer ago is never told.
const NEWS: Duration = Duration::from_secs(1);
/// From so many requests on only the latest of each circuit is kept.
const MOST: usize = 1000;

/// Requests in the order in which their reasons happened.
#[derive(Clone, Debug, Default)]
pub(super) struct Outbox {
    entries: VecDeque<Entry>,
    /// When what is gathered goes.
    due: Option<Duration>,
    /// How many were dropped, and how many of them people were told of.
    dropped: u64,
    told: u64,
    /// How long the queue may get before it is thinned out again.
    room: usize,
    /// What was dropped although somebody waits for its answer.
    lost: Vec<Entry>,
    next: u64,
    /// The last order of people for each circuit, while it is not carried out. None before it is
    /// told again: it would undo what came after it.
    last: BTreeMap<Subject, u64>,
}

impl Outbox {
    pub(super) fn push(&mut self, now: Duration, request: Request) {
        let entry = Entry { request, born: now, number: self.next };
        self.next += 1;
        if let Some(subject) = entry.request.subject().filter(|_| entry.is_control()) {
            self.last.insert(subject.clone(), entry.number);
        }
        self.entries.push_back(entry);
        self.due.get_or_insert(now + GATHER);
        if self.entries.len() > self.room.max(MOST) {
            self.thin_out();
        }
    }

    /// Whether it is worth telling once more.
    pub(super) fn is_worth_repeating(&self, now: Duration, entry: &Entry) -> bool {
        entry.is_news(now) && (!entry.is_control() || self.is_last(entry))
    }

    fn is_last(&self, entry: &Entry) -> bool {
        let last = entry.request.subject().and_then(|subject| self.last.get(subject));
        last == Some(&entry.number)
    }

    /// It was carried out, or never will be.
    pub(super) fn settle(&mut self, entry: &Entry) {
        if let Some(subject) = entry.request.subject().filter(|_| self.is_last(entry)) {
            self.last.remove(subject);
        }
    }

    /// Puts back what was void, to be sent again before what came after it: at once, but what has
    /// waited for long is not sent as often as an engine says so.
    pub(super) fn put_back(&mut self, now: Duration, entries: Vec<Entry>) {
        for entry in entries.into_iter().rev() {
            let is_young = now.saturating_sub(entry.born) <= NEWS;
            let due = if is_young { now } else { now + NEWS };
            self.due = Some(self.due.map_or(due, |before| before.min(due)));
            self.entries.push_front(entry);
        }
    }

    /// What is gathered goes at once.
    pub(super) fn hurry(&mut self, now: Duration) {
        self.due = (!self.entries.is_empty()).then_some(now);
    }

    /// When [`take`](Self::take) gives something.
    pub(super) fn due(&self) -> Option<Duration> {
        self.due
    }

    /// The next batch's orders.
    pub(super) fn take(&mut self) -> Vec<Entry> {
        let count = self.entries.len().min(Batch::MOST);
        let batch = self.entries.drain(..count).collect();
        self.due = self.due.filter(|_| !self.entries.is_empty());
        batch
    }

    /// Nothing could be sent, or can be now: of what is still news, only what happened will be.
    /// What goes was not too much, but for nobody: it is not counted.
    pub(super) fn wait(&mut self, now: Duration) {
        for entry in mem::take(&mut self.entries) {
            let tells = entry.is_control() || matches!(entry.request, Request::Trip { .. });
            if tells && self.is_worth_repeating(now, &entry) {
                self.entries.push_back(entry);
            } else {
                self.settle(&entry);
            }
        }
        self.due = self.due.filter(|_| !self.entries.is_empty());
    }

    pub(super) const fn dropped(&self) -> u64 {
        self.dropped
    }

    /// How many were dropped since people were told last.
    pub(super) fn tell_dropped(&mut self) -> Option<u64> {
        let new = self.dropped - self.told;
        self.told = self.dropped;
        (new > 0).then_some(new)
    }

    /// The circuits whose people's orders wait.
    pub(super) fn ordered(&self) -> impl Iterator<Item = &Name> {
        let ordered = self.entries.iter().filter(|entry| entry.is_control());
        ordered.filter_map(|entry| entry.request.subject()).map(|subject| &subject.name)
    }

    /// What was dropped although somebody waits for its answer.
    pub(super) fn take_lost(&mut self) -> Vec<Entry> {
        mem::take(&mut self.lost)
    }

    /// Drops what is no longer worth telling.
    pub(super) fn forget_old_news(&mut self, now: Duration) {
        let mut leases = BTreeSet::new();
        for entry in mem::take(&mut self.entries) {
            let is_young = now.saturating_sub(entry.born) <= NEWS;
            if entry.is_news(now) && (is_young || self.is_last(&entry)) {
                self.entries.push_back(entry);
                continue;
            }
            if let Request::Lease { subject, .. } = &entry.request {
                leases.insert(subject.clone());
            }
            self.lose(entry);
        }
        self.do_without(&leases);
    }

    /// These leases will never be asked for: what failed with one of them failed without.
    pub(super) fn do_without(&mut self, leases: &BTreeSet<Subject>) {
        if leases.is_empty() {
            return;
        }
        for entry in &mut self.entries {
            if let Request::Failed { subject, terms, by, opened_by, why } = &entry.request {
                if leases.contains(subject) {
                    let (subject, terms) = (subject.clone(), *terms);
                    let (by, opened_by, why) = (by.clone(), opened_by.clone(), why.clone());
                    entry.request =
                        Request::Trip { subject, terms, first: false, by, opened_by, why };
                }
            }
        }
    }

    /// Keeps the latest request of each circuit, and the lease without which a failure is none.
    fn thin_out(&mut self) {
        let mut needs_lease = BTreeMap::new();
        for entry in mem::take(&mut self.entries).into_iter().rev() {
            let is_failure = matches!(entry.request, Request::Failed { .. });
            let is_lease = matches!(entry.request, Request::Lease { .. });
            let keeps = match needs_lease.get_mut(&entry.request.subject().cloned()) {
                Some(needed) => is_lease && mem::take(needed),
                None => true,
            };
            if keeps {
                let subject = entry.request.subject().cloned();
                needs_lease.entry(subject).or_insert(is_failure);
                self.entries.push_front(entry);
            } else {
                self.lose(entry);
            }
        }
        self.room = 2 * self.entries.len();
    }

    fn lose(&mut self, entry: Entry) {
        self.dropped += 1;
        self.settle(&entry);
        if entry.is_awaited() {
            self.lost.push(entry);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Control, ForcedTo, Ordered, Part, Text};

    fn force(to: ForcedTo) -> Request {
        let subject = Subject { name: Name::new("x"), part: Part::Control };
        let order = Ordered::Forced { to, rest: Duration::from_secs(60) };
        let (ago, keep, note) = (Duration::ZERO, order.keep(), Text::default());
        let control = Control { id: 1, stamp: 0, order, ago, keep, note };
        Request::Control { subject, control, by: Text::default(), anew: false }
    }

    #[test]
    fn no_order_is_told_again_once_a_later_one_was_given() {
        let (mut outbox, now) = (Outbox::default(), Duration::ZERO);
        outbox.push(now, force(ForcedTo::Closed));
        let earlier = outbox.take();
        outbox.push(now, force(ForcedTo::Open));
        let later = outbox.take();
        assert!(!outbox.is_worth_repeating(now, &earlier[0]));
        assert!(outbox.is_worth_repeating(now, &later[0]));
        outbox.settle(&later[0]);
        assert!(!outbox.is_worth_repeating(now, &earlier[0]));
    }
}
