//! One circuit in detail.

use std::time::UNIX_EPOCH;

use breaker_runtime::{
    CircuitBreaker, Event, EventKind, Guarded, SettingSource, Snapshot, registry,
};
use parking_lot::Mutex;
use serde_json::Value;

use super::{line, now, own, spark};
use crate::document::{Detail, DetailEvent, Effect, Guards, PolicyValue, Series};
use crate::record::Record;
use crate::record::facts::Facts;
use crate::record::reading::{self, Reading, Who};
use crate::record::recorder::wall_ms;
use crate::record::standing::state;
use crate::record::told;
use crate::record::track::{STEP, Track};

/// One circuit in detail, by its name and key; also a key of which nothing is remembered, for it
/// was always closed. A function has an id from its first tick on.
pub(crate) fn named(record: &Mutex<Record>, name: &str, key: Option<&str>) -> Option<Detail> {
    let meant = reading::meant(name, key);
    let held = record.lock();
    let id = meant.iter().find_map(|who| held.id_of(who));
    drop(held);
    match id {
        Some(id) => detail(record, id),
        None => meant.iter().find_map(|who| unremembered(record, who)),
    }
}

fn unremembered(record: &Mutex<Record>, who: &Who) -> Option<Detail> {
    who.key()?;
    let snapshot = reading::now(who)?;
    let (policy, name) = (policy(&snapshot.policy), snapshot.name);
    let guards = guards(&snapshot);
    let circuit = now::circuits(record, &[Reading::with_keys(snapshot, who.there())]).pop()?;
    Some(Detail {
        circuit,
        guards,
        policy,
        own_settings: Vec::new(),
        events: events(name, who.key().map(|key| &**key)),
        series: Vec::new(),
    })
}

/// One circuit in detail, by its id.
pub(crate) fn detail(record: &Mutex<Record>, id: u32) -> Option<Detail> {
    let held = record.lock();
    let track = held.track(id)?;
    let line = line::present(&held, track)?;
    let (tick_at, spark) = (held.now, spark::of(Some(track), held.tick, 1));
    let series = vec![series(&held, track, 1), series(&held, track, STEP)];
    drop(held);
    let events = events(line.about.name, line.about.key());
    // Who has given an order a moment ago is not told of the tick before it.
    Some(match reading::now(&line.about.who) {
        Some(snapshot) => {
            let (guards, mut policy) = (guards(&snapshot), policy(&snapshot.policy));
            policy.extend(limits(&snapshot));
            let now = Reading::with_keys(snapshot, line.about.who.there());
            let circuit = now::circuits(record, &[now]).pop()?;
            let own_settings = own::settings(&line.about.who);
            Detail { circuit, guards, policy, own_settings, events, series }
        }
        None => Detail {
            policy: policy(&line.facts.slow.policy),
            guards: Vec::new(),
            own_settings: Vec::new(),
            circuit: line.circuit(tick_at, line.rates(1), spark),
            events,
            series,
        },
    })
}

/// Where the rejected calls of each function go.
fn guards(snapshot: &Snapshot) -> Vec<Guards> {
    let of = |guarded: &Guarded| Guards {
        function: guarded.function.to_owned(),
        instead: guarded.instead.iter().map(|step| step.what.to_owned()).collect(),
    };
    snapshot.guarded.iter().map(of).collect()
}

/// Each setting that has a value, and who gave it that.
fn policy(policy: &breaker_runtime::Policy) -> Vec<PolicyValue> {
    policy.sources().into_iter().map(policy_value).collect()
}

/// What its functions have and no policy has.
fn limits(snapshot: &Snapshot) -> impl Iterator<Item = PolicyValue> + use<> {
    let limits = registry().with_circuit(snapshot.name, None, CircuitBreaker::limits);
    limits.unwrap_or_default().into_iter().map(policy_value)
}

pub(super) fn policy_value(setting: SettingSource) -> PolicyValue {
    PolicyValue {
        name: setting.name.to_owned(),
        value: setting.value,
        source: Some(setting.source.as_str().to_owned()),
    }
}

/// What happened to a circuit, latest first.
pub(crate) fn events(name: &str, key: Option<&str>) -> Vec<DetailEvent> {
    let history = registry().with_circuit(name, key, CircuitBreaker::history);
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
        who: told::who(event).map(str::to_owned),
        why: told::why(event).map(str::to_owned),
        dry_run: event.dry_run,
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
    let spark = spark::spread(track, began..=last, record.tick, step);
    let first = (last + 1).saturating_sub(spark.calls.len() as u64);
    let mut effects: Vec<(u64, Effect)> = Vec::new();
    for at in first..=last {
        let effect = track.at((at + 1) * step - 1).map_or(Effect::Closed, Facts::shown);
        match effects.last_mut().filter(|(_, last)| *last == effect) {
            Some((steps, _)) => *steps += 1,
            None => effects.push((1, effect)),
        }
    }
    let (calls, failures, rejected) = (spark.calls, spark.failures, spark.rejected);
    Series { step_ms: step * 1000, calls, failures, rejected, state: effects }
}
