//! Failures of calls whose key lost its circuit while they were under way (rule S15).

use breaker_runtime::{CircuitBreaker, Policy, State};

use crate::{Keyed, OPEN_FOR, WINDOW};

/// A call that fails after so many other keys had come.
fn fails_behind(keys: &Keyed, key: &str, others: u32) {
    let call = keys.try_acquire(key).unwrap();
    for other in 0..others {
        keys.succeed(format_args!("{key} {other}"));
    }
    call.failure();
}

#[test]
fn a_host_that_fails_every_time_opens_however_many_others_come_during_each_call() {
    for (max_keys, others) in [(64, 100), (64, 1_000), (1, 100), (2, 500), (3, 5)] {
        for policy in [
            Policy::new().threshold(5).window(WINDOW),
            Policy::new().consecutive(5),
            Policy::new().threshold(5).window_calls(10),
            Policy::new().threshold_percent(50.0).min_calls(5),
        ] {
            let keys = Keyed::with(policy, max_keys);
            for _ in 0..5 {
                fails_behind(&keys, "down", others);
            }
            assert!(keys.rejects("down"), "{policy}, {others} others for {max_keys} places");
            let down = keys.get("down").unwrap().snapshot();
            assert_eq!(
                (down.state, down.opened, down.key.as_deref()),
                (State::Open, 1, Some("down"))
            );
            assert_eq!(keys.calls().failure, 5, "{policy}");
        }
    }
}

#[test]
fn one_place_that_all_others_share_remembers_whose_it_was_too() {
    let keys = Keyed::with(Policy::new().threshold(3).window(WINDOW), 64);
    (0..63).for_each(|key| _ = keys.fail(format_args!("failing {key}")));
    for _ in 0..3 {
        fails_behind(&keys, "down", 500);
    }
    assert!(keys.rejects("down"));
}

#[test]
fn a_failure_whose_key_has_another_circuit_by_now_counts_there() {
    let keys = Keyed::new(2);
    let late = keys.try_acquire("a").unwrap();
    keys.succeed("b").succeed("c").succeed("a");
    late.failure();
    let now = keys.get("a").unwrap().snapshot();
    assert_eq!((now.failures_in_window, now.calls.failure, now.calls.success), (1, 1, 1));
    let others = keys.circuits().filter(|circuit| circuit.key().as_deref() != Some("a"));
    assert!(others.map(CircuitBreaker::snapshot).all(|now| now.calls.failure == 0));
}

#[test]
fn it_takes_the_place_of_a_key_with_which_nothing_is_lost_and_keeps_it_until_the_key_calls() {
    let keys = Keyed::new(1);
    let late = keys.try_acquire("a").unwrap();
    keys.succeed("b");
    late.failure();
    assert!(keys.get("b").is_none());
    // Nobody knows its text: a circuit remembers whose it was by a number.
    assert_eq!(keys.keys(), ["(unnamed)"]);
    assert_eq!(keys.circuits().next().unwrap().snapshot().failures_in_window, 1);
    keys.succeed("b");
    assert_eq!(keys.unguarded(), 1, "it has something to remember");
    keys.fail("a");
    assert_eq!((keys.keys().concat(), keys.state("a")), ("a".into(), Some(State::Open)));
    assert_eq!(keys.get("a").unwrap().history()[0].key.as_deref(), Some("a"));
}

#[test]
fn a_look_tells_the_text_too() {
    let keys = Keyed::new(1);
    let late = keys.try_acquire("a").unwrap();
    keys.succeed("b");
    late.failure();
    let circuit = keys.get("a").unwrap();
    assert_eq!((circuit.key().as_deref(), circuit.snapshot().calls.failure), (Some("a"), 1));
}

#[test]
fn one_that_opens_a_circuit_rejects_the_keys_next_call() {
    let keys = Keyed::with(Policy::new().threshold(1).open_for(OPEN_FOR), 1);
    let late = keys.try_acquire("a").unwrap();
    keys.succeed("b");
    late.failure();
    assert_eq!(keys.circuits().next().unwrap().history()[0].key.as_deref(), Some("(unnamed)"));
    assert!(keys.rejects("a"));
    assert_eq!(keys.get("a").unwrap().history()[0].key.as_deref(), Some("a"));
    assert_eq!(keys.try_acquire("a").unwrap_err().retry_after(), Some(OPEN_FOR));
    keys.after(OPEN_FOR).succeed("a");
    assert_eq!(keys.state("a"), Some(State::Closed));
}

#[test]
fn one_that_finds_no_place_is_counted_all_the_same() {
    let keys = Keyed::new(1);
    let late = keys.try_acquire("a").unwrap();
    keys.open("b");
    late.failure();
    assert_eq!((keys.keys().concat(), keys.calls().failure), ("b".into(), 3));
}

#[test]
fn what_a_reset_has_made_stale_before_stays_so() {
    let keys = Keyed::new(1);
    let late = keys.try_acquire("a").unwrap();
    keys.get("a").unwrap().reset();
    keys.succeed("b");
    late.failure();
    assert_eq!(keys.keys(), ["b"], "rule S7");
}

#[test]
fn late_results_that_are_no_failures_change_nothing() {
    let keys = Keyed::new(1);
    let late = [(); 3].map(|()| keys.try_acquire("a").unwrap());
    keys.succeed("b");
    let [success, ignored, dropped] = late;
    success.success();
    ignored.ignore();
    drop(dropped);
    assert_eq!((keys.keys().concat(), keys.calls().total()), ("b".into(), 4));
}

#[test]
fn a_slow_call_a_panic_and_a_trial_call_are_failures_too() {
    let policy =
        Policy::new().threshold(2).window(WINDOW * 10).slow_call(WINDOW).open_for(OPEN_FOR);
    let keys = Keyed::with(policy, 1);
    let slow = keys.try_acquire("a").unwrap();
    keys.after(2 * WINDOW).succeed("b");
    slow.success();
    assert_eq!(keys.get("a").unwrap().snapshot().failures_in_window, 1);

    let keys = Keyed::with(policy, 1);
    let panics = || -> std::io::Result<()> {
        keys.succeed("b");
        panic!("tested")
    };
    let call = || keys.call("a", panics);
    assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(call)).is_err());
    assert_eq!(keys.get("a").unwrap().snapshot().failures_in_window, 1);

    let keys = Keyed::with(policy, 1);
    let trial = keys.open("a").after(OPEN_FOR).try_acquire("a").unwrap();
    keys.after(OPEN_FOR).succeed("b");
    trial.failure();
    assert_eq!(keys.get("a").unwrap().snapshot().failures_in_window, 1);
}

#[test]
fn on_an_open_circuit_it_changes_nothing() {
    let keys = Keyed::new(2);
    let late = keys.try_acquire("a").unwrap();
    keys.succeed("b").succeed("c").open("a");
    late.failure();
    let now = keys.get("a").unwrap().snapshot();
    assert_eq!((now.opened, now.calls.failure), (1, 3));
}
