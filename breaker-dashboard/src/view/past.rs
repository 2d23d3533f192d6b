//! What was: the timeline, and pieces of the past as documents and patches.

use core::ops::RangeInclusive;
use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use parking_lot::Mutex;
use serde::Serialize;

use super::line::{self, Line};
use super::live::{Live, json};
use super::{detail, fleet, order, patch, spark, standing, verdict};
use crate::document::{
    Change, Circuit, Document, Effect, FORMAT, INCIDENT_FORMAT, Incident, Patch, Replay, Row,
    Steering, Tick, Timeline, VERSION,
};
use crate::record::Record;
use crate::record::facts::About;
use crate::record::track::{FINE, STEP, Track};

/// Where an answer to a replay ends, in bytes, and where one that is saved does.
const PIECE: usize = 4 << 20;
const SAVED: usize = 64 << 20;

/// Circuits that are looked at while whoever records waits: a fraction of a millisecond.
const AT_ONCE: usize = 200;

type Runs = Vec<(Tick, Effect)>;

/// All circuits on one axis. There may be very many: whoever records waits for a few of them at a
/// time, and what it records meanwhile is not in it.
pub(crate) fn timeline(record: &Mutex<Record>) -> Timeline {
    let held = record.lock();
    let (first, last) = (held.first, held.tick);
    let at_ms = held.wall.at(last, held.now);
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

/// From when on it did what to calls; of a key that was plainly closed all the time, nothing.
fn runs(track: &Track, range: RangeInclusive<Tick>) -> Option<Runs> {
    let mut runs = Runs::new();
    for (from, facts) in track.facts.iter().take_while(|(from, _)| from <= range.end()) {
        let effect = facts.effect();
        if runs.last().is_none_or(|(_, last)| *last != effect) {
            runs.push(((*from).max(*range.start()), effect));
        }
    }
    let is_shown =
        track.about.whole.is_none() || runs.iter().any(|(_, effect)| *effect != Effect::Closed);
    is_shown.then_some(runs)
}

fn row(about: &About, runs: Runs) -> Row {
    Row { id: about.id, name: about.name.to_owned(), key: about.key().map(str::to_owned), runs }
}

/// The past from one tick to another as JSON, as far as it fits into one answer.
pub(crate) fn replay(
    record: &Mutex<Record>,
    live: &Live,
    range: RangeInclusive<Tick>,
    version: Option<&str>,
) -> Bytes {
    let (replay, ticks) = piece(record, live, range, version, PIECE);
    with_ticks(&replay, ticks)
}

/// The same to be saved, with what happened to circuits in trouble; and when that was.
pub(crate) fn incident(
    record: &Mutex<Record>,
    live: &Live,
    range: RangeInclusive<Tick>,
    version: Option<&str>,
) -> (Bytes, u64) {
    let (Replay { base, step, .. }, ticks) = piece(record, live, range, version, SAVED);
    let timeline = timeline(record);
    let troubled = timeline
        .rows
        .iter()
        .filter(|row| row.runs.iter().any(|(_, effect)| *effect != Effect::Closed));
    let events = troubled.map(|row| (row.id, detail::events(&row.name, row.key.as_deref())));
    let events: BTreeMap<_, _> = events.filter(|(_, events)| !events.is_empty()).collect();
    let incident = Incident {
        format: INCIDENT_FORMAT.to_owned(),
        version: VERSION,
        saved_at_ms: crate::record::recorder::wall_ms(),
        timeline,
        base,
        ticks: Vec::new(),
        step,
        events,
    };
    (with_ticks(&incident, ticks), incident.saved_at_ms)
}

/// A piece of the past, with its ticks as JSON: as types they would take several times the room.
fn piece(
    record: &Mutex<Record>,
    live: &Live,
    range: RangeInclusive<Tick>,
    version: Option<&str>,
    most: usize,
) -> (Replay, Vec<u8>) {
    let held = record.lock();
    let [from, to] = [range.start(), range.end()].map(|tick| (*tick).clamp(held.first, held.tick));
    let step = if from >= held.tick.saturating_sub(FINE - 1) { 1 } else { STEP };
    // Of ten seconds, the last one stands for all.
    let end = |tick: Tick| ((tick / step + 1) * step - 1).min(held.tick);
    let (first, last) = (end(from), end(to));
    let mut lines = at(&held, first, step);
    let mut base = document(&held, live, &lines, first, step);
    drop(held);
    base.process.version = version.map(str::to_owned);
    let (mut encoded, mut tick) = (Vec::new(), first);
    while tick < last && encoded.len() < most {
        let before = tick;
        tick = (tick + step).min(last);
        let held = record.lock();
        let next = at(&held, tick, step);
        let patch = between(&held, live, (before, &lines), (tick, &next), step);
        drop(held);
        push(&mut encoded, &patch);
        lines = next;
    }
    (Replay { base, ticks: Vec::new(), step, to: tick, more: tick < last }, encoded)
}

fn push(encoded: &mut Vec<u8>, patch: &Patch) {
    let patch = json(patch);
    // It grows by a quarter at a time, not by as much as there is.
    if encoded.capacity() - encoded.len() <= patch.len() {
        encoded.reserve_exact(patch.len() + 1 + encoded.len() / 4);
    }
    if !encoded.is_empty() {
        encoded.push(b',');
    }
    encoded.extend_from_slice(&patch);
}

/// Puts these ticks in the place of none. No text of others has an unescaped quote in it.
fn with_ticks(document: &impl Serialize, mut ticks: Vec<u8>) -> Bytes {
    let (document, field) = (json(document), b"\"ticks\":[");
    let Some(at) = document.windows(field.len()).position(|piece| piece == field) else {
        return document;
    };
    let (before, after) = document.split_at(at + field.len());
    ticks.reserve_exact(document.len());
    ticks.splice(0..0, before.iter().copied());
    ticks.extend_from_slice(after);
    ticks.into_boxed_slice().into()
}

/// What was shown then.
fn at(record: &Record, tick: Tick, step: u64) -> Vec<Line> {
    let of = |track: &Track| {
        let facts = track.at(tick)?;
        if !line::is_shown(track, facts) {
            return None;
        }
        Some(Line {
            about: Arc::clone(&track.about),
            facts: facts.clone(),
            totals: track.totals_at(tick),
            window: track.window_at(step, tick),
            step: track.step_at(step, tick),
            minute: line::of_minute(track, facts, tick / step, step),
            ways: line::ways(record, facts),
            waits: standing::waits(facts, now_at(record, tick)),
        })
    };
    order::worst(record.tracks().filter_map(of))
}

fn document(record: &Record, live: &Live, lines: &[Line], tick: Tick, step: u64) -> Document {
    let now = now_at(record, tick);
    let spark = |line: &Line| spark::of(record.track(line.about.id), tick, step);
    let circuits: Vec<Circuit> =
        lines.iter().map(|line| line.circuit(now, line.rates(step), spark(line))).collect();
    Document {
        format: FORMAT.to_owned(),
        version: VERSION,
        full: true,
        cursor: live.cursor(tick),
        tick,
        at_ms: record.wall.at(tick, now),
        process: live.identity.at(record, now, None),
        steering: Steering::default(),
        fleet: record.fleet.at(tick).map(|fleet| fleet::shown(fleet, now)),
        verdict: verdict::of(lines, now),
        circuits,
    }
}

fn between(
    record: &Record,
    live: &Live,
    (tick_before, before): (Tick, &[Line]),
    (tick, after): (Tick, &[Line]),
    step: u64,
) -> Patch {
    let now = now_at(record, tick);
    let spark = |line: &Line| spark::of(record.track(line.about.id), tick, step);
    let (circuits, removed): (Vec<Change>, _) = patch::between(before, after, now, step, spark);
    Patch {
        version: VERSION,
        full: false,
        cursor: live.cursor(tick),
        tick,
        at_ms: record.wall.at(tick, now),
        verdict: Some(verdict::of(after, now)),
        fleet: fleet::change(record.fleet.at(tick_before), record.fleet.at(tick), now),
        circuits,
        removed,
    }
}

/// The second of a tick.
fn now_at(record: &Record, tick: Tick) -> i64 {
    let ago = i64::try_from(record.tick.saturating_sub(tick)).unwrap_or(0);
    record.now - ago * 1000
}
