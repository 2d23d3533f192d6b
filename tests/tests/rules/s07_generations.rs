//! S7: every transition starts a new generation, and a result of an older one changes nothing.

use core::time::Duration;

use breaker_runtime::{Permit, Policy, State};
use tests::{TestCircuit, panic_quietly};

type Report = fn(Permit<'_>);
type Transition = fn(&TestCircuit);

/// Every way in which a call can end.
const REPORTS: [(&str, Report); 5] = [
    ("success", |permit| permit.success()),
    ("failure", |permit| permit.failure()),
    ("ignored", |permit| permit.ignore()),
    ("abandoned", |permit| drop(permit)),
    ("panic", |permit| panic_quietly(permit)),
];

/// From closed into every state that there is, closed again included.
const TRANSITIONS: [(&str, Transition); 7] = [
    ("reset", |circuit| circuit.reset()),
    ("forced open", |circuit| circuit.force_open()),
    ("forced closed", |circuit| circuit.force_closed()),
    ("open", |circuit| _ = circuit.trip()),
    ("half-open", |circuit| {
        circuit.trip_and_wait();
        circuit.admitted().ignore();
    }),
    ("recovered", |circuit| _ = circuit.trip_and_wait().succeed_times(2)),
    ("reopened", |circuit| _ = circuit.trip_and_wait().fail()),
];

/// One failure left before the circuit opens, and with every rule.
fn policies() -> [Policy; 5] {
    [
        Policy::new().threshold(2),
        Policy::new().threshold(2).window_calls(4),
        Policy::new().threshold_percent(50.0).min_calls(1),
        Policy::new().threshold_percent(50.0).window_calls(4).min_calls(1),
        Policy::new().consecutive(2),
    ]
    .map(|policy| policy.half_open_calls(2))
}

/// All that a result can change, but the counts of calls.
fn position(circuit: &TestCircuit) -> (State, u64, u64, Option<Duration>) {
    let now = circuit.snapshot();
    (now.state, now.failures_in_window, now.opened, now.retry_after)
}

#[test]
fn whatever_the_rule_the_transition_and_the_result_a_stale_permit_changes_nothing() {
    for policy in policies() {
        for (transition, cross) in TRANSITIONS {
            for (result, report) in REPORTS {
                let circuit = TestCircuit::new(policy);
                let stale = circuit.admitted();
                cross(&circuit);
                let before = position(&circuit);
                report(stale);
                assert_eq!(position(&circuit), before, "{policy}: {result} after {transition}");
            }
        }
    }
}

#[test]
fn nor_does_it_leave_anything_behind_for_later() {
    for policy in policies() {
        for (result, report) in REPORTS {
            let untouched = TestCircuit::new(policy);
            untouched.reset();
            let touched = TestCircuit::new(policy);
            let stale = touched.admitted();
            touched.reset();
            report(stale);
            assert_eq!(touched.trip(), untouched.trip(), "{policy}: {result}");
        }
    }
}

#[test]
fn a_stale_success_does_not_break_a_run_of_failures() {
    let circuit = TestCircuit::new(Policy::new().consecutive(3));
    let stale = circuit.admitted();
    circuit.reset();
    circuit.fail_times(2);
    stale.success();
    circuit.fail().is(State::Open);
}

#[test]
fn a_trial_of_the_last_half_open_time_is_no_trial_of_this_one() {
    for (result, report) in REPORTS {
        let circuit = TestCircuit::new(Policy::new().threshold(1).half_open_calls(2));
        circuit.trip_and_wait();
        let stale = circuit.admitted();
        circuit.fail().after_open_time();
        let trial = circuit.admitted();
        report(stale);
        circuit.is(State::HalfOpen);
        let last = circuit.admitted();
        circuit.rejected();
        trial.success();
        last.success();
        assert_eq!(circuit.state(), State::Closed, "{result}");
    }
}

#[test]
fn stale_results_are_counted_as_calls_all_the_same() {
    let circuit = TestCircuit::new(Policy::new());
    let stale: Vec<_> = REPORTS.iter().map(|_| circuit.admitted()).collect();
    circuit.reset();
    stale.into_iter().zip(REPORTS).for_each(|(permit, (_, report))| report(permit));
    let calls = circuit.snapshot().calls;
    assert_eq!((calls.success, calls.failure, calls.ignored, calls.abandoned), (1, 2, 1, 1));
}
