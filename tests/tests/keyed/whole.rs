//! All keys of a function at once: forced, reset, and listed before the first one.

use std::io;

use breaker_runtime::testing::{ManualClock, isolate};
use breaker_runtime::{CircuitBreaker, KeyedCircuitBreaker, State, circuit_breaker, registry};

use crate::{Keyed, OPEN_FOR};

#[circuit_breaker(key = host, threshold = 2, max_keys = 2, name = "forced as a whole")]
fn fetch(host: &str, works: bool) -> io::Result<()> {
    let _ = host;
    if works { Ok(()) } else { Err(io::ErrorKind::TimedOut.into()) }
}

#[test]
fn a_function_is_forced_open_before_its_first_call() {
    let _test = isolate();
    registry().get("forced as a whole").unwrap().force_open();
    for host in ["a", "b", "c", "d"] {
        assert!(fetch(host, true).is_err(), "{host}");
    }
    let open = registry().keyed("forced as a whole").unwrap().try_acquire("e").unwrap_err();
    assert_eq!((open.state(), open.retry_after()), (State::ForcedOpen, None));
    registry().get("forced as a whole").unwrap().reset();
    for host in ["a", "b", "c", "d"] {
        fetch(host, true).unwrap();
    }
}

#[test]
fn what_is_forced_holds_for_keys_that_are_there_and_for_those_to_come() {
    let keys = Keyed::new(2);
    keys.succeed("there").force_open();
    assert!(keys.rejects("there") && keys.rejects("came"));
    assert_eq!(
        (keys.state("there"), keys.state("came")),
        (Some(State::ForcedOpen), Some(State::ForcedOpen))
    );
    assert_eq!(keys.whole().state(), State::ForcedOpen);
    keys.force_closed();
    keys.fail("there").fail("there").fail("there");
    assert_eq!(
        (keys.state("there"), keys.state("came")),
        (Some(State::ForcedClosed), Some(State::ForcedClosed))
    );
    keys.reset();
    assert_eq!(
        (keys.state("there"), keys.state("came")),
        (Some(State::Closed), Some(State::Closed))
    );
    keys.open("there");
}

#[test]
fn keys_without_a_circuit_are_rejected_only_if_the_whole_is_forced_open() {
    let keys = Keyed::new(1);
    keys.open("a").succeed("b").force_open();
    assert!(keys.rejects("b") && keys.rejects("c"));
    let calls = keys.calls_without_circuit();
    assert_eq!((calls.success, calls.rejected), (1, 2));
    keys.force_closed();
    keys.fail("b").reset();
    keys.succeed("b").open("a").succeed("b");
    assert_eq!(keys.calls().total(), 10);
}

#[test]
fn a_keys_own_force_goes_first() {
    let keys = Keyed::new(4);
    keys.succeed("vip").succeed("banned").succeed("other");
    keys.get("vip").unwrap().force_closed();
    keys.get("banned").unwrap().force_open();
    let rejects = || ["vip", "banned", "other", "new"].map(|key| keys.rejects(key));
    keys.force_open();
    assert_eq!(rejects(), [false, true, true, true]);
    keys.force_closed();
    assert_eq!(rejects(), [false, true, false, false]);
    keys.reset();
    assert_eq!(rejects(), [false, true, false, false]);
    assert_eq!(keys.state("vip"), Some(State::ForcedClosed));

    // Without its own force a key obeys the whole again.
    keys.force_open();
    keys.get("vip").unwrap().reset();
    assert_eq!(rejects(), [true; 4]);
    keys.reset();
    keys.get("banned").unwrap().reset();
    assert_eq!(rejects(), [false; 4]);
}

#[test]
fn a_key_is_forced_before_its_first_call() {
    let keys = Keyed::new(2);
    keys.add("banned").unwrap().force_open();
    keys.add("vip").unwrap().force_closed();
    assert!(keys.add("no place").is_none());
    keys.force_open();
    assert!(keys.rejects("banned") && !keys.rejects("vip"));
}

