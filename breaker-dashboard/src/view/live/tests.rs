//! What viewers are given, tick by tick, and that the past shows the same.

use core::ops::RangeInclusive;

use super::*;
use crate::document::Replay;
use crate::view::{past, timeline};

fn replay(record: &Mutex<Record>, live: &Live, range: RangeInclusive<Tick>) -> Replay {
    serde_json::from_slice(&past::replay(record, live, range, None)).expect("a replay")
}

#[test]
fn a_clock_that_was_set_is_the_clock_of_the_ticks_after_that() {
    let (live, record) = (Live::new(), Mutex::new(Record::new()));
    let hours = 2 * 3_600_000;
    for (tick, told) in [(1, 1_001_000), (2, 1_002_000 + hours)] {
        let mut record = record.lock();
        let now = i64::try_from(tick * 1000).unwrap_or(0);
        record.take(tick, now, &[], |_| None);
        record.wall.note(tick, now, told);
        live.publish(&record);
    }
    let (document, _) = live.document(&record, None, &Steering::default());
    let document: serde_json::Value = serde_json::from_slice(&document).unwrap_or_default();
    assert_eq!(document["at_ms"], 1_002_000 + hours);
    let patch = live.ticks_since(1).unwrap_or_default().remove(0).1;
    let patch: serde_json::Value = serde_json::from_slice(&patch).unwrap_or_default();
    assert_eq!(patch["at_ms"], 1_002_000 + hours);
    let past = replay(&record, &live, 1..=2);
    assert_eq!((past.base.at_ms, past.ticks[0].at_ms), (1_001_000, 1_002_000 + hours));
    let timeline = timeline::timeline(&record);
    assert_eq!(timeline.at_ms, 1_002_000 + hours);
}

#[test]
fn a_tick_that_was_taken_late_reads_the_same_when_it_is_past() {
    let (live, record) = (Live::new(), Mutex::new(Record::new()));
    let mut shown = Vec::new();
    for (tick, late) in [(1, 0), (2, 700), (3, 20), (4, 400)] {
        let mut taken = record.lock();
        let now = i64::try_from(tick * 1000 + late).unwrap_or(0);
        taken.take(tick, now, &[], |_| None);
        taken.wall.note(tick, now, 1_000_000 + tick * 1000 + late);
        live.publish(&taken);
        drop(taken);
        let (document, _) = live.document(&record, None, &Steering::default());
        let document: Document = serde_json::from_slice(&document).expect("a document");
        assert!(live.age_ms() >= late, "{late}: {}", live.age_ms());
        shown.push(document);
    }
    for of_then in &shown {
        let past = replay(&record, &live, of_then.tick..=of_then.tick);
        let Document { at_ms, process, .. } = past.base;
        assert_eq!((at_ms, &process), (of_then.at_ms, &of_then.process));
    }
}

#[test]
fn a_fleet_is_told_when_it_changes_and_rewound_as_it_was() {
    use crate::record::fleet::tests::reading;
    let (live, record) = (Live::new(), Mutex::new(Record::new()));
    let mut fleets = [
        None,
        Some(reading(2, None)),
        Some(reading(2, None)),
        Some(reading(2, Some(Duration::from_millis(500)))),
        Some(reading(2, Some(Duration::from_millis(1_500)))),
    ];
    fleets[2].as_mut().expect("a fleet").traffic.sent = 7;
    fleets[3].as_mut().expect("a fleet").traffic.sent = 7;
    fleets[4].as_mut().expect("a fleet").traffic.sent = 7;
    for (tick, fleet) in (1..).zip(&fleets) {
        let mut record = record.lock();
        record.take(tick, i64::try_from(tick * 1000).unwrap_or(0), &[], |_| None);
        if let Some(fleet) = fleet {
            record.take_fleet(fleet);
        }
        live.publish(&record);
    }
    let ticks = live.ticks_since(1).unwrap_or_default();
    let ticks: Vec<Patch> =
        ticks.iter().map(|(_, tick)| serde_json::from_slice(tick).expect("a patch")).collect();
    let told: Vec<_> = ticks.iter().map(|tick| tick.fleet.clone()).collect();
    let whole = told[0].clone().expect("all of it");
    assert_eq!((whole.namespace.as_deref(), whole.members), (Some("shop"), Some(2)));
    let other = crate::document::FleetChange { sent: Some(7), ..Default::default() };
    assert_eq!(told[1], Some(other));
    let away = told[2].clone().and_then(|told| told.away).flatten();
    assert_eq!(away.map(|away| (away.for_ms, away.why)), Some((500, "connection refused".into())));
    assert_eq!(told[3], None, "a time that passes is no news");

    let past = replay(&record, &live, 1..=5);
    assert_eq!(past.base.fleet, None);
    let rewound: Vec<_> = past.ticks.iter().map(|tick| tick.fleet.clone()).collect();
    assert_eq!(rewound, told);
    let (document, _) = live.document(&record, None, &Steering::default());
    let document: Document = serde_json::from_slice(&document).expect("a document");
    let away = document.fleet.and_then(|fleet| fleet.away);
    assert_eq!(away.map(|away| away.for_ms), Some(1_500));
    let then = replay(&record, &live, 3..=3).base.fleet;
    assert_eq!(then.map(|then| (then.sent, then.away)), Some((7, None)));
}

