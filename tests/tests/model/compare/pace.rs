//! A pair through time.

use core::time::Duration;

use proptest::sample::Index;

use super::Pair;
use crate::history::Instant;
use crate::steps::{Offset, Took};

impl Pair<'_> {
    /// The last moments at which calls under way are not slow.
    pub(super) fn slowness(&self) -> Vec<Instant> {
        self.under_way.iter().filter_map(|(_, ticket)| self.model.slow_behind(*ticket)).collect()
    }

    pub(super) fn go_to(&mut self, moments: Vec<Instant>, which: Index, offset: Offset) {
        let is_ahead = |&at: &Instant| at > self.model.now && is_within_reach(at);
        let ahead: Vec<_> = moments.into_iter().filter(is_ahead).collect();
        if !ahead.is_empty() {
            self.wait_until(offset.of(*which.get(&ahead)));
        }
    }

    pub(super) fn go_partway(&mut self, hundredths: u8) {
        let way = u128::from(self.last_turning_point() - self.model.now);
        let part = way * u128::from(hundredths) / 100;
        self.wait_until(self.model.now + u64::try_from(part).unwrap());
    }

    pub(super) fn last_turning_point(&self) -> Instant {
        let points = self.model.turning_points();
        points.into_iter().rfind(|&at| is_within_reach(at)).unwrap_or(self.model.now)
    }

    pub(super) fn wait_until(&mut self, moment: Instant) {
        self.clock.advance(Duration::from_nanos(moment - self.model.now));
        self.model.now = moment;
    }

    pub(super) fn nanos_of(&self, took: Took) -> u64 {
        match took {
            Took::NoTime => 0,
            Took::TheLimit(offset) => offset.of(self.model.slow_after().unwrap_or(1)),
            Took::Nanos(nanos) => nanos,
        }
    }
}

/// The clock ends after 584 years; nobody goes there.
fn is_within_reach(at: Instant) -> bool {
    at < Instant::MAX / 2
}
