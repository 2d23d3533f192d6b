//! What people ordered.

use super::outage::Step;
use super::record::{Kind, Record};
use super::step::Did;
use crate::wire::{Control, MOST, MOST_KEEP, MOST_TIME, NEAR, OrderId, Ordered, Text, micros};

/// An order, as it is to be compared with another one.
#[derive(Clone, Copy)]
struct Given {
    id: OrderId,
    /// When, by the engine's clock,
    at: u64,
    /// and by that of the engine which took it first; 0: none did.
    stamp: u64,
    /// It was told before.
    anew: bool,
}

impl Given {
    /// One person's orders come in the order in which they were given, but not each time equally
    /// late.
    fn after(self, known: &Self) -> Self {
        let stamp = self.stamp.max((known.stamp + 1).min(MOST));
        Self { at: self.at.max(known.at), stamp, ..self }
    }

    /// Whether it was given before the one that is known: by the engine's clock, or, where that
    /// can't tell, by their stamps. A stamp after `now` is of a clock that was set back: what was
    /// never told is compared with none such.
    fn is_before(&self, known: &Self, now: u64) -> bool {
        let is_near = self.at.abs_diff(known.at) <= micros(NEAR);
        match self.anew {
            _ if !is_near => self.at < known.at,
            false if known.stamp > now => self.at < known.at,
            _ => (self.stamp, self.id) < (known.stamp, known.id),
        }
    }
}

impl Record {
    /// The later of two orders counts. What is known is no change.
    pub(super) fn order(&mut self, step: &Step, control: &Control, by: &Text, anew: bool) -> Did {
        let at = step.now.saturating_sub(micros(control.ago));
        let stamp = if anew || control.stamp > 0 { control.stamp } else { at };
        let mut given = Given { id: control.id, at, stamp, anew };
        if let Kind::Control { id, given: at, stamp, .. } = self.kind {
            let known = Given { id, at, stamp, anew: false };
            if id == given.id && at > 0 {
                return Did::Refused;
            }
            if !anew && self.by == *by && given.at + micros(NEAR) >= at {
                given = given.after(&known);
            }
            if given.is_before(&known, step.now) {
                return Did::Refused;
            }
        }
        self.take_order(step.now, control, given);
        self.by = by.clone();
        Did::Accepted
    }

    /// Whoever was away meanwhile may do as it said before for as long as that was kept.
    fn take_order(&mut self, now: u64, control: &Control, given: Given) {
        let keep = micros(control.keep.min(MOST_KEEP));
        self.keep = keep.max(self.expires.saturating_sub(now));
        let time = micros(control.order.rest().min(MOST_TIME));
        let Given { id, at: given, stamp, .. } = given;
        let stamp = if stamp == 0 { given } else { stamp };
        let until = match control.order {
            Ordered::Forced { .. } => now + time,
            Ordered::Released => given,
        };
        let (to, note) = (control.order.to(), control.note.clone());
        self.kind = Kind::Control { id, to, until, time, given, stamp, note };
    }
}
