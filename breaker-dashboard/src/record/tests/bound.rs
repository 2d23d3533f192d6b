//! Six hours of a large program, in a moment: its memory.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use breaker_runtime::State;

use super::{because, reading};
use crate::record::counts::Counts;
use crate::record::facts::About;
use crate::record::reading::{Reading, Who};
use crate::record::track::{COARSE_TICKS, FINE, STEP};
use crate::record::{MEMORY, Record};

#[test]
fn a_clock_that_is_set_all_the_time_is_kept_within_the_bound() {
    let mut record = Record::new();
    record.bound(1 << 20);
    let circuits: Vec<_> =
        (0..1000).map(|at| reading(Who::Circuit(at), State::Closed, 0, 0)).collect();
    for tick in 1..1200 {
        let now = i64::try_from(tick * 1000).unwrap();
        record.take(tick, now, &circuits, |_| None);
        record.wall.note(tick, now, tick % 2 * 3_600_000);
    }
    let first = record.first;
    assert!(first > 600, "the bound is met: from {first}");
    assert!(record.wall.bytes() < 16 * 1024, "{} bytes", record.wall.bytes());
}

/// A tick of 500 busy circuits, and of 40 keys in trouble, other ones every minute: of 10 000.
fn busy(tick: u64) -> Vec<Reading> {
    let mut readings: Vec<_> = (0..500)
        .map(|at| reading(Who::Circuit(at), State::Closed, tick, tick * (50 + at as u64)))
        .collect();
    readings.extend((0..40).map(|at| {
        let key = Arc::from(format!("host-{}.example", (tick / 60 * 40 + at) % 10_000));
        reading(Who::Key(0, key), State::Open, tick % 60, tick)
    }));
    readings
}

fn record_of(ticks: u64, memory: usize) -> Record {
    let mut record = Record::new();
    record.bound(memory);
    for tick in 1..=ticks {
        record.take(tick, i64::try_from(tick * 1000).unwrap(), &busy(tick), |_| None);
        if tick % 600 == 0 {
            assert!(record.bytes() <= memory, "{} bytes after {tick} s", record.bytes());
        }
    }
    record
}

#[test]
fn six_hours_of_500_circuits_and_10_000_keys_stay_within_the_bound() {
    let record = record_of(COARSE_TICKS, MEMORY);
    let first = record.track(0).unwrap();
    let seconds = first.steps(1, 0, COARSE_TICKS).len() as u64;
    assert!((FINE..FINE + 120).contains(&seconds), "{seconds}");
    let keys = record.tracks().filter(|track| track.about.whole.is_some()).count();
    println!("{} bytes, {keys} keys, from second {}", record.bytes(), record.first);
    assert!(first.steps(STEP, 0, COARSE_TICKS).len() > 300, "an hour at least is remembered");
}

#[test]
fn a_small_bound_holds_too_and_costs_the_past_alone() {
    let record = record_of(3600, 4 << 20);
    let present = record.track(7).unwrap();
    assert_eq!(present.totals.0[0], 3600 * 57);
    assert!(record.first > 0);
}

/// All of them are down for the same reason, and called: a second later there is more of each.
fn down(keys: u64, tick: u64) -> Vec<Reading> {
    let of_key = |at: u64| {
        let key = Who::Key(1, Arc::from(format!("host-{at:06}.example.org")));
        let last = Some((Duration::from_secs(tick), "error", Some(Arc::from("refused"))));
        let outage_for = Some(Duration::from_secs(tick));
        let calls = Counts([0, 1, 0, 0, tick * 50, 0]);
        Reading { last_failure: last, outage_for, calls, ..reading(key, State::Open, tick, 1) }
    };
    let whole = reading(Who::Circuit(1), State::Closed, 0, tick);
    core::iter::once(whole).chain((0..keys).map(of_key)).collect()
}

