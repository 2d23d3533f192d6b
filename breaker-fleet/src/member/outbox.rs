//! What waits to be sent: gathered for 10 ms, a hundred at once, and no more than can be sent.

use core::time::Duration;
use std::collections::{BTreeSet, VecDeque};

use crate::wire::{Batch, Request};

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
}

impl Order {
    /// Whether it is still worth telling.
    pub(super) fn is_news(&self, now: Duration) -> bool {
        now.saturating_sub(self.born) <= NEWS
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
}

impl Outbox {
    pub(super) fn push(&mut self, now: Duration, request: Request) {
        self.orders.push_back(Order { request, born: now });
        self.due.get_or_insert(now + GATHER);
        if self.orders.len() > self.room.max(MOST) {
            self.thin_out();
        }
    }

    /// Puts back what was void, to be sent again at once, before what came after it.
    pub(super) fn put_back(&mut self, now: Duration, orders: Vec<Order>) {
        for order in orders.into_iter().rev() {
            self.orders.push_front(order);
            self.due = Some(now);
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
    pub(super) fn take(&mut self, now: Duration) -> Vec<Order> {
        self.forget_old_news(now);
        let count = self.orders.len().min(Batch::MOST);
        let batch = self.orders.drain(..count).collect();
        self.due = self.due.filter(|_| !self.orders.is_empty());
        batch
    }

    /// Nothing could be sent, or can be now: of what is still news, only what happened will be.
    /// What goes was not too much, but for nobody: it is not counted.
    pub(super) fn wait(&mut self, now: Duration) {
        self.orders.retain(|order| {
            let happened = matches!(
                order.request,
                Request::Trip { .. } | Request::Force { .. } | Request::Release { .. }
            );
            happened && order.is_news(now)
        });
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

    fn forget_old_news(&mut self, now: Duration) {
        let before = self.orders.len();
        self.orders.retain(|order| order.is_news(now));
        self.dropped += (before - self.orders.len()) as u64;
    }

    /// Keeps the latest request of each circuit.
    fn thin_out(&mut self) {
        let before = self.orders.len();
        let mut latest = BTreeSet::new();
        let mut kept = VecDeque::new();
        while let Some(order) = self.orders.pop_back() {
            if latest.insert(order.request.subject().cloned()) {
                kept.push_front(order);
            }
        }
        self.orders = kept;
        self.dropped += (before - self.orders.len()) as u64;
        self.room = 2 * self.orders.len();
    }
}
