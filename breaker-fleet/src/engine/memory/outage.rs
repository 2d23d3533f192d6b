//! What requests do to the record of an outage.

use core::time::Duration;

use super::record::{RecordPhase, Stored};
use super::step::Did;
use crate::engine::AHEAD;
use crate::wire::{LEASE, MemberId, Request, Terms, Text, Version, Why, micros};

/// The circumstances of a request.
pub(super) struct Step {
    pub(super) now: u64,
    /// What the change's version will be.
    pub(super) version: Version,
    pub(super) me: MemberId,
    /// Whether there was a record.
    pub(super) known: bool,
}

impl Stored {
    pub(super) fn step(&mut self, step: &Step, request: &Request, keep: &mut u64) -> Did {
        match request {
            Request::Trip { terms, first, by, opened_by, why, .. } => {
                self.openers = self.openers_with(step, *first, opened_by == by);
                self.trip(step, terms, *first, (opened_by, why), keep)
            }
            Request::Lease { terms, opened_ago, opened_by, why, .. } => {
                self.lease(step, terms, *opened_ago, (opened_by, why), keep)
            }
            Request::Failed { terms, opened_by, why, .. } if self.is_held_by(step.me) => {
                self.after_trial = true;
                self.open(step, terms, (opened_by, why), keep)
            }
            Request::Renew { .. } if self.is_held_by(step.me) => self.lend(step),
            Request::GiveBack { unused, .. } if self.is_held_by(step.me) => {
                self.give_back(step, *unused)
            }
            Request::Closed { round, ago, .. } => self.close(step, *round, *ago),
            _ => Did::Refused,
        }
    }

    fn is_held_by(&self, me: MemberId) -> bool {
        self.phase == RecordPhase::Leased(me)
    }

    fn trip(
        &mut self,
        step: &Step,
        terms: &Terms,
        first: bool,
        news: (&Text, &Why),
        keep: &mut u64,
    ) -> Did {
        let known = self.goes_on(step, first);
        let step = &Step { known, ..*step };
        let rests = step.known && self.until > step.now;
        match self.phase {
            RecordPhase::Leased(_) if rests && self.suspected <= step.now => {
                self.suspected = step.now + self.open;
                Did::Changed
            }
            RecordPhase::Leased(_) | RecordPhase::Waiting if rests => Did::Refused,
            _ => {
                self.take_up_the_row(step, terms);
                self.after_trial = !first;
                self.open(step, terms, news, keep)
            }
        }
    }

    /// Whether there is a record of the outage that this trip is of.
    fn goes_on(&self, step: &Step, first: bool) -> bool {
        step.known && !(first && self.is_over(step))
    }

    /// How many have opened, by this trip as well: known where the record begins with who opened
    /// first, and never again once it does not.
    fn openers_with(&self, step: &Step, first: bool, by_opener: bool) -> u32 {
        let goes_on = self.goes_on(step, first) && self.phase != RecordPhase::Closed;
        let is_known = if goes_on { self.openers > 0 } else { by_opener };
        let before = if goes_on { self.openers } else { 0 };
        if is_known { before.saturating_add(u32::from(first)) } else { 0 }
    }

    /// Whether nobody has tried for another open time after the wait. Whoever opens now was closed
    /// meanwhile, which nobody could tell the engine of: its outage is another one, and of that
    /// there is no record.
    fn is_over(&self, step: &Step) -> bool {
        self.phase != RecordPhase::Closed && step.now >= self.until.saturating_add(self.open)
    }

    /// Where the row of openings goes on.
    fn take_up_the_row(&mut self, step: &Step, terms: &Terms) {
        if !step.known {
            self.openings = terms.openings;
        } else if self.phase == RecordPhase::Closed && step.now - self.until >= self.open {
            self.openings = 0;
        }
    }

    /// By whom, and why: kept for as long as the outage lasts.
    fn open(
        &mut self,
        step: &Step,
        terms: &Terms,
        (by, why): (&Text, &Why),
        keep: &mut u64,
    ) -> Did {
        let is_next = step.known && self.phase != RecordPhase::Closed;
        if !is_next || self.why.reason.as_str().is_empty() {
            (self.opened_by, self.why) = (by.clone(), why.clone());
        }
        let open = terms.drawn(self.openings);
        self.openings = self.openings.saturating_add(1);
        self.draw(step, terms, open, keep);
        self.phase = RecordPhase::Waiting;
        self.until = step.now + self.open;
        self.suspected = self.until;
        Did::Accepted
    }

    /// A new open time is drawn, and a new round comes after it.
    fn draw(&mut self, step: &Step, terms: &Terms, open: Duration, keep: &mut u64) {
        self.open = micros(open);
        self.round = step.version;
        self.unused = 0;
        *keep = micros(terms.keep(open));
    }

    fn lease(
        &mut self,
        step: &Step,
        terms: &Terms,
        opened_ago: Duration,
        (by, why): (&Text, &Why),
        keep: &mut u64,
    ) -> Did {
        let forgotten = match self.phase {
            _ if !step.known => true,
            RecordPhase::Closed => step.now - self.until > micros(opened_ago),
            _ => false,
        };
        if forgotten {
            self.take_up_the_row(step, terms);
            self.draw(step, terms, terms.drawn(self.openings), keep);
            self.suspected = 0;
            self.after_trial = false;
            self.opened_by = by.clone();
            self.why = why.clone();
            return self.lend(step);
        }
        match self.phase {
            RecordPhase::Closed => Did::Refused,
            RecordPhase::Leased(other) if other != step.me && self.until > step.now => Did::Refused,
            RecordPhase::Waiting if self.until > step.now + AHEAD => Did::Refused,
            _ => self.lend(step),
        }
    }

    fn lend(&mut self, step: &Step) -> Did {
        self.phase = RecordPhase::Leased(step.me);
        self.until = step.now + micros(LEASE);
        Did::Accepted
    }

    fn give_back(&mut self, step: &Step, unused: bool) -> Did {
        self.unused = self.unused.saturating_add(u32::from(unused));
        self.until = step.now;
        self.phase = match self.unused {
            0 | 1 => RecordPhase::Waiting,
            _ => RecordPhase::Anyone,
        };
        Did::Accepted
    }

    fn close(&mut self, step: &Step, round: Version, ago: Duration) -> Did {
        if !step.known || self.phase == RecordPhase::Closed || self.round != round {
            return Did::Refused;
        }
        self.phase = RecordPhase::Closed;
        self.until = step.now.saturating_sub(micros(ago));
        self.suspected = 0;
        self.unused = 0;
        self.openers = 0;
        Did::Accepted
    }
}
