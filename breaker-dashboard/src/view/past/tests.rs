//! Incidents: what is in the file, and what is not.

use std::sync::Arc;

use breaker_runtime::State;

use super::*;
use crate::record::reading::Who;
use crate::record::tests::reading;

/// Twenty minutes: a key that is down for a minute, and another one later.
fn record() -> Record {
    let mut record = Record::new();
    let key = |name: &str| Who::Key(1, Arc::from(name));
    for tick in 1..=1200_u64 {
        let mut readings = vec![reading(Who::Circuit(1), State::Closed, tick, 0)];
        for (name, down) in [("first", 600..660), ("second", 900..960)] {
            if down.contains(&tick) {
                readings.push(reading(key(name), State::Open, tick - down.start, 0));
            }
        }
        record.take(tick, i64::try_from(tick * 1000).unwrap_or(0), &readings, |_| None);
    }
    record
}

fn saved(range: RangeInclusive<Tick>, shown: Option<Tick>) -> Incident {
    let (record, live) = (Mutex::new(record()), Live::new());
    let (incident, _) = incident(&record, &live, range, shown, None);
    serde_json::from_slice(&incident).expect("an incident")
}

fn effects(timeline: &Timeline, key: Option<&str>) -> Option<Vec<(Tick, Effect)>> {
    let row = timeline.rows.iter().find(|row| row.key.as_deref() == key)?;
    Some(row.runs.clone())
}

#[test]
fn the_axis_of_an_incident_is_that_of_its_ticks() {
    let incident = saved(630..=690, Some(640));
    let last = incident.ticks.last().map(|patch| (patch.tick, patch.at_ms));
    let timeline = &incident.timeline;
    assert_eq!((timeline.first, incident.base.tick), (630, 630));
    assert_eq!(last, Some((timeline.last, timeline.at_ms)));
    let closed = Effect::Closed;
    assert_eq!(effects(timeline, Some("first")), Some(vec![(630, Effect::Open), (660, closed)]));
    assert_eq!(effects(timeline, Some("second")), None, "what came later is in another file");
    assert_eq!(effects(timeline, None), Some(vec![(630, closed)]));

    let later = saved(900..=950, None).timeline;
    assert_eq!(effects(&later, Some("first")), None, "what was over before is as well");
    assert_eq!(effects(&later, Some("second")), Some(vec![(900, Effect::Open)]));
}

#[test]
fn the_moment_that_was_looked_at_is_in_the_file_and_one_of_its_ticks() {
    for (range, shown, said) in [
        (630..=690, Some(640), Some(640)),
        (630..=690, None, None),
        // By ten seconds, of which the last one stands for all.
        (100..=200, Some(100), Some(109)),
        (0..=5000, Some(1201), Some(1200)),
    ] {
        assert_eq!(saved(range, shown).shown, said);
    }
}

/// One of a program that knew of no such moment.
#[test]
fn a_file_without_a_moment_is_an_incident() {
    let mut old = serde_json::to_value(saved(630..=690, Some(640))).expect("JSON");
    old.as_object_mut().expect("an object").remove("shown");
    let old: Incident = serde_json::from_value(old).expect("an incident");
    assert_eq!((old.shown, old.base.tick), (None, 630));
}

/// The wall clock is set back by three hours after ten minutes.
#[test]
fn the_events_of_an_incident_are_those_of_its_ticks_whatever_the_clock_was_set_to() {
    let (mut record, hours) = (Record::new(), 3 * 3_600_000);
    let told = |tick: u64| 1_000_000_000 + tick * 1000 - if tick < 600 { 0 } else { hours };
    for tick in 0..=1200_u64 {
        let now = i64::try_from(tick * 1000).unwrap_or(0);
        record.take(tick, now, &[], |_| None);
        record.wall.note(tick, now, told(tick));
    }
    let event = |tick: u64| DetailEvent {
        at_ms: told(tick),
        ago_ms: 0,
        kind: String::new(),
        text: tick.to_string(),
        who: None,
        why: None,
        dry_run: false,
        from: crate::document::State::Closed,
        to: crate::document::State::Open,
    };
    for (last, said) in [(500, &["300"][..]), (1000, &["900", "300"]), (200, &[])] {
        let events = until(&record, last, [1100, 900, 300].map(event).into());
        let texts: Vec<_> = events.iter().map(|event| &*event.text).collect();
        assert_eq!(texts, said, "until {last}");
    }
}
