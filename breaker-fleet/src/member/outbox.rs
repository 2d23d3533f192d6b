//! What waits to be sent: gathered for 10 ms, a hundred at once, and no more than can be sent.

use core::mem;
use core::time::Duration;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::wire::{Batch, Name, Request, Subject};

/// So long requests are gathered.
const GATHER: Duration = Duration::from_millis(10);
/// What happened longer ago is never told.
const NEWS: Duration = Duration::from_secs(1);
/// From so many requests on only the latest of each circuit is kept.
const MOST: usize = 1000;

/// A request, and when its reason happened.
#[derive(Clone, Debug)]
pub(super) struct Order {
    pub(super) request: Request,
    pub(super) born: Duration,
    /// Its number in the order of all.
    number: u64,
}

impl Order {
    /// Whether it is still worth telling. What people ordered always is: what they forced may have
    /// ended, but so has what they replaced by it.
    pub(super) fn is_news(&self, now: Duration) -> bool {
        self.is_control() || now.saturating_sub(self.born) <= NEWS
    }

    /// As it is sent now: what says how long ago it was has grown older meanwhile.
    pub(super) fn request(&self, now: Duration) -> Request {
        let mut request = self.request.clone();
        let age = now.saturating_sub(self.born);
        match &mut request {
            Request::Control { control, .. } => *control = control.later(age),
            Request::Closed { ago, .. } => *ago = ago.saturating_add(age),
            _ => {}
        }
        request
    }

    /// Whether people ordered it, and it was never told.
    pub(super) const fn is_control(&self) -> bool {
        matches!(self.request, Request::Control { anew: false, .. })
    }

    /// Whether somebody waits for the answer.
    const fn is_awaited(&self) -> bool {
        self.is_control() || matches!(self.request, Request::Lease { .. })
    }
}

/// Requests in the order in which their reasons happened.
#[derive(Clone, Debug, Default)]
pub(super) struct Outbox {
    orders: VecDeque<Order>,
    /// When what is gathered goes.
    due: Option<Duration>,
    /// How many were dropped, and how many of them people were told of.
    dropped: u64,
    told: u64,
    /// How long the queue may get before it is thinned out again.
    room: usize,
    /// What was dropped although somebody waits for its answer.
    lost: Vec<Order>,
    next: u64,
    /// The last order of people for each circuit, while it is not carried out. None before it is
    /// told again: it would undo what came after it.
    last: BTreeMap<Subject, u64>,
}

impl Outbox {
    pub(super) fn push(&mut self, now: Duration, request: Request) {
        let order = Order { request, born: now, number: self.next };
        self.next += 1;
        if let Some(subject) = order.request.subject().filter(|_| order.is_control()) {
            self.last.insert(subject.clone(), order.number);
        }
        self.orders.push_back(order);
        self.due.get_or_insert(now + GATHER);
        if self.orders.len() > self.room.max(MOST) {
            self.thin_out();
        }
    }

    /// Whether it is worth telling once more.
    pub(super) fn is_worth_repeating(&self, now: Duration, order: &Order) -> bool {
        order.is_news(now) && (!order.is_control() || self.is_last(order))
    }

    fn is_last(&self, order: &Order) -> bool {
        let last = order.request.subject().and_then(|subject| self.last.get(subject));
        last == Some(&order.number)
    }

    /// It was carried out, or never will be.
    pub(super) fn settle(&mut self, order: &Order) {
        if let Some(subject) = order.request.subject().filter(|_| self.is_last(order)) {
            self.last.remove(subject);
        }
    }

    /// Puts back what was void, to be sent again before what came after it: at once, but what has
    /// waited for long is not sent as often as an engine says so.
    pub(super) fn put_back(&mut self, now: Duration, orders: Vec<Order>) {
        for order in orders.into_iter().rev() {
            let is_young = now.saturating_sub(order.born) <= NEWS;
            let due = if is_young { now } else { now + NEWS };
            self.due = Some(self.due.map_or(due, |before| before.min(due)));
            self.orders.push_front(order);
        }
    }

    /// What is gathered goes at once.
    pub(super) fn hurry(&mut self, now: Duration) {
        self.due = (!self.orders.is_empty()).then_some(now);
    }

    /// When [`take`](Self::take) gives something.
    pub(super) fn due(&self) -> Option<Duration> {
        self.due
    }

    /// The next batch's orders.
    pub(super) fn take(&mut self) -> Vec<Order> {
        let count = self.orders.len().min(Batch::MOST);
        let batch = self.orders.drain(..count).collect();
        self.due = self.due.filter(|_| !self.orders.is_empty());
        batch
    }

    /// Nothing could be sent, or can be now: of what is still news, only what happened will be.
    /// What goes was not too much, but for nobody: it is not counted.
    pub(super) fn wait(&mut self, now: Duration) {
        for order in mem::take(&mut self.orders) {
            let tells = order.is_control() || matches!(order.request, Request::Trip { .. });
            if tells && self.is_worth_repeating(now, &order) {
                self.orders.push_back(order);
            } else {
                self.settle(&order);
            }
        }
        self.due = self.due.filter(|_| !self.orders.is_empty());
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
        let ordered = self.orders.iter().filter(|order| order.is_control());
        ordered.filter_map(|order| order.request.subject()).map(|subject| &subject.name)
    }

    /// What was dropped although somebody waits for its answer.
    pub(super) fn take_lost(&mut self) -> Vec<Order> {
        mem::take(&mut self.lost)
    }

    /// Drops what is no longer worth telling.
    pub(super) fn forget_old_news(&mut self, now: Duration) {
        let mut leases = BTreeSet::new();
        for order in mem::take(&mut self.orders) {
            let is_young = now.saturating_sub(order.born) <= NEWS;
            if order.is_news(now) && (is_young || self.is_last(&order)) {
                self.orders.push_back(order);
                continue;
            }
            if let Request::Lease { subject, .. } = &order.request {
                leases.insert(subject.clone());
            }
            self.lose(order);
        }
        self.do_without(&leases);
    }

    /// These leases will never be asked for: what failed with one of them failed without.
    pub(super) fn do_without(&mut self, leases: &BTreeSet<Subject>) {
        if leases.is_empty() {
            return;
        }
        for order in &mut self.orders {
            if let Request::Failed { subject, terms, by, opened_by, why } = &order.request {
                if leases.contains(subject) {
                    let (subject, terms) = (subject.clone(), *terms);
                    let (by, opened_by, why) = (by.clone(), opened_by.clone(), why.clone());
                    order.request =
                        Request::Trip { subject, terms, first: false, by, opened_by, why };
                }
            }
        }
    }

    /// Keeps the latest request of each circuit, and the lease without which a failure is none.
    fn thin_out(&mut self) {
        let mut needs_lease = BTreeMap::new();
        for order in mem::take(&mut self.orders).into_iter().rev() {
            let is_failure = matches!(order.request, Request::Failed { .. });
            let is_lease = matches!(order.request, Request::Lease { .. });
            let keeps = match needs_lease.get_mut(&order.request.subject().cloned()) {
                Some(needed) => is_lease && mem::take(needed),
                None => true,
            };
            if keeps {
                let subject = order.request.subject().cloned();
                needs_lease.entry(subject).or_insert(is_failure);
                self.orders.push_front(order);
            } else {
                self.lose(order);
            }
        }
        self.room = 2 * self.orders.len();
    }

    fn lose(&mut self, order: Order) {
        self.dropped += 1;
        self.settle(&order);
        if order.is_awaited() {
            self.lost.push(order);
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
