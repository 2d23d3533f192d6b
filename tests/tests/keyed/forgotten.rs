//! When nothing is lost with a circuit, so that another key may have it (rule S15).

use core::time::Duration;

use breaker_runtime::{Policy, State};
use tests::{TICK, just_before};

use crate::{Keyed, OPEN_FOR, WINDOW};

const HOUR: Duration = OPEN_FOR.saturating_mul(120);

/// As many keys as find a circuit, one after another, none of which they keep.
fn newcomers(keys: &Keyed) -> usize {
    (0..100)
        .filter(|key| {
            keys.succeed(format_args!("new {key}")).get(&format_args!("new {key}")).is_some()
        })
        .count()
}

#[test]
fn an_open_circuit_is_forgotten_open_for_after_its_open_time_if_nobody_asked_since() {
    let keys = Keyed::new(1);
    keys.open("down");
    // To ask before its end is no difference.
    keys.after(just_before(OPEN_FOR)).rejects("down");
    assert_eq!(keys.after(TICK + just_before(OPEN_FOR)).succeed("new").keys(), ["down"]);
    assert_eq!(keys.after(TICK).succeed("new").keys(), ["new"]);
    assert_eq!(keys.unguarded(), 1);
}

#[test]
fn the_open_time_is_the_one_that_the_circuit_had_and_the_rest_the_policys() {
    let policy = Policy::new().threshold(1).open_for(OPEN_FOR).max_open_for(8 * OPEN_FOR);
    let keys = Keyed::with(policy, 1);
    keys.fail("down").after(OPEN_FOR).fail("down");
    assert_eq!(keys.after(2 * OPEN_FOR + just_before(OPEN_FOR)).succeed("new").keys(), ["down"]);
    assert_eq!(keys.after(TICK).succeed("new").keys(), ["new"]);

    let keys = Keyed::with(policy, 1);
    keys.succeed("told").get("told").unwrap().open_for(HOUR);
    assert_eq!(keys.after(HOUR).succeed("new").keys(), ["told"]);
    assert_eq!(keys.after(OPEN_FOR).succeed("new").keys(), ["new"]);
}

#[test]
fn failures_in_a_row_and_among_the_last_calls_are_worth_open_for() {
    for policy in [
        Policy::new().consecutive(2),
        Policy::new().threshold(2).window_calls(100),
        Policy::new().threshold_percent(50.0).min_calls(10).window_calls(100),
    ] {
        let keys = Keyed::with(policy.open_for(OPEN_FOR), 1);
        keys.fail("shaky").after(OPEN_FOR / 2).fail("shaky");
        let keys = if keys.state("shaky") == Some(State::Open) {
            let keys = Keyed::with(policy.open_for(OPEN_FOR), 1);
            keys.after(OPEN_FOR).fail("shaky");
            keys
        } else {
            keys
        };
        assert_eq!(keys.after(just_before(OPEN_FOR)).succeed("new").keys(), ["shaky"], "{policy}");
        assert_eq!(keys.after(TICK).succeed("new").keys(), ["new"], "{policy}");
    }
}

#[test]
fn failures_that_have_aged_out_count_no_more_also_without_a_call() {
    for (policy, within) in [
        (Policy::new().threshold(5).window(WINDOW), just_before(WINDOW)),
        // Sub-windows are a sixteenth long: the last one may end a little earlier.
        (
            Policy::new().threshold_percent(50.0).min_calls(5).window(WINDOW),
            just_before(WINDOW * 15 / 16),
        ),
    ] {
        let keys = Keyed::with(policy, 1);
        keys.fail("shaky").after(WINDOW / 2).fail("shaky");
        assert_eq!(keys.after(within).succeed("new").keys(), ["shaky"], "{policy}");
        assert_eq!(
            keys.after(WINDOW.saturating_sub(within)).succeed("new").keys(),
            ["new"],
            "{policy}"
        );
    }
}

#[test]
fn a_half_open_circuit_is_forgotten_once_its_last_trial_call_was_silent_for_open_for() {
    let keys = Keyed::with(Policy::new().threshold(1).open_for(OPEN_FOR).half_open_calls(2), 1);
    keys.fail("down").after(OPEN_FOR).succeed("down");
    let hangs = keys.after(OPEN_FOR / 2).try_acquire("down").unwrap();
    assert_eq!(keys.after(just_before(OPEN_FOR)).succeed("new").keys(), ["down"]);
    assert_eq!(keys.after(TICK).succeed("new").keys(), ["new"]);
    hangs.success();
    assert_eq!(keys.get("new").unwrap().snapshot().failures_in_window, 0);
}

#[test]
fn who_comes_back_after_that_has_a_new_circuit() {
    let keys = Keyed::new(1);
    keys.open("down").after(2 * OPEN_FOR).succeed("new").succeed("down");
    assert_eq!(
        (keys.state("down"), keys.get("down").unwrap().snapshot().opened),
        (Some(State::Closed), 0)
    );
}

#[test]
fn open_circuits_that_nobody_calls_again_are_given_away_after_an_idle_hour() {
    for policy in [
        Policy::new().threshold(2),
        Policy::new().consecutive(3),
        Policy::new().threshold(3).window_calls(100),
        Policy::new().threshold_percent(50.0).min_calls(2),
    ] {
        let keys = Keyed::with(policy, 64);
        for key in 0..64 {
            keys.fail(key).fail(key);
        }
        assert_eq!(newcomers(&keys), 0, "{policy}");
        keys.after(HOUR);
        for key in 0..64 {
            keys.fail(format_args!("new {key}"));
        }
        assert_eq!(keys.unguarded(), 100, "{policy}");
        assert!(keys.keys().iter().all(|key| key.starts_with("new")), "{policy}");
    }
}

#[test]
fn of_those_that_may_go_the_one_that_was_not_used_for_the_longest_time_goes_first() {
    let keys = Keyed::new(3);
    keys.fail("a").fail("b").fail("c").succeed("new");
    keys.after(WINDOW).succeed("a");
    assert_eq!(keys.succeed("d").keys(), ["a", "c", "d"]);
    assert_eq!(keys.succeed("e").keys(), ["a", "d", "e"]);
}

#[test]
fn a_success_makes_room_at_once_where_it_ends_the_failures() {
    let keys = Keyed::with(Policy::new().consecutive(3), 1);
    keys.fail("a").succeed("b");
    assert_eq!(keys.succeed("a").succeed("b").keys(), ["b"]);

    let keys = Keyed::with(Policy::new().threshold(2).window_calls(2), 1);
    keys.fail("a").succeed("a").succeed("b");
    assert_eq!(keys.succeed("a").succeed("b").keys(), ["b"]);
}

#[test]
fn another_policy_makes_room_at_once_where_its_window_holds_no_failure() {
    let keys = Keyed::new(1);
    keys.fail("a").after(WINDOW / 2).succeed("b");
    assert!(keys.get("b").is_none());
    keys.get("a").unwrap().reset();
    assert_eq!(keys.succeed("b").keys(), ["b"]);
}
