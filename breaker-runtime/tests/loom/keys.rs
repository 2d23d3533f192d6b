//! Keys that come, go and call at the same time, on fewer circuits than there are keys.

use core::hash::Hasher;
use std::hash::DefaultHasher;
use std::sync::Arc;

use breaker_runtime::testing::ManualClock;
use breaker_runtime::{CircuitBreaker, KeyedCircuitBreaker, Permit, Policy, State};
use loom::thread;

use crate::{OPEN_FOR, bounded, share_counts};

fn model(execution: impl Fn() + Send + Sync + 'static) {
    model_with(2, execution);
}

/// For what takes more steps than the others, and could go wrong by one preemption.
fn long_model(execution: impl Fn() + Send + Sync + 'static) {
    model_with(1, execution);
}

fn model_with(preemptions: usize, execution: impl Fn() + Send + Sync + 'static) {
    bounded(preemptions, move || {
        share_counts();
        execution();
    });
}

const POLICY: Policy = Policy::new().threshold(1).open_for(OPEN_FOR);

/// Circuits of keys `a`, `b`, .., each of which has made a call that worked, as many as there are
/// places for.
fn keyed(max_keys: u32) -> (Arc<KeyedCircuitBreaker>, ManualClock) {
    keyed_for(&["a", "b", "c"][..max_keys as usize], max_keys, POLICY)
}

/// Circuits of these keys, each of which has made a call that worked, and places for more.
fn keyed_for(
    keys: &[&str],
    max_keys: u32,
    policy: Policy,
) -> (Arc<KeyedCircuitBreaker>, ManualClock) {
    let clock = ManualClock::new();
    let keyed = KeyedCircuitBreaker::new("modelled", policy, max_keys).with_clock(clock.clone());
    keys.iter().for_each(|key| succeed(&keyed, key));
    (Arc::new(keyed), clock)
}

fn succeed(keyed: &KeyedCircuitBreaker, key: &str) {
    keyed.try_acquire(key).unwrap().success();
}

fn fail(keyed: &KeyedCircuitBreaker, key: &str) {
    keyed.try_acquire(key).unwrap().failure();
}

fn state(keyed: &KeyedCircuitBreaker, key: &str) -> Option<State> {
    keyed.get(key).map(CircuitBreaker::state)
}

/// Runs both, one of them on another thread.
fn at_once(
    keyed: &Arc<KeyedCircuitBreaker>,
    there: impl FnOnce(&KeyedCircuitBreaker) + Send + 'static,
    here: impl FnOnce(&KeyedCircuitBreaker),
) {
    let other = Arc::clone(keyed);
    let thread = thread::spawn(move || there(&other));
    here(keyed);
    thread.join().unwrap();
}

#[test]
fn a_failure_against_the_eviction_of_its_key_stays_with_the_key() {
    model(|| {
        let (keyed, _) = keyed(1);
        at_once(&keyed, |keyed| succeed(keyed, "b"), |keyed| fail(keyed, "a"));
        // Whether it came first, or took the circuit back: `b` was unguarded, or has lost it.
        assert_eq!((state(&keyed, "a"), state(&keyed, "b")), (Some(State::Open), None));
        let calls = keyed.calls();
        assert_eq!((calls.success, calls.failure, calls.total()), (2, 1, 3));
    });
}

#[test]
fn a_call_is_never_answered_by_the_circuit_of_another_key() {
    model(|| {
        let (keyed, _) = keyed(1);
        // Whoever calls `a` is admitted: nothing of its own is open.
        at_once(&keyed, |keyed| fail(keyed, "b"), |keyed| keyed.try_acquire("a").unwrap().ignore());
        let calls = keyed.calls();
        assert_eq!((calls.success, calls.failure, calls.ignored, calls.total()), (1, 1, 1, 3));
    });
}