#[test]
fn the_next_key_of_a_circuit_obeys_the_whole_and_not_what_was_said_of_the_former() {
    let keys = Keyed::new(1);
    keys.succeed("a").get("a").unwrap().force_open();
    keys.get("a").unwrap().reset();
    keys.succeed("b").force_open();
    assert_eq!(keys.state("b"), Some(State::ForcedOpen));
    keys.reset();
    assert_eq!(keys.succeed("c").state("c"), Some(State::Closed));
    keys.force_open();
    assert!(keys.rejects("c") && keys.rejects("d"));
    assert_eq!(keys.keys(), ["c"], "what is forced stays");
}

#[test]
fn a_reset_of_the_whole_closes_every_circuit() {
    let keys = Keyed::new(4);
    keys.open("a").fail("b").open("c").after(OPEN_FOR);
    let trial = keys.try_acquire("c").unwrap();
    keys.reset();
    trial.failure();
    assert!(keys.circuits().all(|circuit| circuit.state() == State::Closed));
    assert!(keys.circuits().all(|circuit| circuit.snapshot().failures_in_window == 0));
}

#[test]
fn an_open_time_for_the_whole_opens_the_circuits_there_are() {
    let keys = Keyed::new(4);
    keys.succeed("a").succeed("b").whole().open_for(OPEN_FOR);
    assert!(keys.rejects("a") && keys.rejects("b") && !keys.rejects("new"));
    keys.after(OPEN_FOR).succeed("a").succeed("b");
}

#[test]
fn a_clock_for_the_whole_is_one_for_every_key() {
    static HOSTS: KeyedCircuitBreaker =
        KeyedCircuitBreaker::new("clocked", breaker_runtime::Policy::new().threshold(1), 4);
    let clock = ManualClock::new();
    HOSTS.whole().set_clock(clock.clone());
    HOSTS.try_acquire("a").unwrap().failure();
    assert!(HOSTS.try_acquire("a").is_err());
    clock.advance(OPEN_FOR);
    HOSTS.try_acquire("a").unwrap().success();
    assert_eq!(HOSTS.get("a").map(CircuitBreaker::state), Some(State::Closed));
}

#[test]
fn an_isolated_tests_force_is_its_own() {
    let test = isolate();
    registry().keyed("forced as a whole").unwrap().force_open();
    assert!(fetch("isolated", true).is_err());
    let elsewhere = std::thread::spawn(|| registry().get("forced as a whole").unwrap().state());
    assert_eq!(elsewhere.join().unwrap(), State::Closed);
    assert_eq!(test.circuit("forced as a whole").unwrap().state(), State::ForcedOpen);
}

#[test]
#[should_panic = "`forced as a whole` has a circuit for each key, and they can't be open together"]
fn a_test_is_told_that_a_whole_has_no_state_but_a_forced_one() {
    let test = isolate();
    test.circuit("forced as a whole").unwrap().set_state(State::Open);
}

#[test]
fn whoever_steers_all_keys_at_once_agrees_in_the_end_and_keys_that_come_meanwhile_too() {
    const KEYS: u32 = 200;
    let keys = Keyed::new(2 * KEYS);
    (0..KEYS).for_each(|key| _ = keys.succeed(key));
    for round in 0..8 {
        std::thread::scope(|scope| {
            let steps: [fn(&KeyedCircuitBreaker); 3] = [
                KeyedCircuitBreaker::force_open,
                KeyedCircuitBreaker::reset,
                KeyedCircuitBreaker::force_closed,
            ];
            for step in steps {
                let keys = &keys;
                scope.spawn(move || step(keys));
            }
            let (first, keys) = (KEYS + round * KEYS / 8, &keys);
            scope.spawn(move || {
                (first..first + KEYS / 8).for_each(|key| _ = keys.add(&key));
            });
        });
        let whole = keys.whole().state();
        assert!(keys.circuits().all(|circuit| circuit.state() == whole), "{whole}");
    }
    assert_eq!(keys.len(), 2 * KEYS as usize);
}
