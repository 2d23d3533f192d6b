//! The metrics of circuits that go from key to key: bounded, and never going down.

use core::fmt::Display;
use core::time::Duration;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use breaker_runtime::metrics::publish;
use breaker_runtime::testing::ManualClock;
use breaker_runtime::{KeyedCircuitBreaker, Policy, registry};
use tests::crowd;

use crate::{Recorded, Watched};

fn calls(series: &BTreeMap<String, u64>, outcome: &str) -> Option<u64> {
    series.get(&format!("circuit_breaker_calls_total{{outcome={outcome}}}")).copied()
}

/// How many series belong to keys.
fn of_keys(series: &BTreeMap<String, u64>) -> usize {
    series.keys().filter(|name| name.contains("key=")).count()
}

/// The states that the key's circuits are in, and how many.
fn states<'s>(series: &'s BTreeMap<String, u64>, key: &str) -> BTreeMap<&'s str, u64> {
    let prefix = format!("circuit_breaker_state{{key={key},state=");
    let of_key = series.iter().filter_map(|(name, circuits)| {
        let state = name.strip_prefix(&prefix)?.strip_suffix('}')?;
        (*circuits > 0).then_some((state, *circuits))
    });
    of_key.collect()
}

fn keyed(name: &'static str, max_keys: u32) -> (&'static KeyedCircuitBreaker, ManualClock) {
    let clock = ManualClock::new();
    let breaker = KeyedCircuitBreaker::new(name, Policy::new().threshold(2), max_keys);
    let breaker = Box::leak(Box::new(breaker.with_clock(clock.clone())));
    registry().register_keyed(breaker);
    (breaker, clock)
}

fn fail(breaker: &KeyedCircuitBreaker, key: &(impl Display + ?Sized), times: usize) {
    for _ in 0..times {
        breaker.try_acquire(key).expect("closed").failure();
    }
}

fn succeed(breaker: &KeyedCircuitBreaker, key: &str, times: usize) {
    for _ in 0..times {
        breaker.try_acquire(key).expect("closed").success();
    }
}

#[test]
fn a_function_has_the_sums_of_its_keys_and_says_how_many_circuits_are_in_which_state() {
    let (fetch, _) = keyed("summed", 8);
    let recorded = Recorded::new();
    recorded.during(publish);
    let series = recorded.of("summed");
    assert_eq!(calls(&series, "success"), Some(0));
    assert_eq!(series["circuit_breaker_circuits{state=closed}"], 0);
    assert_eq!(series["circuit_breaker_failures_to_open{}"], 2);
    assert_eq!(series["circuit_breaker_transitions_total{from=closed,to=open}"], 0);
    recorded.during(|| {
        succeed(fetch, "up", 3);
        succeed(fetch, "well", 4);
        fetch.try_acquire("ill").expect("closed").failure();
        publish();
    });
    let series = recorded.of("summed");
    assert_eq!(calls(&series, "success"), Some(7));
    assert_eq!(calls(&series, "failure"), Some(1));
    assert_eq!(series["circuit_breaker_circuits{state=closed}"], 3);
    assert_eq!(series["circuit_breaker_failures_in_window{}"], 1, "of the one that is nearest");
    assert!(!series.keys().any(|name| name.contains("key=")), "{series:?}");
}

#[test]
fn a_key_has_its_state_once_its_circuit_has_opened_and_nothing_else() {
    let (fetch, clock) = keyed("speaking", 8);
    let recorded = Recorded::new();
    recorded.during(|| {
        succeed(fetch, "up", 3);
        fail(fetch, "down", 2);
        publish();
    });
    let series = recorded.of("speaking");
    assert_eq!(states(&series, "down"), [("open", 1)].into());
    assert_eq!(of_keys(&series), 6, "{series:?}");
    assert_eq!(series["circuit_breaker_circuits{state=closed}"], 1);
    assert_eq!(series["circuit_breaker_circuits{state=open}"], 1);
    assert_eq!(series["circuit_breaker_transitions_total{from=closed,to=open}"], 1);
    assert_eq!(series["circuit_breaker_failures_in_window{}"], 2);
    assert_ne!(series["circuit_breaker_open_since_timestamp_seconds{}"], 0);

    clock.advance(Duration::from_secs(30));
    recorded.during(|| {
        succeed(fetch, "down", 1);
        publish();
    });
    let series = recorded.of("speaking");
    assert_eq!(states(&series, "down"), [("closed", 1)].into());
    assert_eq!(series["circuit_breaker_open_since_timestamp_seconds{}"], 0);
}

