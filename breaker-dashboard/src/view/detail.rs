//! One circuit in detail, and the keys of a function.

use std::time::UNIX_EPOCH;

use breaker_runtime::{
    CircuitBreaker, Event, EventKind, KeyedCircuitBreaker, SettingSource, registry,
};
use serde_json::Value;

use super::line::{self, Line, spread, state};
use super::standing;
use crate::document::{Detail, DetailEvent, KeysPage, PolicyValue, Series, State};
use crate::record::Record;
use crate::record::reading::{self, Reading};
use crate::record::recorder::wall_ms;
use crate::record::told;
use crate::record::track::{STEP, Track};

/// Keys on a page.
const PAGE: usize = 200;

/// One circuit in detail, by its name and key; also a key of which nothing is remembered, for it
/// was always closed.
pub(crate) fn named(record: &Record, name: &str, key: Option<&str>) -> Option<Detail> {
    match id_of(record, name, key) {
        Some(id) => detail(record, id),
        None => calm_key(record, name, key?),
    }
}

fn calm_key(record: &Record, name: &str, key: &str) -> Option<Detail> {
    let whole = id_of(record, name, None)?;
    let keyed = keyed(record, whole)?;
    let circuit = keyed.circuits().find(|circuit| circuit.key().as_deref() == Some(key))?;
    let snapshot = circuit.snapshot();
    let policy = policy(&snapshot.policy);
    let now = Reading::of(snapshot, reading::address(keyed.whole()));
    let circuit = of_reading(record, whole, &now);
    Some(Detail { circuit, policy, events: events(name, Some(key)), series: Vec::new() })
}

/// One circuit in detail, by its id.
pub(crate) fn detail(record: &Record, id: u32) -> Option<Detail> {
    let track = record.track(id)?;
    let (name, key) = (track.about.name, track.about.key());
    let circuit = line::present(record, track)?;
    let spark = line::spark(track, record.tick);
    Some(Detail {
        circuit: circuit.circuit(record.now, circuit.step.rates(1), spark),
        policy: policy(&circuit.facts.slow.policy),
        events: events(name, key),
        series: vec![series(record, track, 1), series(record, track, STEP)],
    })
}

/// The id of the circuit of this name and key.
fn id_of(record: &Record, name: &str, key: Option<&str>) -> Option<u32> {
    let is_it = |track: &&Track| track.about.name == name && track.about.key() == key;
    record.tracks().find(is_it).map(|track| track.about.id)
}

/// Each setting that has a value, and who gave it that.
fn policy(policy: &breaker_runtime::Policy) -> Vec<PolicyValue> {
    let value = |setting: SettingSource| PolicyValue {
        name: setting.name.to_owned(),
        value: setting.value,
        source: Some(setting.source.as_str().to_owned()),
    };
    policy.sources().into_iter().map(value).collect()
}

/// What happened to a circuit, latest first.
pub(crate) fn events(name: &str, key: Option<&str>) -> Vec<DetailEvent> {
    let history = registry().with(&reading::full_name(name, key), CircuitBreaker::history);
    let now = wall_ms();
    history.unwrap_or_default().iter().rev().map(|event| self::event(event, now)).collect()
}

fn event(event: &Event, now: u64) -> DetailEvent {
    let at = event.at.duration_since(UNIX_EPOCH).unwrap_or_default();
    let at_ms = u64::try_from(at.as_millis()).unwrap_or(u64::MAX);
    DetailEvent {
        at_ms,
        ago_ms: now.saturating_sub(at_ms),
        kind: kind(&event.kind),
        text: told::event(event),
        from: state(event.from),
        to: state(event.to),
    }
}

/// As the runtime's own data call it.
fn kind(kind: &EventKind) -> String {
    let data = serde_json::to_value(kind).unwrap_or_default();
    data.get("kind").and_then(Value::as_str).unwrap_or("other").to_owned()
}

