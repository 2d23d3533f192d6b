//! S17: of so many trial calls so many must succeed, and the others may fail.

use core::time::Duration;
use std::mem;

use breaker_runtime::testing::isolate;
use breaker_runtime::{
    CircuitBreaker, EventKind, FailureKind, OpenReason, Overrides, Policy, Setting, State,
    register, registry,
};
use tests::{TestCircuit, panic_quietly};

const OPEN_FOR: Duration = Duration::from_secs(30);
const POLICY: Policy = Policy::new().threshold(3).open_for(OPEN_FOR);

fn half_open(successes: u32, calls: u32) -> TestCircuit {
    let circuit = TestCircuit::new(POLICY.half_open_calls_of(successes, calls));
    circuit.trip_and_wait();
    circuit
}

/// Why it opened last.
fn why(circuit: &TestCircuit) -> OpenReason {
    let reasons = circuit.history().into_iter().filter_map(|event| match event.kind {
        EventKind::Opened { reason, .. } => Some(reason),
        _ => None,
    });
    reasons.last().expect("it has opened")
}

#[test]
fn every_order_of_results_decides_at_the_success_and_at_the_failure_that_it_should() {
    for (successes, calls) in [(1, 1), (1, 2), (2, 3), (4, 5), (1, 5), (5, 5), (2, 6)] {
        for order in 0..1_u32 << calls {
            let circuit = half_open(successes, calls);
            let (mut good, mut bad) = (0, 0);
            for at in 0..calls {
                if order >> at & 1 == 1 {
                    circuit.succeed();
                    good += 1;
                } else {
                    circuit.fail();
                    bad += 1;
                }
                let expected = match (good >= successes, bad > calls - successes) {
                    (true, _) => State::Closed,
                    (_, true) => State::Open,
                    _ => State::HalfOpen,
                };
                assert_eq!(circuit.state(), expected, "{successes} of {calls}: {order:b} at {at}");
                if expected != State::HalfOpen {
                    break;
                }
            }
            circuit.is_not(State::HalfOpen);
        }
    }
}

#[test]
fn a_number_alone_is_that_many_of_as_many() {
    assert_eq!(POLICY.half_open_calls_of(3, 3), POLICY.half_open_calls(3));
    let circuit = half_open(3, 3);
    circuit.succeed_times(2).fail().is(State::Open);
    assert_eq!(why(&circuit).to_string(), "a trial call failed");
}

#[test]
fn as_many_as_there_are_run_at_once_and_each_result_takes_a_place() {
    let circuit = half_open(2, 4);
    let mut trials: Vec<_> = (0..4).map(|_| circuit.admitted()).collect();
    circuit.rejected();
    trials.pop().unwrap().failure();
    circuit.is(State::HalfOpen).rejected();
    trials.pop().unwrap().success();
    circuit.rejected();
    trials.pop().unwrap().failure();
    circuit.is(State::HalfOpen).rejected();
    trials.pop().unwrap().success();
    circuit.is(State::Closed);
}

#[test]
fn what_says_nothing_gives_its_place_back() {
    let circuit = half_open(2, 3);
    circuit.fail();
    for _ in 0..100 {
        circuit.admitted().ignore();
        drop(circuit.admitted());
        circuit.is(State::HalfOpen);
    }
    circuit.succeed_times(2).is(State::Closed);
}

#[test]
fn a_silent_trial_loses_its_place_and_its_late_result_counts() {
    for late_one_fails in [false, true] {
        let circuit = half_open(2, 3);
        circuit.fail();
        let late = circuit.admitted();
        mem::forget(circuit.admitted());
        circuit.rejected();
        let [next, last] = [circuit.admits_exactly_after(OPEN_FOR), circuit.admitted()];
        circuit.rejected();
        if late_one_fails {
            late.failure();
            circuit.is(State::Open);
            continue;
        }
        late.success();
        circuit.is(State::HalfOpen);
        next.ignore();
        circuit.rejected();
        last.success();
        circuit.is(State::Closed);
    }
}

#[test]
fn leaked_trials_never_leave_it_rejecting_for_longer_than_the_open_time() {
    let circuit = half_open(2, 3);
    circuit.fail();
    for _ in 0..10 {
        (0..2).for_each(|_| mem::forget(circuit.admitted()));
        circuit.rejected();
        circuit.after(OPEN_FOR);
    }
    circuit.succeed_times(2).is(State::Closed);
}

