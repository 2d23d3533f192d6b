//! Permits held by hand while a thread unwinds: a failure is what a panic ends that began after the
//! permit was taken.

use core::time::Duration;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use breaker_runtime::{Policy, State};
use tests::{TestCircuit, panic_quietly};

use crate::{Answer, abandoned_and_failed, circuit};

/// Does this when it is dropped.
struct AtTheEnd<F: FnMut()>(F);

impl<F: FnMut()> Drop for AtTheEnd<F> {
    fn drop(&mut self) {
        (self.0)();
    }
}

fn while_unwinding(step: impl FnMut()) {
    panic_quietly(AtTheEnd(step));
}

#[test]
fn a_permit_that_a_destructor_takes_and_drops_is_abandoned() {
    let circuit = circuit();
    while_unwinding(|| drop(circuit.admitted()));
    assert_eq!(abandoned_and_failed(circuit.snapshot().calls), (1, 0));
    circuit.is(State::Closed);
}

#[test]
fn a_permit_that_a_destructor_leaves_early_with_is_abandoned() {
    let circuit = circuit();
    let early = |circuit: &TestCircuit| -> Option<()> {
        let _permit = circuit.admitted();
        None?;
        Some(())
    };
    while_unwinding(|| assert_eq!(early(&circuit), None));
    assert_eq!(abandoned_and_failed(circuit.snapshot().calls), (1, 0));
}

#[test]
fn a_permit_that_a_panic_drops_is_a_failure_as_ever() {
    let circuit = circuit();
    panic_quietly(circuit.admitted());
    assert_eq!(abandoned_and_failed(circuit.snapshot().calls), (0, 1));
}

#[test]
fn what_a_destructor_reports_counts_as_reported() {
    let circuit = circuit();
    while_unwinding(|| circuit.admitted().success());
    while_unwinding(|| circuit.admitted().ignore());
    while_unwinding(|| circuit.admitted().failure());
    let calls = circuit.snapshot().calls;
    assert_eq!((calls.success, calls.ignored, calls.failure, calls.abandoned), (1, 1, 1, 0));
}

#[test]
fn a_body_that_a_destructor_runs_fails_by_its_own_panic_only() {
    let circuit = circuit();
    while_unwinding(|| assert_eq!(circuit.call(|| Answer::Ok(1)).ok(), Some(1)));
    while_unwinding(|| {
        let panics = || -> Answer { circuit.call(|| resume_unwind(Box::new("its own"))) };
        catch_unwind(AssertUnwindSafe(panics)).unwrap_err();
    });
    let calls = circuit.snapshot().calls;
    assert_eq!((calls.success, calls.failure, calls.total()), (1, 1, 2));
}

#[test]
fn a_permit_that_outlives_the_unwinding_it_was_taken_in_is_abandoned_as_any_other() {
    let circuit = circuit();
    let mut kept = None;
    while_unwinding(|| kept = Some(circuit.admitted()));
    drop(kept);
    assert_eq!(abandoned_and_failed(circuit.snapshot().calls), (1, 0));
}

#[test]
fn a_slow_permit_of_a_destructor_is_slow_all_the_same() {
    let policy = Policy::new().slow_call(Duration::from_secs(1));
    let circuit = TestCircuit::new(policy);
    while_unwinding(|| {
        let permit = circuit.admitted();
        circuit.after(Duration::from_nanos(1_000_000_001));
        drop(permit);
    });
    while_unwinding(|| {
        let permit = circuit.admitted();
        circuit.after(Duration::from_secs(1));
        permit.success();
    });
    let calls = circuit.snapshot().calls;
    assert_eq!((calls.failure, calls.failure_kinds.slow_call, calls.success), (1, 1, 1));
}
