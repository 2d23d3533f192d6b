//! What happened in one run, and what is counted in it.

use std::ops::Range;
use std::time::Duration;

use crate::demonstration::answers::Answers;
use crate::demonstration::client::Receipt;
use crate::demonstration::gateway::Arrival;
use crate::demonstration::news::{Moment, Sale};
use crate::demonstration::staff::Log;

/// When it happened.
#[derive(Clone, Debug)]
pub(crate) struct Moments {
    pub(crate) opened: Moment,
    pub(crate) hangs: Moment,
    pub(crate) killed: Moment,
    pub(crate) restarted: Moment,
    pub(crate) recovers: Moment,
    pub(crate) ends: Moment,
}

/// What arrives so soon after its circuit opened was under way: no trial call. In microseconds.
const UNDER_WAY: Moment = 100_000;

#[derive(Clone, Debug)]
pub(crate) struct Run {
    pub(crate) moments: Moments,
    /// What gateway A received.
    pub(crate) arrivals: Vec<Arrival>,
    pub(crate) shops: Vec<Log>,
}

impl Run {
    /// Calls that A received while it hung.
    pub(crate) fn doomed(&self) -> impl Iterator<Item = &Arrival> {
        self.arrivals.iter().filter(|arrival| arrival.hangs)
    }

    /// Those of them that this shop sent before its circuit had opened.
    pub(crate) fn lost_by(&self, shop: usize) -> usize {
        let is_lost = |arrival: &&Arrival| arrival.shop == shop && !self.is_trial(arrival);
        self.doomed().filter(is_lost).count()
    }

    /// Those that came later, within these moments.
    pub(crate) fn trials(&self, within: &Range<Moment>) -> usize {
        let is_one = |arrival: &&Arrival| within.contains(&arrival.at) && self.is_trial(arrival);
        self.doomed().filter(is_one).count()
    }

    /// In the seconds of the outage in which Redis runs, where there is one.
    pub(crate) fn trials_with_redis(&self) -> usize {
        let Moments { hangs, killed, restarted, .. } = self.moments;
        self.trials(&(hangs..killed)) + self.trials(&(restarted..Moment::MAX))
    }

    /// From the end of Redis to its beginning anew, where there is one.
    pub(crate) const fn redis_dead(&self) -> Range<Moment> {
        self.moments.killed..self.moments.restarted
    }

    fn is_trial(&self, arrival: &Arrival) -> bool {
        self.opened(arrival.shop).is_some_and(|opened| arrival.at > opened + UNDER_WAY)
    }

    /// When the circuit of this shop opened, the first time since A hung.
    pub(crate) fn opened(&self, shop: usize) -> Option<Moment> {
        let opened = &self.shops.get(shop)?.opened;
        opened.iter().copied().find(|opened| *opened >= self.moments.hangs)
    }

    /// The same, as a time since then.
    pub(crate) fn opened_after(&self, shop: usize) -> Option<Duration> {
        self.opened(shop).map(|opened| between(self.moments.hangs, opened))
    }

    pub(crate) fn first_opened(&self) -> Option<Duration> {
        self.numbers().filter_map(|shop| self.opened_after(shop)).min()
    }

    /// `None`: not all have opened.
    pub(crate) fn last_opened(&self) -> Option<Duration> {
        last(self.numbers().map(|shop| self.opened_after(shop)))
    }

    /// From A's recovery until a customer of this shop had paid through it.
    fn back_after(&self, shop: usize) -> Option<Duration> {
        let recovers = self.moments.recovers;
        let paid = |sale: &&Sale| sale.receipt == Some(Receipt::PaidThroughA);
        let sales = self.shops.get(shop)?.sales.iter().filter(paid);
        let first = sales.map(Sale::answered).filter(|answered| *answered > recovers).min();
        first.map(|first| between(recovers, first))
    }

    pub(crate) fn first_back(&self) -> Option<Duration> {
        self.numbers().filter_map(|shop| self.back_after(shop)).min()
    }

    /// `None`: not all are.
    pub(crate) fn last_back(&self) -> Option<Duration> {
        last(self.numbers().map(|shop| self.back_after(shop)))
    }

    fn numbers(&self) -> Range<usize> {
        0..self.shops.len()
    }

    /// What the customers were answered who ordered within these moments.
    pub(crate) fn answers(&self, within: &Range<Moment>) -> Answers {
        let sales = self.shops.iter().flat_map(|shop| &shop.sales);
        sales.filter(|sale| within.contains(&sale.ordered)).collect()
    }

    pub(crate) fn customers(&self) -> usize {
        self.shops.iter().map(|shop| shop.customers).sum()
    }

    /// Customers who went without an answer.
    pub(crate) fn unanswered(&self) -> usize {
        self.shops.iter().map(|shop| shop.customers.saturating_sub(shop.sales.len())).sum()
    }

    /// How many shops missed Redis within these moments.
    pub(crate) fn missed_redis(&self, within: &Range<Moment>) -> usize {
        let missed = |shop: &&Log| shop.away.iter().any(|at| within.contains(at));
        self.shops.iter().filter(missed).count()
    }

    /// How many calls A received in each whole second of the run.
    pub(crate) fn by_second(&self) -> Vec<usize> {
        let Moments { opened, ends, .. } = self.moments;
        let calls = |start: Moment| {
            let second = start..start + SECOND;
            self.arrivals.iter().filter(|arrival| second.contains(&arrival.at)).count()
        };
        (0..(ends - opened) / SECOND).map(|nth| calls(opened + nth * SECOND)).collect()
    }
}

/// In microseconds.
const SECOND: Moment = 1_000_000;

pub(crate) const fn between(earlier: Moment, later: Moment) -> Duration {
    Duration::from_micros(later.saturating_sub(earlier))
}

/// As long, and up to it.
pub(crate) const fn before(time: &Range<Moment>) -> Range<Moment> {
    time.start - (time.end - time.start)..time.start
}

/// As long, and from it on.
pub(crate) const fn after(time: &Range<Moment>) -> Range<Moment> {
    time.end..time.end + (time.end - time.start)
}

/// When the last of them was, if all were.
fn last(times: impl Iterator<Item = Option<Duration>>) -> Option<Duration> {
    times.collect::<Option<Vec<_>>>()?.into_iter().max()
}
