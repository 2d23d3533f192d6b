//! No more circuits than `max_keys`: who gives one up, and what the next key gets.

use std::sync::{Arc, Mutex};

use breaker_runtime::testing::ManualClock;
use breaker_runtime::{
    CircuitBreaker, Event, EventKind, KeyedCircuitBreaker, Policy, State, registry,
};
use tests::own::shown;

use crate::{Keyed, OPEN_FOR, WINDOW};

#[test]
fn there_are_never_more_than_max_keys() {
    for max_keys in [1, 2, 3, 7, 64] {
        let keys = Keyed::new(max_keys);
        for key in 0..1_000 {
            keys.succeed(key);
            assert_eq!(keys.len(), (key + 1).min(max_keys as usize));
            assert_eq!(keys.get(&key).unwrap().snapshot().calls.success, 1);
        }
        assert_eq!(keys.circuits().count(), max_keys as usize);
    }
}

#[test]
fn the_key_that_was_not_used_for_the_longest_time_goes_first() {
    let keys = Keyed::new(3);
    keys.succeed("a").succeed("b").succeed("c").succeed("a");
    assert_eq!(keys.succeed("d").keys(), ["a", "c", "d"]);
    assert_eq!(keys.succeed("e").keys(), ["a", "d", "e"]);
    assert_eq!(keys.succeed("d").succeed("f").keys(), ["d", "e", "f"]);
}

#[test]
fn a_look_at_a_key_is_a_use_of_it() {
    let keys = Keyed::new(2);
    keys.succeed("a").succeed("b");
    keys.get("a").unwrap();
    assert_eq!(keys.succeed("c").keys(), ["a", "c"]);
}

#[test]
fn who_only_looks_uses_no_key() {
    static LOOKED_AT: KeyedCircuitBreaker = KeyedCircuitBreaker::new("looked at", Policy::new(), 2);
    registry().register_keyed(&LOOKED_AT);
    let succeed = |key: &str| LOOKED_AT.try_acquire(key).unwrap().success();
    succeed("a");
    succeed("b");
    assert!(LOOKED_AT.peek("a").is_some() && LOOKED_AT.peek("c").is_none());
    assert!(registry().find("looked at[a]").is_ok());
    assert!(registry().with("looked at[a]", CircuitBreaker::history).is_ok());
    assert!(registry().with_circuit("looked at", Some("a"), CircuitBreaker::snapshot).is_some());
    assert!(LOOKED_AT.circuits().all(|circuit| circuit.snapshot().opened == 0));
    succeed("c");
    let mut keys: Vec<_> = LOOKED_AT.circuits().filter_map(CircuitBreaker::key).collect();
    keys.sort();
    assert_eq!(keys.iter().map(|key| &**key).collect::<Vec<_>>(), ["b", "c"]);
}

#[test]
fn random_uses_and_additions_evict_as_a_list_would() {
    let keys = Keyed::new(5);
    // Each key is used at most once between two additions: those uses are not told apart.
    let mut list: Vec<u32> = Vec::new();
    let mut random = 1_u32;
    for new in 0..2_000 {
        random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        if let Some(at) = (list.len() > 1).then(|| (random >> 16) as usize % list.len()) {
            let used = list.remove(at);
            keys.succeed(used);
            list.push(used);
        }
        if list.len() == 5 {
            list.remove(0);
        }
        keys.succeed(new);
        list.push(new);
        let mut expected: Vec<_> = list.iter().map(u32::to_string).collect();
        expected.sort();
        assert_eq!(keys.keys(), expected);
    }
}

#[test]
fn the_next_key_gets_a_circuit_as_good_as_new() {
    let keys =
        Keyed::with(Policy::new().threshold(2).open_for(OPEN_FOR).max_open_for(OPEN_FOR * 8), 1);
    keys.open("a").after(OPEN_FOR).fail("a").after(2 * OPEN_FOR).succeed("a");
    let circuit = keys.get("a").unwrap();
    circuit.try_acquire().unwrap().ignore();
    drop(circuit.try_acquire());
    let before = circuit.snapshot();
    assert_eq!((before.opened, before.calls.total(), before.state), (2, 6, State::Closed));

    keys.succeed("b");
    let after = keys.get("b").unwrap().snapshot();
    assert_eq!((after.key.as_deref(), after.opened, after.state), (Some("b"), 0, State::Closed));
    assert_eq!((after.calls.success, after.calls.total(), after.failures_in_window), (1, 1, 0));
    assert!(circuit.history().is_empty());

    // The open time starts over too, and rejections are told once, of the key that had them.
    keys.open("b").rejects("b");
    assert_eq!(keys.try_acquire("b").unwrap_err().retry_after(), Some(OPEN_FOR));
    assert_eq!(keys.get("b").unwrap().snapshot().calls.rejected, 2);
    let history = circuit.history();
    assert!(matches!(history[..], [ref one] if matches!(one.kind, EventKind::Opened { .. })));
    assert_eq!(history[0].key.as_deref(), Some("b"));
}

