//! The present: each tick is encoded once, however many look.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use bytes::Bytes;
use parking_lot::{Mutex, MutexGuard};
use serde::Serialize;

use super::line::{self, Line};
use super::process::Identity;
use super::{fleet, patch, spark, verdict};
use crate::document::{Document, FORMAT, Patch, Steering, Tick, VERSION, Verdict};
use crate::record::Record;
use crate::record::fleet::Fleet;
use crate::record::recorder::{Publish, by_chance};

/// Ticks that a viewer may miss, as far as there is room for them.
const TICKS: usize = 120;

/// What viewers are given.
#[derive(Debug)]
pub(crate) struct Live {
    pub(crate) identity: Identity,
    present: Mutex<Present>,
}

#[derive(Debug)]
struct Present {
    tick: Tick,
    now: i64,
    /// When the second of the tick began.
    began: Instant,
    lines: Vec<Line>,
    verdict: Verdict,
    fleet: Option<Fleet>,
    ticks: VecDeque<(Tick, Bytes)>,
    /// The document of the tick, once somebody asked: what is before and after what the viewer may
    /// do.
    document: Option<(Tick, Option<String>, Bytes)>,
}

/// Bytes of ticks, from which on the document may be shorter.
const LONG: usize = 64 << 10;

/// What there is for a viewer who knows a tick.
#[derive(Debug)]
enum News {
    None,
    Ticks(Vec<Bytes>),
    Document,
}

impl Live {
    pub(crate) fn new() -> Self {
        let instance = format!("{:016x}", by_chance());
        let present = Present {
            tick: 0,
            now: 0,
            began: Instant::now(),
            lines: Vec::new(),
            verdict: verdict::of(&[], 0),
            fleet: None,
            ticks: VecDeque::new(),
            document: None,
        };
        let (identity, present) = (Identity::find(instance), Mutex::new(present));
        Self { identity, present }
    }

    pub(crate) fn cursor(&self, tick: Tick) -> String {
        format!("{}-{tick}", self.identity.instance)
    }

    /// The tick of a cursor of this instance.
    pub(crate) fn tick_of(&self, cursor: &str) -> Option<Tick> {
        cursor.strip_prefix(&*self.identity.instance)?.strip_prefix('-')?.parse().ok()
    }

