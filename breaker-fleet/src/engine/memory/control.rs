//! What people ordered.

use super::outage::Step;
use super::record::{Kind, Record};
use super::step::Did;
use crate::wire::{Control, MOST_KEEP, MOST_TIME, NEAR, Ordered, Text, micros};

impl Record {
    /// The later of two orders counts. What is known is no change.
    pub(super) fn order(&mut self, step: &Step, control: &Control, by: &Text, anew: bool) -> Did {
        let mut given = step.now.saturating_sub(micros(control.ago));
        if let Kind::Control { id, given: known, .. } = &self.kind {
            if *id == control.id && *known > 0 {
                return Did::Refused;
            }
            // What one person orders comes in the order in which it was given, but not each time
            // equally late.
            if !anew && self.by == *by && given + micros(NEAR) >= *known {
                given = given.max(*known);
            }
            if given < *known || anew && given <= *known + micros(NEAR) {
                return Did::Refused;
            }
        }
        self.take_order(step.now, control, given);
        self.by = by.clone();
        Did::Accepted
    }

    /// Whoever was away meanwhile may do as it said before for as long as that was kept.
    fn take_order(&mut self, now: u64, control: &Control, given: u64) {
        let keep = micros(control.keep.min(MOST_KEEP));
        self.keep = keep.max(self.expires.saturating_sub(now));
        let time = micros(control.order.rest().min(MOST_TIME));
        let until = match control.order {
            Ordered::Forced { .. } => now + time,
            Ordered::Released => given,
        };
        let (to, note) = (control.order.to(), control.note.clone());
        self.kind = Kind::Control { id: control.id, to, until, time, given, note };
    }
}
