//! What people forced.

use core::time::Duration;

use super::record::{Kind, Record};
use crate::wire::{AFTERWARDS, ForcedTo, MOST_TIME, Text, micros};

impl Record {
    /// Forced into a state for a time, or released. Whoever was away meanwhile may do as it said
    /// before for as long as that was kept.
    pub(super) fn control(
        &mut self,
        now: u64,
        to: Option<ForcedTo>,
        time: Duration,
        by: &Text,
        note: &Text,
    ) {
        let time = micros(time.min(MOST_TIME));
        self.by = by.clone();
        let keep = time + micros(if to.is_some() { AFTERWARDS } else { 2 * AFTERWARDS });
        self.keep = keep.max(self.expires.saturating_sub(now));
        self.kind = Kind::Control { to, until: now + time, time, note: note.clone() };
    }
}
