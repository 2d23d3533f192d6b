//! A suspected circuit opens at its second failure in a row, beside its own rule.

use core::time::Duration;

use breaker_runtime::{EventKind, OpenReason, Policy, State};
use tests::{TICK, TestCircuit, just_before};

use super::{OPEN_FOR, POLICY, TIME, circuit, of_each_rule, of_each_rule_that_succeed, pod};
use crate::SECOND;

#[test]
fn the_second_failure_in_a_row_opens_a_circuit_of_any_rule() {
    for circuit in of_each_rule_that_succeed() {
        pod(&circuit).suspect_for(TIME);
        circuit.fail().is(State::Closed).fail().is(State::Open);
        circuit.admits_exactly_after(OPEN_FOR).success();
    }
}

#[test]
fn a_success_between_breaks_the_run_and_ignored_and_abandoned_calls_do_not() {
    for circuit in of_each_rule_that_succeed() {
        pod(&circuit).suspect_for(TIME);
        circuit.fail().succeed().fail().is(State::Closed);
        circuit.admitted().ignore();
        drop(circuit.admitted());
        circuit.fail().is(State::Open);
    }
}

#[test]
fn a_failure_before_the_suspicion_counts() {
    for circuit in of_each_rule_that_succeed() {
        circuit.succeed().fail();
        pod(&circuit).suspect_for(TIME);
        circuit.is(State::Closed).fail().is(State::Open);
    }
}

#[test]
fn two_failures_before_the_suspicion_open_at_once_and_say_why() {
    for circuit in of_each_rule_that_succeed() {
        circuit.fail().succeed().fail_times(2).is(State::Closed);
        pod(&circuit).suspect_for(TIME);
        let event = circuit.is(State::Open).history().pop().expect("it opened");
        let EventKind::Opened { reason, open_for } = event.kind else { unreachable!("opened") };
        assert!(matches!(reason, OpenReason::Suspected { failures: 2, .. }), "{reason:?}");
        assert_eq!((open_for, event.by.as_deref()), (OPEN_FOR, Some("pod-7")));
    }
}

#[test]
fn a_success_after_failures_keeps_it_closed_whoever_counted_it() {
    for succeeds in [true, false] {
        for circuit in of_each_rule() {
            // Under the word of a circuit whose runs nobody follows.
            let early = circuit.admitted();
            circuit.follow_runs();
            circuit.fail_times(6);
            if succeeds {
                early.success();
            } else {
                early.ignore();
            }
            pod(&circuit).suspect_for(TIME);
            circuit.is(if succeeds { State::Closed } else { State::Open });
        }
    }
}

#[test]
fn it_ends_exactly_after_its_time() {
    let circuit = circuit();
    pod(&circuit).suspect_for(TIME);
    circuit.after(just_before(TIME)).fail();
    circuit.after(TICK).fail().is(State::Closed);

    pod(&circuit).suspect_for(TIME);
    circuit.is(State::Open);
}

#[test]
fn the_longest_end_wins() {
    let circuit = circuit();
    pod(&circuit).suspect_for(TIME);
    circuit.from_outside("pod-8").suspect_for(SECOND);
    let suspected = circuit.snapshot().suspected.expect("it is");
    assert_eq!((suspected.rest, &*suspected.by), (TIME, "pod-7"));
    circuit.from_outside("pod-9").suspect_for(2 * TIME);
    circuit.after(just_before(2 * TIME)).fail_times(2).is(State::Open);
    assert_eq!(circuit.history()[0].by.as_deref(), Some("pod-9"));
}

#[test]
fn it_lasts_no_longer_than_the_longest_open_time() {
    let longest = [
        (POLICY, 10 * OPEN_FOR),
        (POLICY.max_open_for(2 * OPEN_FOR), 2 * OPEN_FOR),
        (POLICY.max_open_for(2 * OPEN_FOR).jitter_percent(50.0), 3 * OPEN_FOR),
    ];
    for (policy, longest) in longest {
        let circuit = TestCircuit::new(policy);
        pod(&circuit).suspect_for(Duration::MAX);
        let rest = circuit.snapshot().suspected.map(|suspected| suspected.rest);
        assert_eq!(rest, Some(longest));
    }
}