#[test]
fn every_kind_of_failure_is_one_and_the_reason_says_how_many_of_how_many() {
    let policy = POLICY.half_open_calls_of(3, 5).slow_call(Duration::from_secs(1)).last_error(true);
    let circuit = TestCircuit::new(policy);
    circuit.trip_and_wait().succeed();
    panic_quietly(circuit.admitted());
    let slow = circuit.admitted();
    circuit.after(Duration::from_secs(2));
    slow.success();
    circuit.is(State::HalfOpen).admitted().failure_because("connection refused");
    circuit.is(State::Open);
    let reason = why(&circuit);
    let OpenReason::TrialCall { failures, calls, kinds, last, .. } = &reason else {
        panic!("{reason}");
    };
    assert_eq!((*failures, *calls, *last), (3, 5, FailureKind::Error));
    assert_eq!((kinds.panic, kinds.slow_call, kinds.error), (1, 1, 1));
    assert_eq!(
        reason.to_string(),
        "3 of 5 trial calls failed (1 error, 1 slow call, 1 panic): connection refused",
    );
}

#[test]
fn a_snapshot_says_what_the_trials_have_come_to() {
    let circuit = half_open(4, 6);
    let _trial = circuit.succeed().fail().admitted();
    let trials = circuit.snapshot().trials.unwrap();
    assert_eq!((trials.in_flight, trials.succeeded, trials.failed), (1, 1, 1));
}

#[test]
fn each_round_begins_without_the_failures_of_the_one_before() {
    let circuit = half_open(2, 3);
    circuit.fail_times(2).is(State::Open).after_open_time();
    circuit.fail().is(State::HalfOpen).succeed_times(2).is(State::Closed);
}

#[test]
fn failed_trials_are_failures_among_the_calls_and_fill_no_window() {
    let circuit = half_open(2, 3);
    circuit.fail().succeed_times(2).is(State::Closed);
    assert_eq!((circuit.snapshot().calls.failure, circuit.failures_in_window()), (4, 0));
    circuit.fail_times(2).is(State::Closed).fail().is(State::Open);
}

#[test]
fn back_off_counts_rounds_and_not_failures() {
    let policy = POLICY.half_open_calls_of(2, 3).max_open_for(4 * OPEN_FOR);
    let circuit = TestCircuit::new(policy);
    circuit.trip_and_wait().fail_times(2);
    assert_eq!(circuit.rejected().retry_after(), Some(2 * OPEN_FOR));
}

#[test]
fn a_dry_run_is_in_the_same_states() {
    let circuit = TestCircuit::new(POLICY.half_open_calls_of(2, 3).dry_run(true));
    circuit.trip_and_wait().fail().is(State::HalfOpen);
    let [trial, _other] = [circuit.admitted(), circuit.admitted()];
    circuit.admitted().failure();
    assert_eq!(circuit.snapshot().calls.would_be_rejected, 1);
    circuit.is(State::HalfOpen);
    trial.failure();
    circuit.is(State::Open);
}

#[test]
fn other_settings_decide_the_round_with_the_results_that_there_are() {
    static NOISY: CircuitBreaker = CircuitBreaker::new("noisy", POLICY.half_open_calls_of(3, 5));
    register!(NOISY);
    let _alone = super::configures_alone();
    for (setting, expected) in [
        (Setting::HalfOpenCallsOf(1, 5), State::Closed),
        (Setting::HalfOpenCallsOf(1, 1), State::Closed),
        (Setting::HalfOpenCallsOf(2, 2), State::Open),
        (Setting::HalfOpenCalls(5), State::Open),
        (Setting::HalfOpenCallsOf(4, 5), State::HalfOpen),
        (Setting::HalfOpenCallsOf(2, 3), State::HalfOpen),
    ] {
        let _test = isolate();
        NOISY.set_state(State::HalfOpen);
        NOISY.try_acquire().unwrap().success();
        NOISY.try_acquire().unwrap().failure();
        registry().configure(&Overrides::new().circuit("noisy", setting)).unwrap();
        assert_eq!(NOISY.state(), expected, "{setting:?}");
        match (expected, NOISY.history().pop().map(|event| event.kind)) {
            (State::Open, Some(EventKind::Opened { reason, .. })) => {
                assert_eq!(reason.to_string(), "a trial call failed");
            }
            (State::Open, other) => panic!("{other:?}"),
            _ => {}
        }
        if expected == State::HalfOpen {
            let missing = NOISY.policy().settings().half_open_calls - 1;
            (0..missing).for_each(|_| NOISY.try_acquire().unwrap().success());
            assert_eq!(NOISY.state(), State::Closed);
        }
    }
}

#[test]
fn as_many_as_there_may_be_are_counted() {
    let circuit = half_open(65_534, 65_535);
    circuit.fail().succeed_times(65_533).is(State::HalfOpen);
    circuit.succeed().is(State::Closed);
}
