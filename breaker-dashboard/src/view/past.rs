//! What was: the timeline, and pieces of the past as documents and patches.

use std::collections::BTreeMap;

use parking_lot::Mutex;

use super::line::{self, Line, SPARK, spread, state, sum};
use super::live::{Live, json};
use super::{detail, fleet, order, patch, standing, verdict};
use crate::document::{
    Change, Circuit, Document, FORMAT, INCIDENT_FORMAT, Incident, Patch, Replay, Row, Spark, State,
    Steering, Tick, Timeline, VERSION,
};
use crate::record::Record;
use crate::record::track::{FINE, STEP, Track};

/// Where an answer to a replay ends, in bytes, and where one that is saved does.
const PIECE: usize = 4 << 20;
const SAVED: usize = 64 << 20;
/// Steps that are made under one lock.
const UNDER_LOCK: u64 = 60;

/// All circuits on one axis.
pub(crate) fn timeline(record: &Record) -> Timeline {
    let rows = record.tracks().filter(|track| {
        let was_more = track.facts.iter().any(|(_, facts)| state(facts.state) != State::Closed);
        track.about.whole.is_none() || was_more
    });
    let (first, last) = (record.first, record.tick);
    let rows = rows.map(|track| row(track, first)).collect();
    Timeline { first, last, at_ms: record.wall.at(last, record.now), rows }
}

fn row(track: &Track, first: Tick) -> Row {
    let mut runs: Vec<(Tick, State)> = Vec::new();
    for (from, facts) in track.facts.iter() {
        let state = state(facts.state);
        if runs.last().is_none_or(|(_, last)| *last != state) {
            runs.push(((*from).max(first), state));
        }
    }
    let about = &track.about;
    Row { id: about.id, name: about.name.to_owned(), key: about.key().map(str::to_owned), runs }
}

/// The past from one tick to another, as far as it fits into one answer.
pub(crate) fn replay(record: &Mutex<Record>, live: &Live, from: Tick, to: Tick) -> Replay {
    piece(record, live, from, to, PIECE)
}

/// The same to be saved, with what happened to circuits in trouble.
pub(crate) fn incident(record: &Mutex<Record>, live: &Live, from: Tick, to: Tick) -> Incident {
    let Replay { base, ticks, step, .. } = piece(record, live, from, to, SAVED);
    let timeline = timeline(&record.lock());
    let troubled = timeline
        .rows
        .iter()
        .filter(|row| row.runs.iter().any(|(_, state)| *state != State::Closed));
    let events = troubled.map(|row| (row.id, detail::events(&row.name, row.key.as_deref())));
    let events: BTreeMap<_, _> = events.filter(|(_, events)| !events.is_empty()).collect();
    Incident {
        format: INCIDENT_FORMAT.to_owned(),
        version: VERSION,
        saved_at_ms: crate::record::recorder::wall_ms(),
        timeline,
        base,
        ticks,
        step,
        events,
    }
}

fn piece(record: &Mutex<Record>, live: &Live, from: Tick, to: Tick, most: usize) -> Replay {
    let held = record.lock();
    let (from, to) = (from.clamp(held.first, held.tick), to.clamp(held.first, held.tick));
    let step = if from >= held.tick.saturating_sub(FINE - 1) { 1 } else { STEP };
    // Of ten seconds, the last one stands for all.
    let end = |tick: Tick| ((tick / step + 1) * step - 1).min(held.tick);
    let (first, last) = (end(from), end(to));
    let mut lines = at(&held, first, step);
    let base = document(&held, live, &lines, first, step);
    drop(held);
    let (mut ticks, mut size, mut tick) = (Vec::new(), 0, first);
    while tick < last && size < most {
        let held = record.lock();
        for _ in 0..UNDER_LOCK {
            if tick >= last || size >= most {
                break;
            }
            let before = tick;
            tick = (tick + step).min(last);
            let next = at(&held, tick, step);
            let patch = between(&held, live, (before, &lines), (tick, &next), step);
            size += json(&patch).len();
            ticks.push(patch);
            lines = next;
        }
    }
    Replay { base, ticks, step, to: tick, more: tick < last }
}

/// What was shown then.
fn at(record: &Record, tick: Tick, step: u64) -> Vec<Line> {
    let of = |track: &Track| {
        let facts = track.at(tick)?;
        if track.about.whole.is_some() && state(facts.state) == State::Closed {
            return None;
        }
        let at = tick / step;
        Some(Line {
            about: std::sync::Arc::clone(&track.about),
            facts: facts.clone(),
            totals: track.totals_at(tick),
            window: track.window_at(step, tick),
            step: sum(&track.steps(step, at, at)),
            minute: sum(&track.steps(step, (at + 1).saturating_sub(60 / step), at)),
            names: line::names(record, facts),
            waits: standing::waits(facts, now_at(record, tick)),
        })
    };
    order::worst(record.tracks().filter_map(of))
}

fn document(record: &Record, live: &Live, lines: &[Line], tick: Tick, step: u64) -> Document {
    let now = now_at(record, tick);
    let circuits: Vec<Circuit> = lines
        .iter()
        .map(|line| line.circuit(now, line.step.rates(step), spark(record, line, tick, step)))
        .collect();
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
    let spark = |line: &Line| spark(record, line, tick, step);
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

fn spark(record: &Record, line: &Line, tick: Tick, step: u64) -> Spark {
    let Some(track) = record.track(line.about.id) else { return Spark::default() };
    let (from, to) = ((tick / step + 1).saturating_sub(SPARK), tick / step);
    spread(&track.steps(step, from, to), from, to, step)
}

/// The second of a tick.
fn now_at(record: &Record, tick: Tick) -> i64 {
    let ago = i64::try_from(record.tick.saturating_sub(tick)).unwrap_or(0);
    record.now - ago * 1000
}