    /// Milliseconds since the second of the present tick began.
    pub(crate) fn age_ms(&self) -> u64 {
        u64::try_from(self.present.lock().began.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    /// What came after a tick, if something did: its ticks, or the document where that is shorter.
    pub(crate) fn since<E>(
        &self,
        known: Tick,
        document: impl FnOnce() -> Result<Bytes, E>,
    ) -> Result<Option<Bytes>, E> {
        match self.news(known) {
            News::None => Ok(None),
            News::Document => document().map(Some),
            News::Ticks(ticks) => {
                let shorter = shorter(&ticks, document).transpose()?;
                Ok(Some(shorter.unwrap_or_else(|| joined(&ticks))))
            }
        }
    }

    fn news(&self, known: Tick) -> News {
        let present = self.present.lock();
        match present.tick.checked_sub(known) {
            None => News::Document,
            Some(0) => News::None,
            Some(_) => present.since(known).map_or(News::Document, News::Ticks),
        }
    }

    /// The ticks after a known one, one by one, for streams; `None` if they are not there any more.
    pub(crate) fn ticks_since(&self, known: Tick) -> Option<Vec<(Tick, Bytes)>> {
        let present = self.present.lock();
        // A tick that is still to come is nobody's: who names one is given what there is.
        let whole = known == present.tick || known < present.tick && present.has_all_since(known);
        whole.then(|| present.ticks.iter().filter(|(tick, _)| *tick > known).cloned().collect())
    }

    /// The document of the present tick: encoded once, but for what the viewer may do.
    pub(crate) fn document(
        &self,
        record: &Mutex<Record>,
        version: Option<&str>,
        steering: &Steering,
    ) -> (Bytes, Tick) {
        // In the order in which a tick has them.
        let record = record.lock();
        let mut present = self.present.lock();
        let (tick, wanted) = (present.tick, version.map(str::to_owned));
        let encoded = match &present.document {
            Some((of, version, encoded)) if (*of, version) == (tick, &wanted) => encoded.clone(),
            _ => self.encode(&mut present, &record, wanted),
        };
        drop((present, record));
        (with_steering(&encoded, steering), tick)
    }

    fn encode(
        &self,
        present: &mut MutexGuard<'_, Present>,
        record: &Record,
        version: Option<String>,
    ) -> Bytes {
        let (tick, now) = (present.tick, present.now);
        let circuits = present.lines.iter().map(|line| {
            let spark = spark::of(record.track(line.about.id), tick, 1);
            line.circuit(now, line.rates(1), spark)
        });
        let document = Document {
            format: FORMAT.to_owned(),
            version: VERSION,
            full: true,
            cursor: self.cursor(tick),
            tick,
            at_ms: record.wall.at(tick, now),
            process: self.identity.at(record, now, version.clone()),
            steering: Steering::default(),
            fleet: present.fleet.as_ref().map(|it| fleet::shown(it, now)),
            verdict: present.verdict.clone(),
            circuits: circuits.collect(),
        };
        let encoded = json(&document);
        present.document = Some((tick, version, encoded.clone()));
        encoded
    }
}

impl Publish for Live {
    fn publish(&self, record: &Record) {
        let lines = line::live(record);
        let verdict = verdict::of(&lines, record.now);
        let spark = |line: &Line| spark::of(record.track(line.about.id), record.tick, 1);
        let mut present = self.present.lock();
        if record.forgets_errors {
            // They say it still: who has missed them is given a document.
            present.ticks.clear();
        }
        let (circuits, removed) = patch::between(&present.lines, &lines, record.now, 1, spark);
        let patch = Patch {
            version: VERSION,
            full: false,
            cursor: self.cursor(record.tick),
            tick: record.tick,
            at_ms: record.wall.at(record.tick, record.now),
            verdict: (verdict != present.verdict).then(|| verdict.clone()),
            fleet: fleet::change(present.fleet.as_ref(), record.fleet.present(), record.now),
            circuits,
            removed,
        };
        present.push(record.tick, json(&patch), record.for_viewers());
        let late = Duration::from_millis(u64::try_from(record.late).unwrap_or(0));
        let began = Instant::now().checked_sub(late).unwrap_or_else(Instant::now);
        (present.tick, present.now, present.began) = (record.tick, record.now, began);
        (present.lines, present.verdict, present.document) = (lines, verdict, None);
        present.fleet = record.fleet.present().cloned();
    }
}

impl Present {
    fn push(&mut self, tick: Tick, encoded: Bytes, most: usize) {
        self.ticks.push_back((tick, encoded));
        let bytes =
            |ticks: &VecDeque<(Tick, Bytes)>| ticks.iter().map(|(_, it)| it.len()).sum::<usize>();
        while self.ticks.len() > TICKS || (self.ticks.len() > 1 && bytes(&self.ticks) > most) {
            self.ticks.pop_front();
        }
    }

    /// A tick that was left out, as that of a program that was stopped, has no patch.
    fn has_all_since(&self, known: Tick) -> bool {
        let first = self.ticks.front().map(|(tick, _)| *tick);
        first.is_some_and(|first| known + 1 >= first && known >= 1 || known >= first)
    }

    fn since(&self, known: Tick) -> Option<Vec<Bytes>> {
        let newer = self.ticks.iter().filter(|(tick, _)| *tick > known);
        let newer: Vec<_> = newer.map(|(_, it)| it.clone()).collect();
        (self.has_all_since(known) && !newer.is_empty()).then_some(newer)
    }
}

/// The document, if these ticks are long and it is shorter.
pub(crate) fn shorter<E>(
    ticks: &[Bytes],
    document: impl FnOnce() -> Result<Bytes, E>,
) -> Option<Result<Bytes, E>> {
    let length: usize = ticks.iter().map(Bytes::len).sum();
    let is_shorter = |it: &Result<Bytes, E>| !it.as_ref().is_ok_and(|it| it.len() >= length);
    (length > LONG).then(document).filter(is_shorter)
}

/// Ticks as one text.
fn joined(ticks: &[Bytes]) -> Bytes {
    match ticks {
        [one] => one.clone(),
        _ => [b"{\"ticks\":[", &*ticks.join(&b","[..]), b"]}"].concat().into(),
    }
}

/// What the viewer may do, in the place of nothing. The last field of its name wins in every
/// reader that we know, and a reader of types takes no field twice: so it is replaced.
fn with_steering(encoded: &Bytes, steering: &Steering) -> Bytes {
    if *steering == Steering::default() {
        return encoded.clone();
    }
    let nothing = [b"\"steering\":", &*json(&Steering::default())].concat();
    // The fields before it are of fixed form and hold no text of others but the process's names,
    // in which a quote is escaped.
    let Some(at) = encoded.windows(nothing.len()).position(|piece| piece == nothing) else {
        return encoded.clone();
    };
    let (before, after) = (&encoded[..at], &encoded[at + nothing.len()..]);
    [before, b"\"steering\":", &*json(steering), after].concat().into()
}

/// Documents are types of strings and numbers: they can be encoded.
pub(crate) fn json(document: &impl Serialize) -> Bytes {
    // As bytes that are shared they would keep what the vector has to spare.
    serde_json::to_vec(document).unwrap_or_default().into_boxed_slice().into()
}

#[cfg(test)]
mod tests;
