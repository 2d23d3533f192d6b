//! S12: states and events are those of a real circuit. A call that it would have rejected runs: it
//! counts by its outcome, stays out of the window, and counts as would-be rejected beside that.

use core::time::Duration;
use std::sync::mpsc;

use breaker_runtime::testing::isolate;
use breaker_runtime::{
    CircuitBreaker, Event, EventKind, Overrides, Policy, Setting, Snapshot, State, register,
    registry,
};
use tests::{TICK, TestCircuit, panic_quietly};

use crate::SECOND;

const POLICY: Policy = Policy::new().threshold(2).open_for(SECOND).dry_run(true);

#[test]
fn no_call_is_rejected() {
    let circuit = TestCircuit::new(POLICY);
    circuit.fail().fail().is(State::Open);
    circuit.succeed_times(10).is(State::Open);
    circuit.force_open();
    circuit.succeed_times(10).is(State::ForcedOpen);
}

#[test]
fn what_would_have_been_rejected_counts_by_its_outcome_and_as_that() {
    let circuit = TestCircuit::new(POLICY.slow_call(SECOND));
    circuit.fail().fail();
    circuit.succeed().fail();
    circuit.admitted().ignore();
    drop(circuit.admitted());
    panic_quietly(circuit.admitted());
    let slow = circuit.admitted();
    circuit.after(SECOND + TICK);
    slow.success();
    let calls = circuit.snapshot().calls;
    assert_eq!((calls.success, calls.failure, calls.ignored, calls.abandoned), (1, 5, 1, 1));
    assert_eq!(calls.failure_kinds.to_string(), "3 errors, 1 slow call, 1 panic");
    assert_eq!((calls.rejected, calls.would_be_rejected, calls.total()), (0, 6, 8));
}

#[test]
fn it_stays_out_of_the_window() {
    let circuit = TestCircuit::new(POLICY);
    circuit.fail().fail();
    let would_be_rejected = [circuit.admitted(), circuit.admitted()];
    circuit.after(SECOND).succeed().is(State::Closed);
    would_be_rejected.into_iter().for_each(breaker_runtime::Permit::failure);
    circuit.is(State::Closed);
    assert_eq!(circuit.failures_in_window(), 0);
    circuit.fail().is(State::Closed).fail().is(State::Open);
}

#[test]
fn calls_are_rejected_again_when_the_dry_run_ends() {
    static CIRCUIT: CircuitBreaker = CircuitBreaker::new("dry for now", POLICY);
    register!(CIRCUIT);
    let _alone = crate::configures_alone();
    let _test = isolate();
    let dry_run = |is: bool| Overrides::new().circuit("dry for now", Setting::DryRun(is));
    CIRCUIT.force_open();
    CIRCUIT.try_acquire().expect("a dry run").success();
    registry().configure(&dry_run(false)).expect("it exists");
    CIRCUIT.try_acquire().expect_err("forced open");
    registry().configure(&dry_run(true)).expect("it exists");
    CIRCUIT.try_acquire().expect("a dry run").failure();
    let calls = CIRCUIT.snapshot().calls;
    assert_eq!((calls.success, calls.failure, calls.rejected), (1, 1, 1));
    assert_eq!((calls.would_be_rejected, calls.total()), (2, 3));
}

#[test]
fn trial_calls_decide_as_in_a_real_circuit() {
    let circuit = TestCircuit::new(POLICY);
    circuit.fail().fail().after(SECOND);
    let trial = circuit.admitted();
    circuit.is(State::HalfOpen).succeed().fail().is(State::HalfOpen);
    trial.success();
    circuit.is(State::Closed);
}

/// What an event says, but for the time and the dry run.
fn said(event: Event) -> (State, State, u64, EventKind) {
    (event.from, event.to, event.generation, event.kind)
}

#[test]
fn a_real_circuit_fed_the_same_has_the_same_states_and_events() {
    for policy in [POLICY, POLICY.ramp_up(2 * SECOND).half_open_calls(2)] {
        let (real, dry) = (TestCircuit::new(policy.dry_run(false)), TestCircuit::new(policy));
        let heard = [&real, &dry].map(|circuit| {
            circuit.set_seed(7);
            let (sender, events) = mpsc::channel();
            (circuit.subscribe(move |event| drop(sender.send(said(event.clone())))), events)
        });
        let mut would_be_rejected = 0;
        for step in 0..300_u32 {
            for circuit in [&real, &dry] {
                circuit.after(Duration::from_millis(100));
                if let Ok(permit) = circuit.try_acquire() {
                    if step % 7 < 3 { permit.failure() } else { permit.success() }
                }
            }
            let (real, dry) = (real.snapshot(), dry.snapshot());
            let seen = |now: &Snapshot| (now.state, now.opened, now.failures_in_window);
            assert_eq!(seen(&real), seen(&dry), "{policy}");
            would_be_rejected = dry.calls.would_be_rejected;
            assert_eq!(real.calls.rejected, would_be_rejected);
            assert_eq!(dry.calls.total(), u64::from(step) + 1);
        }
        assert!(real.snapshot().opened > 2 && would_be_rejected > 0);
        let [real, dry] = heard.map(|(subscription, events)| {
            subscription.flush();
            events.try_iter().collect::<Vec<_>>()
        });
        assert_eq!(real, dry);
    }
}
