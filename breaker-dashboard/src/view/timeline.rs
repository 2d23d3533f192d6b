//! All circuits on one axis.

use core::ops::RangeInclusive;
use std::sync::Arc;

use parking_lot::Mutex;

use crate::document::{Effect, Row, Tick, Timeline};
use crate::record::Record;
use crate::record::facts::About;
use crate::record::track::Track;

/// Circuits that are looked at while whoever records waits: a fraction of a millisecond.
const AT_ONCE: usize = 200;

type Runs = Vec<(Tick, Effect)>;

/// All that is remembered.
pub(crate) fn timeline(record: &Mutex<Record>) -> Timeline {
    let held = record.lock();
    let range = held.first..=held.tick;
    drop(held);
    within(record, range)
}

/// From one tick to another. There may be very many circuits: whoever records waits for a few of
/// them at a time, and what it records meanwhile is not in it.
pub(crate) fn within(record: &Mutex<Record>, range: RangeInclusive<Tick>) -> Timeline {
    let (first, last) = (*range.start(), *range.end());
    let held = record.lock();
    let at_ms = held.wall.at(last, held.now_at(last));
    let ids: Vec<_> = held.tracks().map(|track| track.about.id).collect();
    drop(held);
    let mut rows = Vec::new();
    for ids in ids.chunks(AT_ONCE) {
        let held = record.lock();
        let tracks = ids.iter().filter_map(|id| held.track(*id));
        let found =
            tracks.filter_map(|track| Some((Arc::clone(&track.about), runs(track, first..=last)?)));
        let found: Vec<_> = found.collect();
        parking_lot::MutexGuard::unlock_fair(held);
        rows.extend(found.into_iter().map(|(about, runs)| row(&about, runs)));
    }
    Timeline { first, last, at_ms, rows }
}

/// From when on it did what to calls; of a key that was plainly closed all the time, and of a
/// circuit that was not there yet, nothing.
fn runs(track: &Track, range: RangeInclusive<Tick>) -> Option<Runs> {
    let mut runs = Runs::new();
    for (from, facts) in track.facts.iter().take_while(|(from, _)| from <= range.end()) {
        let (from, effect) = ((*from).max(*range.start()), facts.shown());
        // What was over before the first tick.
        if runs.last().is_some_and(|(began, _)| *began == from) {
            runs.pop();
        }
        if runs.last().is_none_or(|(_, last)| *last != effect) {
            runs.push((from, effect));
        }
    }
    let is_troubled = runs.iter().any(|(_, effect)| *effect != Effect::Closed);
    let is_shown = is_troubled || track.about.whole.is_none() && !runs.is_empty();
    is_shown.then_some(runs)
}

fn row(about: &About, runs: Runs) -> Row {
    Row { id: about.id, name: about.name.to_owned(), key: about.key().map(str::to_owned), runs }
}