#[test]
fn a_key_that_comes_back_starts_anew() {
    let keys = Keyed::new(1);
    keys.fail("a").after(WINDOW).succeed("b").succeed("a");
    let calls = keys.get("a").unwrap().snapshot().calls;
    assert_eq!((calls.success, calls.failure), (1, 0));
    assert_eq!((keys.calls().success, keys.calls().failure), (2, 1));
}

#[test]
fn time_stands_still_for_every_key_that_comes() {
    let keys = Keyed::new(2);
    for key in 0..10 {
        keys.open(key);
        assert!(keys.after(tests::just_before(OPEN_FOR)).rejects(key));
        keys.after(tests::TICK).succeed(key);
    }
}

#[test]
fn listeners_of_the_next_key_are_told_of_its_rejections_alone() {
    let keys = Keyed::new(1);
    keys.open("a").rejects("a");
    keys.rejects("a");
    keys.get("a").unwrap().reset();
    keys.open("a").rejects("a");
    keys.after(OPEN_FOR).succeed("a").succeed("b");
    let told = Arc::new(Mutex::new(Vec::new()));
    let desk = Arc::clone(&told);
    let subscription = keys
        .get("b")
        .unwrap()
        .subscribe(move |event| desk.lock().unwrap().push((event.key.clone(), event.kind.clone())));
    keys.open("b").rejects("b");
    keys.after(OPEN_FOR).succeed("b");
    subscription.flush();
    let told = told.lock().unwrap();
    assert!(told.iter().all(|(key, _)| key.as_deref() == Some("b")), "{told:?}");
    let rejected = told.iter().filter_map(|(_, kind)| match kind {
        EventKind::Rejected { calls } => Some(*calls),
        _ => None,
    });
    assert_eq!(rejected.collect::<Vec<_>>(), [1]);
}

#[test]
fn another_clock_makes_every_circuit_ready_to_be_given_away() {
    let keys = Keyed::new(2);
    keys.open("a").open("b").succeed("c");
    assert!(keys.get("c").is_none());
    keys.set_clock(ManualClock::new());
    assert_eq!(keys.succeed("c").keys(), ["b", "c"]);
}

#[test]
fn who_listens_to_a_keys_circuit_is_told_when_the_key_loses_it_and_hears_no_more() {
    let keys = Keyed::new(1);
    let told = Arc::new(Mutex::new(Vec::new()));
    let desk = Arc::clone(&told);
    let listener = move |event: &Event| desk.lock().unwrap().push(shown(event));
    let subscription = keys.succeed("a").get("a").unwrap().subscribe(listener);
    subscription.flush();
    assert!(!subscription.has_ended() && told.lock().unwrap().is_empty());
    keys.open("b");
    subscription.flush();
    assert!(subscription.has_ended());
    assert_eq!(
        *told.lock().unwrap(),
        ["circuit `tested[a]` was forgotten: another key has its place"]
    );
}

#[test]
fn who_listens_to_all_is_told_of_a_key_that_is_forgotten_before_its_circuit_closed() {
    const DOWN: &str = "of this test alone";
    let told = Arc::new(Mutex::new(Vec::new()));
    let desk = Arc::clone(&told);
    let subscription = registry().subscribe(move |event| {
        let key = event.key.as_deref().unwrap_or_default();
        if [DOWN, "quiet here"].contains(&key) {
            desk.lock().unwrap().push((key.to_owned(), event.kind.clone()));
        }
    });
    let keys = Keyed::new(1);
    keys.succeed("quiet here").open(DOWN).rejects(DOWN);
    keys.after(2 * OPEN_FOR).succeed("next");
    subscription.flush();
    let told: Vec<_> = told.lock().unwrap().drain(..).collect();
    assert!(
        matches!(
            &told[..],
            [(opened, EventKind::Opened { .. }), (rejected, EventKind::Rejected { calls: 1 }),
             (forgotten, EventKind::Evicted)]
            if [opened, rejected, forgotten].into_iter().all(|key| key == DOWN)
        ),
        "{told:?}"
    );
}