#[test]
fn a_key_that_lost_its_circuit_is_in_no_state_and_the_sums_stay() {
    let (fetch, clock) = keyed("leaving", 1);
    let recorded = Recorded::new();
    recorded.during(|| {
        fail(fetch, "a", 2);
        publish();
        clock.advance(Duration::from_secs(30));
        succeed(fetch, "a", 1);
        succeed(fetch, "b", 5);
        publish();
    });
    let series = recorded.of("leaving");
    assert_eq!(states(&series, "a"), BTreeMap::new());
    assert_eq!(states(&series, "b"), BTreeMap::new());
    assert_eq!((calls(&series, "success"), calls(&series, "failure")), (Some(6), Some(2)));
    assert_eq!(series["circuit_breaker_circuits{state=closed}"], 1);
    recorded.during(|| {
        fail(fetch, "a", 2);
        publish();
    });
    assert_eq!(states(&recorded.of("leaving"), "a"), [("open", 1)].into());
}

#[test]
fn another_recorder_hears_of_the_key_that_left_as_well() {
    let (fetch, clock) = keyed("told twice", 1);
    let (one, other) = (Recorded::new(), Recorded::new());
    fail(fetch, "a", 2);
    one.during(publish);
    other.during(publish);
    clock.advance(Duration::from_secs(30));
    succeed(fetch, "a", 1);
    succeed(fetch, "b", 1);
    one.during(publish);
    other.during(publish);
    for recorded in [one, other] {
        assert_eq!(states(&recorded.of("told twice"), "a"), BTreeMap::new());
    }
}

#[test]
fn however_many_keys_open_there_are_series_for_max_keys_and_one_more() {
    let (fetch, _) = keyed("many", 4);
    let recorded = Recorded::new();
    let calm = {
        recorded.during(publish);
        recorded.of("many").len()
    };
    recorded.during(|| {
        for key in 0..100 {
            fail(fetch, &key, 2);
            publish();
            fetch.get(&key).expect("just used").reset();
        }
        fail(fetch, &100, 2);
        publish();
    });
    let series = recorded.of("many");
    assert_eq!(of_keys(&series), 5 * 6);
    assert_eq!(series.len(), calm + 5 * 6);
    assert_eq!(states(&series, "(others)"), [("closed", 3), ("open", 1)].into());
    assert_eq!(calls(&series, "failure"), Some(202));
    assert_eq!(series["circuit_breaker_transitions_total{from=closed,to=open}"], 101);
}

#[test]
fn a_key_in_a_dry_run_of_its_function_opens_in_name_only() {
    let clock = ManualClock::new();
    let policy = Policy::new().threshold(1).dry_run(true);
    let fetch = KeyedCircuitBreaker::new("rehearsed by key", policy, 4).with_clock(clock);
    let fetch: &'static KeyedCircuitBreaker = Box::leak(Box::new(fetch));
    registry().register_keyed(fetch);
    fail(fetch, "down", 1);
    let recorded = Recorded::new();
    recorded.during(publish);
    let series = recorded.of("rehearsed by key");
    assert_eq!(series["circuit_breaker_dry_run{}"], 1);
    assert_eq!(series["circuit_breaker_circuits{state=open}"], 1);
    assert_eq!(series["circuit_breaker_transitions_total{from=closed,to=open}"], 1);
    assert_eq!(of_keys(&series), 0, "nothing is rejected");
}

#[test]
fn a_key_that_nobody_asks_any_more_is_in_no_state_until_somebody_does() {
    let (fetch, clock) = keyed("left alone", 4);
    let recorded = Recorded::new();
    let states_after = |seconds| {
        clock.advance(Duration::from_secs(seconds));
        recorded.during(publish);
        let series = recorded.of("left alone");
        let is_open = series["circuit_breaker_open_since_timestamp_seconds{}"] > 0;
        let mut states = states(&series, "down");
        (states.pop_first().map(|(state, _)| state.to_owned()), is_open)
    };
    fail(fetch, "down", 2);
    assert_eq!(states_after(0), (Some("open".into()), true));
    // Open, then for its open time before another key may have it, and once more.
    assert_eq!(states_after(89), (Some("half_open".into()), true));
    assert_eq!(states_after(1), (None, false));
    let trial = fetch.try_acquire("down").expect("half-open");
    assert_eq!(states_after(59), (Some("half_open".into()), true));
    assert_eq!(states_after(1), (None, false));
    fetch.try_acquire("down").expect("the silent one has lost its place").success();
    drop(trial);
    assert_eq!(states_after(600), (Some("closed".into()), false));
}

