//! What was: pieces of the past as documents and patches.

use core::ops::RangeInclusive;
use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use parking_lot::Mutex;
use serde::Serialize;

use super::line::{self, Line, OfKeys};
use super::live::{Live, json};
use super::{detail, fleet, order, patch, spark, timeline, verdict, ways};
use crate::document::{
    Change, Circuit, DetailEvent, Document, Effect, FORMAT, INCIDENT_FORMAT, Incident, Patch,
    Replay, Row, Steering, Tick, Timeline, VERSION,
};
use crate::record::Record;
use crate::record::track::{FINE, STEP, Track};

/// Where an answer to a replay ends, in bytes, and where one that is saved does.
const PIECE: usize = 4 << 20;
const SAVED: usize = 64 << 20;

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

/// The same to be saved, opened at the tick `shown` if there is one, with what happened to circuits
/// in trouble; and when that was. Nothing in it is of a time after its last tick.
pub(crate) fn incident(
    record: &Mutex<Record>,
    live: &Live,
    range: RangeInclusive<Tick>,
    shown: Option<Tick>,
    version: Option<&str>,
) -> (Bytes, u64) {
    let (Replay { base, step, to, .. }, ticks) = piece(record, live, range, version, SAVED);
    let timeline = timeline::within(record, base.tick..=to);
    let events = events(record, &timeline);
    let incident = Incident {
        format: INCIDENT_FORMAT.to_owned(),
        version: VERSION,
        saved_at_ms: crate::record::recorder::wall_ms(),
        // Of the past ten seconds may be one tick, and not all of it may have found room.
        shown: shown.map(|shown| shown.clamp(base.tick, to)),
        timeline,
        base,
        ticks: Vec::new(),
        step,
        events,
    };
    (with_ticks(&incident, ticks), incident.saved_at_ms)
}

/// What happened to circuits in trouble until the end of the axis.
fn events(record: &Mutex<Record>, timeline: &Timeline) -> BTreeMap<u32, Vec<DetailEvent>> {
    let is_troubled = |row: &&Row| row.runs.iter().any(|(_, effect)| *effect != Effect::Closed);
    let events = timeline.rows.iter().filter(is_troubled).map(|row| {
        let events = detail::events(&row.name, row.key.as_deref());
        (row.id, until(&record.lock(), timeline.last, events))
    });
    events.filter(|(_, events)| !events.is_empty()).collect()
}

/// Those of them until this tick, which is a second, whatever the wall clock was set to since.
fn until(record: &Record, tick: Tick, mut events: Vec<DetailEvent>) -> Vec<DetailEvent> {
    let end = record.now_at(tick).saturating_add(999);
    let moments = record.wall.moments(events.iter().rev().map(|event| event.at_ms));
    let later = moments.iter().filter(|moment| **moment > end).count();
    events.drain(..later);
    events
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
    let now = record.now_at(tick);
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
            ways: ways::of(record, facts, now, |other| other.at(tick)),
            standing: facts.standing(now),
            of_keys: OfKeys::default(),
        })
    };
    order::worst(record.tracks().filter_map(of))
}

fn document(record: &Record, live: &Live, lines: &[Line], tick: Tick, step: u64) -> Document {
    let now = record.now_at(tick);
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
    let now = record.now_at(tick);
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

#[cfg(test)]
mod tests;