fn series(record: &Record, track: &Track, step: u64) -> Series {
    let fine = step == 1;
    let reach = if fine { crate::record::track::FINE } else { crate::record::track::COARSE_TICKS };
    let last = record.tick / step;
    let began = record.first.max((record.tick + 1).saturating_sub(reach)) / step;
    let steps = if fine { &track.fine } else { &track.coarse };
    let spark = spread(&steps.range(began, last), began, last, step);
    let mut states: Vec<(u64, State)> = Vec::new();
    for at in began..=last {
        let state = track.at((at + 1) * step - 1).map_or(State::Closed, |facts| state(facts.state));
        match states.last_mut().filter(|(_, last)| *last == state) {
            Some((steps, _)) => *steps += 1,
            None => states.push((1, state)),
        }
    }
    let (calls, failures, rejected) = (spark.calls, spark.failures, spark.rejected);
    Series { step_ms: step * 1000, calls, failures, rejected, state: states }
}

/// The function whose circuit has this id.
fn keyed(record: &Record, whole: u32) -> Option<&'static KeyedCircuitBreaker> {
    let who = &record.track(whole)?.about.who;
    let is_it = |keyed: &&KeyedCircuitBreaker| {
        *who == reading::Who::Circuit(reading::address(keyed.whole()))
    };
    registry().all_by_key().find(is_it)
}

/// The keys of a function by name, from behind `after` on, that hold `find`.
pub(crate) fn keys(record: &Record, whole: u32, after: &str, find: &str) -> Option<KeysPage> {
    let keyed = keyed(record, whole)?;
    let find = find.to_lowercase();
    let mut found: Vec<_> = keyed
        .circuits()
        .filter_map(|circuit| Some((circuit.key()?, circuit)))
        .filter(|(key, _)| &**key > after && key.to_lowercase().contains(&find))
        .collect();
    found.sort_by(|(one, _), (other, _)| one.cmp(other));
    let more = found.len() > PAGE;
    let circuits = found.into_iter().take(PAGE).map(|(_, circuit)| {
        let now = Reading::of(circuit.snapshot(), reading::address(keyed.whole()));
        of_reading(record, whole, &now)
    });
    Some(KeysPage { circuits: circuits.collect(), more })
}

/// A key that nobody remembers has an id of its own kind: it is not that of a line.
fn of_reading(record: &Record, whole: u32, now: &Reading) -> crate::document::Circuit {
    let key = now.who.key().map(|key| &**key);
    let known = id_of(record, now.name, key).and_then(|id| record.track(id));
    let about = known.map_or_else(
        || {
            let (who, id) = (now.who.clone(), u32::MAX - stable(&now.who));
            let about = crate::record::facts::About {
                id,
                who,
                whole: Some(whole),
                name: now.name,
                location: now.location,
            };
            std::sync::Arc::new(about)
        },
        |track| std::sync::Arc::clone(&track.about),
    );
    let fresh = Track::new(std::sync::Arc::clone(&about), now);
    let mut facts = fresh.facts_of(record.now, now, |about| reading::why(about.name, about.key()));
    // What the fleet knows is asked once a tick.
    if let Some(known) = known.and_then(Track::present).filter(|known| known.state == facts.state) {
        facts.outside.clone_from(&known.outside);
    }
    let minute =
        |track: &Track| line::sum(&track.fine.range(record.tick.saturating_sub(59), record.tick));
    let line = Line {
        names: line::names(record, &facts),
        waits: standing::waits(&facts, record.now),
        about,
        facts,
        totals: now.calls,
        window: now.window,
        step: known.map(|track| track.last).unwrap_or_default(),
        minute: known.map(minute).unwrap_or_default(),
    };
    let spark = known.map(|track| line::spark(track, record.tick)).unwrap_or_default();
    line.circuit(record.now, line.step.rates(1), spark)
}

/// A number below 2^31 for a key, the same every time.
fn stable(who: &reading::Who) -> u32 {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    who.hash(&mut hasher);
    (hasher.finish() >> 33) as u32
}
