//! Calls that are under way when their circuit goes to another key (rule S7).

use breaker_runtime::{Permit, Policy, State};

use crate::Keyed;

#[test]
fn a_late_failure_of_a_key_that_went_does_not_count_towards_the_next_one() {
    for policy in [
        Policy::new().threshold(2),
        Policy::new().consecutive(2),
        Policy::new().threshold_percent(1.0).min_calls(3),
        Policy::new().threshold(2).window_calls(10),
    ] {
        let keys = Keyed::with(policy, 1);
        let late = keys.try_acquire("a").unwrap();
        // It has something to remember: nobody takes it away, and there is no other one.
        keys.fail("b");
        late.failure();
        let now = keys.get("b").unwrap().snapshot();
        assert_eq!((now.state, now.failures_in_window), (State::Closed, 1), "{policy}");
        // It is counted where it ends: on the circuit that it was admitted by.
        assert_eq!(now.calls.failure, 2, "{policy}");
    }
}

#[test]
fn a_late_success_does_not_break_another_keys_run_of_failures() {
    let keys = Keyed::with(Policy::new().consecutive(2), 1);
    let late = keys.try_acquire("a").unwrap();
    keys.fail("b");
    late.success();
    keys.fail("b");
    assert_eq!(keys.state("b"), Some(State::Open));
}

#[test]
fn a_late_result_does_not_touch_the_trial_calls_of_the_next_key() {
    let ends: [fn(Permit<'_>); 4] =
        [|late| late.success(), |late| late.failure(), |late| late.ignore(), |late| drop(late)];
    for end in ends {
        let keys = Keyed::new(1);
        let late = keys.try_acquire("a").unwrap();
        keys.open("b").after(crate::OPEN_FOR);
        let trial = keys.try_acquire("b").unwrap();
        end(late);
        assert!(keys.rejects("b"), "the one place is taken");
        trial.success();
        assert_eq!(keys.state("b"), Some(State::Closed));
    }
}

#[test]
fn a_circuit_that_somebody_kept_says_whose_it_is_now() {
    let keys = Keyed::new(1);
    let kept = keys.succeed("a").get("a").unwrap();
    keys.succeed("b");
    assert_eq!(kept.key().as_deref(), Some("b"));
    assert!(keys.get("a").is_none());
}
