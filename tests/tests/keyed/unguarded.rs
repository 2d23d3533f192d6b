//! Calls of keys that find no circuit (rule S15).

use std::sync::{Arc, Mutex};

use breaker_runtime::testing::isolate;
use breaker_runtime::{
    EventKind, KeyedCircuitBreaker, Overrides, Policy, Setting, State, circuit_breaker, registry,
};
use tests::crowd;
use tests::own::shown;

use crate::{Keyed, OPEN_FOR, WINDOW};

#[test]
fn strangers_can_not_open_the_circuit_of_a_healthy_key() {
    let keys = Keyed::new(1024);
    (0..1024).for_each(|stranger| _ = keys.fail(format_args!("stranger {stranger}")));
    for _ in 0..1_000 {
        keys.succeed("healthy");
    }
    (0..500).for_each(|stranger| _ = keys.fail(format_args!("another one {stranger}")));
    for _ in 0..500 {
        keys.succeed("healthy");
    }
    assert_eq!((keys.len(), keys.circuits().count(), keys.unguarded()), (1024, 1024, 2_000));
    let calls = keys.calls();
    assert_eq!((calls.success, calls.failure, calls.rejected), (1_500, 1_524, 0));

    // The failures have left their windows: who calls has a circuit again.
    assert_eq!(keys.after(WINDOW).open("healthy").unguarded(), 2_000);
}

#[test]
fn a_key_without_a_circuit_is_admitted_however_often_it_fails() {
    let keys = Keyed::new(2);
    keys.open("a").open("b");
    for _ in 0..100 {
        keys.fail("c");
    }
    assert!(keys.rejects("a") && keys.rejects("b") && keys.get("c").is_none());
    assert_eq!((keys.keys().join(" "), keys.len()), ("a b".into(), 2));
    let unguarded = keys.calls_without_circuit();
    assert_eq!((unguarded.failure, unguarded.total()), (100, 100));
    assert_eq!(keys.whole().state(), State::Closed);
    assert_eq!(keys.whole().snapshot().failures_in_window, 0);
}

#[test]
fn unguarded_calls_are_counted_by_how_they_end() {
    let policy = Policy::new().threshold(1).slow_call(WINDOW);
    let keys = Keyed::with(policy, 1);
    keys.fail("a").succeed("b").fail("b");
    keys.try_acquire("b").unwrap().ignore();
    drop(keys.try_acquire("b"));
    let slow = keys.try_acquire("b").unwrap();
    keys.after(WINDOW + tests::TICK);
    slow.success();
    let panics = || keys.call("b", || -> std::io::Result<()> { panic!("tested") });
    assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(panics)).is_err());
    let calls = keys.calls_without_circuit();
    assert_eq!((calls.success, calls.failure, calls.ignored, calls.abandoned), (1, 3, 1, 1));
}

#[test]
fn it_is_told_once_an_episode() {
    let keys = Keyed::new(1);
    let told = Arc::new(Mutex::new(Vec::new()));
    let desk = Arc::clone(&told);
    let subscription =
        keys.whole().subscribe(move |event| desk.lock().unwrap().push(event.kind.clone()));
    let expect = |times| {
        subscription.flush();
        let told = told.lock().unwrap();
        assert!(told.iter().all(|kind| *kind == EventKind::Unguarded { max_keys: 1 }));
        assert_eq!(told.len(), times);
    };
    keys.open("a");
    expect(0);
    (0..100).for_each(|key| _ = keys.fail(key));
    expect(1);
    keys.after(OPEN_FOR).rejects("a");
    (0..100).for_each(|key| _ = keys.fail(key));
    expect(1);
    // One finds a place again: the episode is over.
    keys.after(2 * OPEN_FOR).open("b").fail("c").fail("d");
    expect(2);
    assert_eq!(
        shown(&keys.whole().history()[0]),
        "circuit `tested` admits calls of more keys unguarded: all 1 places are taken"
    );
}

#[test]
fn no_more_than_once_a_second_is_told_however_fast_places_come_and_go() {
    let keys = Keyed::with(Policy::new().consecutive(5), 1);
    for _ in 0..100 {
        keys.fail("a").succeed("b").succeed("a");
        keys.succeed("b").succeed("a");
    }
    assert_eq!(keys.whole().history().len(), 1);
    assert!(keys.unguarded() > 50);
}

#[test]
fn a_dry_run_admits_and_counts_them_as_a_real_one() {
    let keys = Keyed::with(Policy::new().threshold(1).dry_run(true), 1);
    keys.fail("a").succeed("b").fail("b");
    let calls = keys.calls_without_circuit();
    assert_eq!((calls.success, calls.failure, calls.rejected), (1, 1, 0));
}

#[test]
fn many_threads_that_race_for_the_last_place_get_it_once() {
    for _ in 0..20 {
        let policy = Policy::new().threshold(9).window_calls(100);
        let keys = KeyedCircuitBreaker::new("raced", policy, 2);
        keys.try_acquire("taken").unwrap().failure();
        crowd(0..64, |thread| {
            let key = format_args!("{thread}").to_string();
            keys.try_acquire(&key).unwrap().failure();
        });
        let calls = keys.calls();
        assert_eq!((keys.len(), calls.failure, calls.total()), (2, 65, 65));
        // One that takes the place may lose it before it fails.
        assert!((1..64).contains(&keys.calls_without_circuit().failure));
    }
}

#[circuit_breaker(key = key, max_keys = 1, last_error = true, name = "unguarded: texts")]
fn fail(key: &str) -> std::io::Result<()> {
    Err(std::io::Error::other(format!("of {key}")))
}

#[test]
fn the_errors_of_a_key_that_wants_none_kept_are_not_kept_by_the_whole_either() {
    let _test = isolate();
    let fails = |key: &str| assert!(fail(key).is_err());
    let keys = registry().keyed("unguarded: texts").unwrap();
    let told = || {
        let last = keys.whole().snapshot().last_failure.unwrap();
        last.error.map(|text| text.to_string())
    };
    fails("a");
    fails("b");
    assert_eq!(told().as_deref(), Some("of b"));

    let without = Overrides::new().circuit("unguarded: texts[b]", Setting::LastError(false));
    registry().configure(&without).unwrap();
    assert_eq!(told(), None);
    fails("b");
    assert_eq!(told(), None);
    assert!(keys.whole().policy().settings().last_error);

    registry().configure(&Overrides::new()).unwrap();
    fails("b");
    assert_eq!(told().as_deref(), Some("of b"));
}