#[test]
fn of_thousands_of_keys_that_are_down_minutes_are_remembered() {
    let mut record = Record::new();
    record.bound(4 << 20);
    let why = |_: &About| Some(because("1 failure: refused"));
    // As many for its bound as 20 000 for the usual one.
    for tick in 1..=900 {
        let now = i64::try_from(tick * 1000).unwrap();
        record.take(tick, now, &down(2_500, tick), why);
        if tick % 10 == 9 {
            let bytes = record.bytes();
            assert!(bytes <= 4 << 20, "{bytes} bytes after {tick} s");
            let kept = tick - record.first;
            assert!(kept >= tick.min(240), "{kept} s after {tick} s");
        }
    }
    assert_eq!(record.tracks().count(), 2_501, "each of them is there");
}

#[test]
fn errors_that_are_all_different_cost_details_before_the_past() {
    let mut record = Record::new();
    record.bound(1 << 20);
    for tick in 1..=600 {
        let now = i64::try_from(tick * 1000).unwrap();
        let failing = |at: usize| {
            let said = format!("request {tick}/{at} failed: {}", "x".repeat(150));
            let last = Some((Duration::ZERO, "error", Some(Arc::from(said))));
            Reading { last_failure: last, ..reading(Who::Circuit(at), State::Closed, tick, tick) }
        };
        let all: Vec<_> = (0..20).map(failing).collect();
        record.take(tick, now, &all, |_| None);
        assert!(record.bytes() <= 1 << 20, "{} bytes after {tick} s", record.bytes());
        let kept = tick - record.first;
        assert!(kept >= tick.min(300), "{kept} s after {tick} s");
    }
}

#[test]
fn keys_that_came_and_went_leave_nothing_behind() {
    let mut record = Record::new();
    record.bound(1 << 20);
    let (whole, mut ids) = (reading(Who::Circuit(1), State::Closed, 0, 0), BTreeSet::new());
    let mut empty = 0;
    // Fifty keys at a time, thirty thousand in all, up to the end of a step.
    for tick in 1..6000_u64 {
        let now = i64::try_from(tick * 1000).unwrap();
        let key = |at: u64| Who::Key(1, Arc::from(format!("host-{}.example", tick / 10 * 50 + at)));
        let keys = (0..50).map(|at| reading(key(at), State::Open, tick % 10, tick));
        let all: Vec<_> = core::iter::once(whole.clone()).chain(keys).collect();
        record.take(tick, now, &all, |_| None);
        let shown = record.tracks().filter(|track| track.seen == tick).count();
        assert_eq!(shown, 51, "after {tick} s all are shown");
        ids.extend(
            record
                .tracks()
                .filter(|it| it.facts.iter().next().is_some_and(|(from, _)| *from == tick))
                .map(|it| it.about.id),
        );
        empty = empty.max(record.first);
    }
    assert_eq!(ids.len(), 1 + 50 * 600, "no id is that of two");
    assert!(record.bytes() <= 1 << 20, "{} bytes", record.bytes());
    assert!(empty < 6000 - 600, "the past is not lost: from {empty}");
}

#[test]
fn a_bound_in_the_wrong_unit_is_the_least_one_and_the_largest_holds() {
    let mut record = Record::new();
    record.bound(32);
    assert_eq!(record.memory, 1 << 20);
    record.bound(4 << 20);
    record.bound(2 << 20);
    assert_eq!(record.memory, 4 << 20);
}

#[test]
fn circuits_without_calls_cost_their_places_alone() {
    let mut record = Record::new();
    let idle: Vec<_> = (0..1000).map(|at| reading(Who::Circuit(at), State::Closed, 0, 0)).collect();
    for tick in 1..=1800_u64 {
        let now = i64::try_from(tick * 1000).unwrap();
        let at = |reading: &Reading| Reading {
            in_state_for: Duration::from_secs(tick),
            ..reading.clone()
        };
        record.take(tick, now, &idle.iter().map(at).collect::<Vec<_>>(), |_| None);
    }
    assert!(record.bytes() / 1000 < 1500, "{} bytes each", record.bytes() / 1000);
}