#[test]
fn what_is_forced_on_all_keys_is_told_of_the_whole_and_what_is_forced_on_one_of_that() {
    let (fetch, _) = keyed("forced as a whole", 4);
    let recorded = Recorded::new();
    let read = || {
        recorded.during(publish);
        recorded.of("forced as a whole")
    };
    assert_eq!(read()["circuit_breaker_state{state=closed}"], 1, "before any key");
    succeed(fetch, "a", 1);
    fetch.force_open();
    let series = read();
    assert_eq!(series["circuit_breaker_state{state=forced_open}"], 1);
    assert_eq!(series["circuit_breaker_circuits{state=forced_open}"], 1);
    assert_ne!(series["circuit_breaker_open_since_timestamp_seconds{}"], 0);
    assert_eq!(of_keys(&series), 0);
    fetch.reset();
    fetch.get("a").expect("just used").force_open();
    let series = read();
    assert_eq!(series["circuit_breaker_state{state=closed}"], 1);
    assert_eq!(states(&series, "a"), [("forced_open", 1)].into());
}

#[test]
fn calls_of_keys_without_a_circuit_are_counted_among_all_and_as_unguarded() {
    let (fetch, _) = keyed("crowded", 1);
    let recorded = Recorded::new();
    fail(fetch, "down", 2);
    succeed(fetch, "a", 3);
    fail(fetch, "b", 1);
    recorded.during(publish);
    let series = recorded.of("crowded");
    assert_eq!(series["circuit_breaker_unguarded_calls_total{}"], 4);
    assert_eq!((calls(&series, "success"), calls(&series, "failure")), (Some(3), Some(3)));
    assert_eq!(of_keys(&series), 6, "{series:?}");
    fetch.force_open();
    fetch.try_acquire("a").expect_err("forced open as a whole");
    recorded.during(publish);
    let series = recorded.of("crowded");
    assert_eq!(series["circuit_breaker_unguarded_calls_total{}"], 4, "it did not pass");
    assert_eq!(calls(&series, "rejected"), Some(1));
}

#[test]
fn a_thousand_calm_keys_have_as_many_series_as_none() {
    let (fetch, _) = keyed("calm", 1024);
    let recorded = Recorded::new();
    recorded.during(publish);
    let without_keys = recorded.of("calm").len();
    for key in 0..1024 {
        fetch.try_acquire(&key).expect("closed").success();
    }
    recorded.during(publish);
    let series = recorded.of("calm");
    assert_eq!(series["circuit_breaker_circuits{state=closed}"], 1024);
    assert_eq!(series.len(), without_keys);
    assert!(without_keys < 64, "{without_keys}");
}

#[test]
fn nothing_goes_down_or_is_lost_while_keys_come_and_go_and_two_publish() {
    const CALLERS: usize = 4;
    const CALLS: usize = 5_000;
    let (fetch, _) = keyed("busy", 8);
    let watched = Watched::of("busy");
    let done = AtomicBool::new(false);
    let publish_all_the_time = || {
        while !done.load(Ordering::Acquire) {
            metrics::with_local_recorder(&watched, publish);
        }
    };
    thread::scope(|scope| {
        scope.spawn(publish_all_the_time);
        scope.spawn(publish_all_the_time);
        crowd(0..CALLERS, |caller| {
            for call in 0..CALLS {
                let key = (caller * 31 + call * 7) % 24;
                match fetch.try_acquire(&key) {
                    Ok(permit) if key % 5 == 0 => permit.failure(),
                    Ok(permit) => permit.success(),
                    // Counted, as all the others.
                    Err(_) => {}
                }
            }
        });
        done.store(true, Ordering::Release);
    });
    metrics::with_local_recorder(&watched, publish);
    assert_eq!(watched.went_down(), Vec::<String>::new());
    let is_call = |series: &str| series.starts_with("circuit_breaker_calls_total{");
    assert_eq!(watched.sum(is_call), (CALLERS * CALLS) as u64);
}
