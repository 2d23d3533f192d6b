//! Circuits that have something to remember stay with their keys, however many others come.

use breaker_runtime::{CircuitBreaker, Policy, State};

use crate::{Keyed, OPEN_FOR, WINDOW};

/// Many keys that come and go, none of them a failure.
fn crowd_in(keys: &Keyed) {
    (0..100).for_each(|key| _ = keys.succeed(key));
}

#[test]
fn open_circuits_stay() {
    let keys = Keyed::new(2);
    keys.open("down");
    crowd_in(&keys);
    assert!(keys.rejects("down"));
    // Nor does its open time's end make it anything but a circuit that waits for a trial call.
    keys.after(OPEN_FOR);
    crowd_in(&keys);
    assert_eq!(keys.state("down"), Some(State::HalfOpen));
}

#[test]
fn half_open_circuits_stay_with_their_trial_calls() {
    let keys = Keyed::new(2);
    keys.open("down").after(OPEN_FOR);
    let trial = keys.try_acquire("down").unwrap();
    crowd_in(&keys);
    assert_eq!(keys.state("down"), Some(State::HalfOpen));
    trial.success();
    assert_eq!(keys.state("down"), Some(State::Closed));
}

#[test]
fn circuits_that_ramp_up_stay_until_that_is_over() {
    let policy = Policy::new().threshold(2).open_for(OPEN_FOR).ramp_up(WINDOW);
    let keys = Keyed::with(policy, 2);
    keys.open("down").after(OPEN_FOR).succeed("down");
    crowd_in(&keys);
    assert_eq!(keys.state("down"), Some(State::RampUp));
    keys.after(tests::just_before(WINDOW));
    crowd_in(&keys);
    assert_eq!(keys.state("down"), Some(State::RampUp));
    keys.after(tests::TICK);
    crowd_in(&keys);
    assert_eq!(keys.state("down"), None);
}

#[test]
fn circuits_under_somebodys_hand_stay() {
    for (force, state) in [
        (CircuitBreaker::force_open as fn(&CircuitBreaker), State::ForcedOpen),
        (CircuitBreaker::force_closed, State::ForcedClosed),
    ] {
        let keys = Keyed::new(2);
        keys.succeed("held");
        force(keys.get("held").unwrap());
        crowd_in(&keys);
        keys.after(100 * OPEN_FOR);
        crowd_in(&keys);
        assert_eq!(keys.state("held"), Some(state));
        keys.get("held").unwrap().reset();
        crowd_in(&keys);
        assert_eq!(keys.state("held"), None);
    }
}

#[test]
fn circuits_with_a_failure_in_their_window_stay_until_it_leaves() {
    for policy in [
        Policy::new().threshold(2).window(WINDOW),
        Policy::new().threshold_percent(50.0).min_calls(2).window(WINDOW),
    ] {
        let keys = Keyed::with(policy, 2);
        keys.fail("shaky");
        crowd_in(&keys);
        keys.after(WINDOW / 2);
        crowd_in(&keys);
        assert!(keys.get("shaky").is_some(), "{policy}");
        keys.fail("shaky");
        assert_eq!(keys.state("shaky"), Some(State::Open), "{policy}: both failures count");
    }
    let keys = Keyed::new(2);
    keys.fail("shaky").after(WINDOW);
    crowd_in(&keys);
    assert!(keys.get("shaky").is_none());
}

#[test]
fn circuits_in_a_run_of_failures_stay_until_it_is_broken() {
    let keys = Keyed::with(Policy::new().consecutive(2), 2);
    keys.fail("shaky").after(tests::just_before(OPEN_FOR));
    crowd_in(&keys);
    assert!(keys.get("shaky").is_some());
    keys.succeed("shaky");
    crowd_in(&keys);
    assert!(keys.get("shaky").is_none());
}

#[test]
fn a_dry_runs_circuits_stay_as_those_of_a_real_one_do() {
    let keys = Keyed::with(Policy::new().threshold(2).dry_run(true), 2);
    keys.open("down");
    crowd_in(&keys);
    keys.succeed("down");
    let calls = keys.get("down").unwrap().snapshot().calls;
    assert_eq!((calls.failure, calls.would_be_rejected, calls.success), (2, 1, 1));
}