#[test]
fn a_key_that_is_forced_while_others_come_is_the_one_that_is_forced() {
    model(|| {
        let (keyed, _) = keyed(1);
        let force = |keyed: &KeyedCircuitBreaker| keyed.with("a", CircuitBreaker::force_open);
        let other = |keyed: &KeyedCircuitBreaker| keyed.try_acquire("b").unwrap().success();
        at_once(&keyed, other, |keyed| force(keyed).unwrap());
        assert_eq!(state(&keyed, "a"), Some(State::ForcedOpen));
        assert_eq!(state(&keyed, "b"), None, "unguarded, or it has lost the circuit");
        assert!(keyed.try_acquire("a").is_err());
    });
}

#[test]
fn a_call_that_ends_a_ramp_up_is_never_answered_by_the_circuit_of_the_next_key() {
    long_model(|| {
        let (keyed, clock) = keyed_for(&[], 1, POLICY.ramp_up(OPEN_FOR));
        fail(&keyed, "a");
        clock.advance(OPEN_FOR);
        succeed(&keyed, "a");
        clock.advance(OPEN_FOR);
        // The circuit has nothing to remember any more, but nobody has taken note of that.
        at_once(&keyed, |keyed| fail(keyed, "b"), |keyed| keyed.try_acquire("a").unwrap().ignore());
        let calls = keyed.calls();
        assert_eq!((calls.success, calls.failure, calls.ignored, calls.total()), (1, 2, 1, 4));
    });
}

#[test]
fn a_trial_call_of_another_key_is_not_taken_away() {
    model(|| {
        let (keyed, clock) = keyed(1);
        let open = move |keyed: &KeyedCircuitBreaker| {
            fail(keyed, "b");
            clock.advance(OPEN_FOR);
        };
        at_once(&keyed, open, |keyed| {
            keyed.try_acquire("a").map(core::mem::forget).unwrap_or_default();
        });
        if keyed.get("b").is_some() {
            assert!(keyed.try_acquire("b").map(Permit::ignore).is_ok());
        }
    });
}

#[test]
fn two_first_calls_of_a_key_make_one_circuit() {
    model(|| {
        let (keyed, _) = keyed(1);
        at_once(&keyed, |keyed| succeed(keyed, "b"), |keyed| succeed(keyed, "b"));
        assert_eq!((keyed.len(), keyed.circuits().count()), (1, 1));
        assert_eq!(keyed.get("b").unwrap().snapshot().calls.success, 2);
    });
}

#[test]
fn a_failure_against_the_loss_of_its_circuit_counts_once_for_its_key() {
    model(|| {
        let (keyed, _) = keyed(1);
        let late = keyed.try_acquire("a").unwrap();
        at_once(&keyed, |keyed| succeed(keyed, "b"), |_| late.failure());
        // Whether it came first or took the circuit back, it is the failure of `a`.
        assert_eq!(state(&keyed, "a"), Some(State::Open));
        assert!(keyed.get("b").is_none());
        let calls = keyed.calls();
        assert_eq!((calls.success, calls.failure, calls.total()), (2, 1, 3));
    });
}

#[test]
fn a_late_failure_against_the_next_call_of_its_key_makes_one_circuit() {
    model(|| {
        let (keyed, _) = keyed(1);
        let late = keyed.try_acquire("a").unwrap();
        succeed(&keyed, "b");
        let ask = |keyed: &KeyedCircuitBreaker| {
            let _ = keyed.try_acquire("a").map(Permit::ignore);
        };
        at_once(&keyed, ask, |_| late.failure());
        assert_eq!((keyed.len(), keyed.circuits().count()), (1, 1));
        assert_eq!(state(&keyed, "a"), Some(State::Open));
        let calls = keyed.calls();
        assert_eq!((calls.failure, calls.ignored + calls.rejected, calls.total()), (1, 1, 4));
    });
}

#[test]
fn two_keys_that_find_no_place_are_both_admitted() {
    model(|| {
        let (keyed, _) = keyed(1);
        fail(&keyed, "a");
        at_once(&keyed, |keyed| fail(keyed, "b"), |keyed| fail(keyed, "c"));
        assert_eq!((state(&keyed, "a"), keyed.len()), (Some(State::Open), 1));
        assert_eq!(keyed.calls_without_circuit().failure, 2);
    });
}