#[test]
fn no_time_is_no_suspicion() {
    let circuit = circuit();
    circuit.follow_runs();
    circuit.fail_times(2);
    pod(&circuit).suspect_for(Duration::ZERO);
    assert_eq!(circuit.is(State::Closed).snapshot().suspected, None);
}

#[test]
fn trust_a_reset_a_force_and_a_closing_end_it() {
    let ends: [fn(&TestCircuit); 4] = [
        |circuit| pod(circuit).trust(),
        |circuit| circuit.reset(),
        |circuit| {
            circuit.force_closed();
            circuit.reset();
        },
        |circuit| {
            circuit.fail_times(2);
            circuit.after_open_time().succeed_times(3);
        },
    ];
    for end in ends {
        let circuit = circuit();
        pod(&circuit).suspect_for(10 * OPEN_FOR);
        end(&circuit);
        assert_eq!(circuit.is(State::Closed).snapshot().suspected, None);
        circuit.fail_times(4).is(State::Closed);
    }
}

#[test]
fn its_own_rule_goes_first() {
    let circuit = TestCircuit::new(POLICY.threshold(2));
    pod(&circuit).suspect_for(TIME);
    circuit.fail_times(2).is(State::Open);
    let event = &circuit.history()[0];
    let EventKind::Opened { reason, .. } = &event.kind else { unreachable!("opened") };
    assert_eq!((reason.as_str(), event.by.as_ref()), ("failures", None));
}

#[test]
fn a_ramp_up_is_suspected_too_and_goes_on_being_when_it_is_over() {
    let policy = POLICY.half_open_calls(1).ramp_up(10 * SECOND);
    for after in [Duration::ZERO, 20 * SECOND] {
        let circuit = TestCircuit::new(policy);
        circuit.set_state(State::RampUp);
        pod(&circuit).suspect_for(TIME);
        circuit.after(after);
        let mut failures = (0..1000).filter_map(|_| circuit.try_acquire().ok());
        failures.next().expect("some are admitted").failure();
        circuit.is_not(State::Open);
        failures.next().expect("some are admitted").failure();
        circuit.is(State::Open);
    }
}

#[test]
fn an_open_circuit_is_not_suspected() {
    let circuit = circuit();
    circuit.trip();
    pod(&circuit).suspect_for(10 * OPEN_FOR);
    assert_eq!(circuit.snapshot().suspected, None);
    circuit.after_open_time().succeed();
    pod(&circuit).suspect_for(10 * OPEN_FOR);
    circuit.is(State::HalfOpen).succeed_times(2).is(State::Closed);
    circuit.fail_times(4).is(State::Closed);
}

#[test]
fn an_opening_by_suspicion_grows_and_jitters_as_any() {
    let policy = Policy::new().threshold(5).open_for(OPEN_FOR).max_open_for(8 * OPEN_FOR);
    let circuit = TestCircuit::new(policy);
    pod(&circuit).suspect_for(TIME);
    circuit.fail_times(2);
    circuit.admits_exactly_after(OPEN_FOR).failure();
    circuit.admits_exactly_after(2 * OPEN_FOR).success();
    pod(&circuit).suspect_for(TIME);
    circuit.fail_times(2);
    circuit.admits_exactly_after(4 * OPEN_FOR).success();
}

#[test]
fn late_results_change_nothing() {
    let circuit = circuit();
    let late = [circuit.admitted(), circuit.admitted()];
    circuit.reset();
    pod(&circuit).suspect_for(TIME);
    late.into_iter().for_each(breaker_runtime::Permit::failure);
    circuit.is(State::Closed);
    let late = circuit.admitted();
    circuit.fail_times(2).is(State::Open);
    late.failure();
    assert_eq!(circuit.snapshot().opened, 1);
}
