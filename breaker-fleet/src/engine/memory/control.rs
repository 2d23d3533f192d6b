//! What people forced.

use core::time::Duration;

use super::record::{Kind, Record};
use crate::wire::{AFTERWARDS, ForcedTo, MOST_TIME, Text, micros};

impl Record {
    /// Forced into a state for a time, or released.
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
        self.keep = time + micros(if to.is_some() { AFTERWARDS } else { 2 * AFTERWARDS });
        self.kind = Kind::Control { to, until: now + time, time, note: note.clone() };
    }
}
