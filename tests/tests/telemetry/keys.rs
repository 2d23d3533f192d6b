//! The metrics of circuits that go from key to key: bounded, and never going down.

use core::time::Duration;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use breaker_runtime::metrics::publish;
use breaker_runtime::testing::ManualClock;
use breaker_runtime::{KeyedCircuitBreaker, Policy, registry};
use tests::crowd;

use crate::Recorded;

fn calls(series: &BTreeMap<String, u64>, key: &str, outcome: &str) -> Option<u64> {
    series.get(&format!("circuit_breaker_calls{{key={key},outcome={outcome}}}")).copied()
}

fn keyed(name: &'static str, max_keys: u32) -> (&'static KeyedCircuitBreaker, ManualClock) {
    let clock = ManualClock::new();
    let breaker = KeyedCircuitBreaker::new(name, Policy::new().threshold(2), max_keys);
    let breaker = Box::leak(Box::new(breaker.with_clock(clock.clone())));
    registry().register_keyed(breaker);
    (breaker, clock)
}

fn succeed(breaker: &KeyedCircuitBreaker, key: &str, times: usize) {
    for _ in 0..times {
        breaker.try_acquire(key).expect("closed").success();
    }
}

#[test]
fn each_key_has_its_series() {
    let (fetch, clock) = keyed("each", 8);
    let recorded = Recorded::new();
    recorded.during(|| {
        succeed(fetch, "up", 3);
        for _ in 0..2 {
            fetch.try_acquire("down").expect("closed").failure();
        }
        clock.advance(Duration::from_secs(5));
        publish();
    });
    let series = recorded.of("each");
    assert_eq!(calls(&series, "up", "success"), Some(3));
    assert_eq!(calls(&series, "down", "failure"), Some(2));
    for (name, value) in [
        ("circuit_breaker_state{key=up,state=closed}", 1),
        ("circuit_breaker_state{key=down,state=closed}", 0),
        ("circuit_breaker_state{key=down,state=open}", 1),
        ("circuit_breaker_state_seconds{key=down,state=open}", 5),
        ("circuit_breaker_state_seconds{key=up,state=closed}", 5),
        ("circuit_breaker_failures_in_window{key=down}", 2),
        ("circuit_breaker_transitions{key=down,from=closed,to=open}", 1),
    ] {
        assert_eq!(series.get(name), Some(&value), "{name}");
    }
    assert!(!series.keys().any(|name| name.contains("(others)")), "{series:?}");
}

#[test]
fn a_key_that_lost_its_circuit_keeps_its_counts_and_goes_on_with_the_next_one() {
    let (fetch, _) = keyed("returning", 1);
    let recorded = Recorded::new();
    recorded.during(|| {
        succeed(fetch, "a", 3);
        publish();
        succeed(fetch, "b", 5);
        publish();
    });
    let series = recorded.of("returning");
    assert_eq!(calls(&series, "a", "success"), Some(3));
    assert_eq!(series["circuit_breaker_state{key=a,state=closed}"], 0);
    assert_eq!(calls(&series, "(others)", "success"), Some(5));
    recorded.during(|| {
        succeed(fetch, "a", 4);
        publish();
    });
    let series = recorded.of("returning");
    assert_eq!(calls(&series, "a", "success"), Some(7));
    assert_eq!(series["circuit_breaker_state{key=a,state=closed}"], 1);
    assert_eq!(calls(&series, "(others)", "success"), Some(5));
}

#[test]
fn calls_that_nobody_saw_before_the_circuit_was_lost_are_those_of_others() {
    let (fetch, _) = keyed("unseen", 1);
    let recorded = Recorded::new();
    recorded.during(|| {
        succeed(fetch, "a", 3);
        publish();
        succeed(fetch, "a", 2);
        succeed(fetch, "b", 1);
        succeed(fetch, "a", 10);
        publish();
    });
    let series = recorded.of("unseen");
    assert_eq!(calls(&series, "a", "success"), Some(13));
    assert_eq!(calls(&series, "(others)", "success"), Some(3));
}

#[test]
fn however_many_keys_come_there_are_series_for_max_keys_and_one_more() {
    let (fetch, _) = keyed("many", 4);
    let recorded = Recorded::new();
    recorded.during(|| {
        for key in 0..100 {
            fetch.try_acquire(&key).expect("closed").success();
            fetch.get(&key).expect("just used").force_open();
            fetch.get(&key).expect("just used").reset();
            publish();
        }
    });
    let series = recorded.of("many");
    let of = |metric: &str| series.keys().filter(|name| name.starts_with(metric)).count();
    assert_eq!(of("circuit_breaker_calls{"), 5 * 5);
    assert_eq!(of("circuit_breaker_state{"), 5 * 6);
    assert_eq!(of("circuit_breaker_state_seconds{"), 4 * 6);
    assert_eq!(of("circuit_breaker_transitions{"), 5 * 2);
    assert_eq!(calls(&series, "(others)", "success"), Some(96));
    assert_eq!(series["circuit_breaker_state{key=(others),state=closed}"], 4);
    let opened = "circuit_breaker_transitions{key=(others),from=closed,to=forced_open}";
    assert_eq!(series[opened], 96);
}

#[test]
fn nothing_goes_down_or_is_lost_while_keys_come_and_go() {
    const CALLERS: usize = 4;
    const CALLS: usize = 5_000;
    let (fetch, _) = keyed("busy", 8);
    let recorded = Recorded::new();
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            crowd(0..CALLERS, |caller| {
                for call in 0..CALLS {
                    let key = (caller * 31 + call * 7) % 24;
                    fetch.try_acquire(&key).expect("closed").success();
                }
            });
            done.store(true, Ordering::Release);
        });
        let mut before: BTreeMap<String, u64> = BTreeMap::new();
        while !done.load(Ordering::Acquire) {
            recorded.during(publish);
            let now = recorded.of("busy");
            for (series, value) in before {
                let is_counter = !series.contains("_state{");
                assert!(!is_counter || now[&series] >= value, "{series}: {value}, then {now:?}");
            }
            before = now;
        }
    });
    recorded.during(publish);
    let series = recorded.of("busy");
    let succeeded = series.iter().filter(|(name, _)| name.ends_with("outcome=success}"));
    assert_eq!(succeeded.map(|(_, calls)| *calls).sum::<u64>(), (CALLERS * CALLS) as u64);
}