#[test]
fn a_key_that_comes_while_all_are_forced_open_is_forced_too() {
    long_model(|| {
        let (keyed, _) = keyed_for(&["a"], 2, Policy::new());
        let come = |keyed: &KeyedCircuitBreaker| {
            let _ = keyed.try_acquire("b").map(Permit::success);
        };
        at_once(&keyed, come, KeyedCircuitBreaker::force_open);
        assert_eq!(["a", "b"].map(|key| state(&keyed, key)), [Some(State::ForcedOpen); 2]);
    });
}

#[test]
fn all_keys_forced_open_during_the_very_first_call_are_forced_open_after_it() {
    long_model(|| {
        let (keyed, _) = keyed_for(&[], 2, Policy::new());
        let call = |keyed: &KeyedCircuitBreaker| {
            let _ = keyed.try_acquire("a").map(Permit::success);
        };
        at_once(&keyed, call, KeyedCircuitBreaker::force_open);
        assert_eq!(["a", "b"].map(|key| keyed.try_acquire(key).is_err()), [true; 2]);
    });
}

#[test]
fn who_forces_and_who_releases_all_keys_agree_in_the_end() {
    long_model(|| {
        let (keyed, _) = keyed_for(&["a"], 1, Policy::new());
        at_once(&keyed, KeyedCircuitBreaker::force_open, KeyedCircuitBreaker::reset);
        assert_eq!(state(&keyed, "a"), Some(keyed.whole().state()));
    });
}

#[test]
fn two_who_force_all_keys_agree_in_the_end_however_far_either_is() {
    long_model(|| {
        let (keyed, _) = keyed_for(&["a", "b"], 2, Policy::new());
        at_once(&keyed, KeyedCircuitBreaker::force_open, KeyedCircuitBreaker::force_closed);
        assert_eq!(["a", "b"].map(|key| state(&keyed, key)), [Some(keyed.whole().state()); 2]);
    });
}

#[test]
fn a_key_that_takes_a_place_while_all_are_reset_begins_after_the_reset() {
    long_model(|| {
        let (keyed, _) = keyed(2);
        keyed.force_closed();
        // Whether it is unguarded, or gets the place of one that was reset before.
        let come = |keyed: &KeyedCircuitBreaker| succeed(keyed, "c");
        at_once(&keyed, come, KeyedCircuitBreaker::reset);
        assert!(keyed.circuits().all(|circuit| circuit.state() == State::Closed));
        fail(&keyed, "a");
        assert_eq!(state(&keyed, "a"), Some(State::Open));
    });
}

/// Three keys that are looked for in the same place first, in an index of four.
fn neighbours() -> [String; 3] {
    let is_at_home = |key: &String| {
        let mut hasher = DefaultHasher::default();
        hasher.write(key.as_bytes());
        hasher.finish() >> 32 & 3 == 0
    };
    let mut keys = (0..).map(|key: u32| key.to_string()).filter(is_at_home);
    core::array::from_fn(|_| keys.next().unwrap())
}

#[test]
fn a_key_is_found_while_its_neighbours_come_and_go() {
    let neighbours = neighbours();
    model(move || {
        let [first, found, next] = neighbours.clone();
        let policy = Policy::new().threshold(2);
        let keyed = KeyedCircuitBreaker::new("modelled", policy, 2).with_clock(ManualClock::new());
        succeed(&keyed, &first);
        fail(&keyed, &found);
        let keyed = Arc::new(keyed);
        // The first one makes room, so that the second one moves up.
        at_once(&keyed, move |keyed| succeed(keyed, &next), |keyed| fail(keyed, &found));
        assert_eq!(state(&keyed, &found), Some(State::Open));
        assert_eq!((keyed.len(), keyed.calls().success, keyed.calls().failure), (2, 2, 2));
    });
}

#[test]
fn two_keys_that_come_at_once_get_a_circuit_each() {
    model(|| {
        let (keyed, _) = keyed(2);
        at_once(&keyed, |keyed| succeed(keyed, "c"), |keyed| succeed(keyed, "d"));
        assert_eq!(["c", "d"].map(|key| state(&keyed, key)), [Some(State::Closed); 2]);
    });
}