#[test]
fn ticks_that_say_what_was_forgotten_are_gone() {
    let (live, mut record) = (Live::new(), Record::new());
    for tick in 1..=4 {
        record.take(tick, i64::try_from(tick * 1000).unwrap_or(0), &[], |_| None);
        record.forgets_errors = tick == 3;
        live.publish(&record);
    }
    assert!(live.ticks_since(1).is_none() && matches!(live.news(1), News::Document));
    assert_eq!(live.ticks_since(2).map(|ticks| ticks.len()), Some(2));
}

/// By what patches say alone, as a page knows it.
#[test]
fn a_key_that_comes_back_with_another_circuit_has_the_calls_of_that_one() {
    use std::sync::Arc;

    use breaker_runtime::State;

    use crate::record::counts::Counts;
    use crate::record::reading::{Reading, Who};
    use crate::record::tests::reading;

    let (live, record) = (Live::new(), Mutex::new(Record::new()));
    let whole = reading(Who::Circuit(1), State::Closed, 90, 0);
    let key = |since, rejected| Reading {
        calls: Counts([0, 1, 0, 0, rejected, 0]),
        ..reading(Who::Key(1, Arc::from("a")), State::Open, since, 0)
    };
    // It loses its circuit within a second, or is away for some; and once more is as it was.
    let looks = [
        Some(key(60, 5)),
        Some(key(0, 0)),
        None,
        Some(key(0, 0)),
        Some(key(1, 4)),
        Some(key(0, 4)),
        None,
        None,
        Some(key(0, 0)),
        Some(key(1, 0)),
    ];
    let mut known = None;
    for (tick, look) in (1..).zip(looks) {
        let readings: Vec<_> = core::iter::once(whole.clone()).chain(look).collect();
        let mut taken = record.lock();
        taken.take(tick, i64::try_from(tick * 1000).unwrap_or(0), &readings, |_| None);
        live.publish(&taken);
        drop(taken);
        let (document, _) = live.document(&record, None, &Steering::default());
        let document: Document = serde_json::from_slice(&document).expect("a document");
        let shown = document.circuits.iter().find(|circuit| circuit.key.is_some());
        let ticks = live.ticks_since(tick - 1).unwrap_or_default();
        let Some((_, encoded)) = ticks.first() else {
            known = shown.map(|circuit| (circuit.id, circuit.calls));
            continue;
        };
        let patch: Patch = serde_json::from_slice(encoded).expect("a patch");
        if let Some(gone) = patch.removed.first() {
            known = known.filter(|(id, _)| id != gone);
        }
        for change in &patch.circuits {
            let is_key = change.key.as_ref().is_some_and(Option::is_some);
            if is_key || known.is_some_and(|(id, _)| id == change.id) {
                known = change.calls.map(|calls| (change.id, calls)).or(known);
            }
        }
        assert_eq!(known, shown.map(|circuit| (circuit.id, circuit.calls)), "at tick {tick}");
    }
}

/// As of circuits that open and close each second.
#[test]
fn who_was_away_gets_the_document_where_the_ticks_are_longer() {
    let whole = |length: usize| move || Ok::<_, ()>(Bytes::from(vec![b'd'; length]));
    let ticks = vec![Bytes::from(vec![b't'; LONG / 2 + 1]); 2];
    assert_eq!(shorter(&ticks, whole(LONG)).map(|it| it.map(|it| it.len())), Some(Ok(LONG)));
    assert!(shorter(&ticks, whole(LONG + 2)).is_none());
    assert!(shorter(&ticks[..1], whole(1)).is_none(), "short enough");
    assert_eq!(joined(&[Bytes::from("1"), Bytes::from("2")]), "{\"ticks\":[1,2]}");
    assert_eq!(joined(&[Bytes::from("1")]), "1");
}
