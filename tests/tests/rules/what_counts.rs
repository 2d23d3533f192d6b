//! What a call's end means: results, panics, and permits dropped or leaked (the design's 3.2).

use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use breaker_runtime::{CircuitOpen, Outcome, Policy, Reject, State, Verdict};
use tests::{TestCircuit, panic_quietly};

fn circuit() -> TestCircuit {
    TestCircuit::new(Policy::new().threshold(3))
}

#[derive(Debug, PartialEq)]
enum Answer {
    Good,
    Bad,
    Neither,
    NotAsked,
}

impl Outcome for Answer {
    fn verdict(&self) -> Verdict {
        match self {
            Self::Good => Verdict::Success,
            Self::Bad => Verdict::Failure,
            Self::Neither | Self::NotAsked => Verdict::Ignored,
        }
    }
}

impl Reject for Answer {
    fn reject(_: CircuitOpen) -> Self {
        Self::NotAsked
    }
}

#[test]
fn an_err_is_a_failure_and_an_ok_a_success() {
    let circuit = circuit();
    circuit.call(|| Ok::<_, CircuitOpen>(())).unwrap();
    circuit.call(|| Err::<(), _>(std::io::Error::other("down"))).unwrap_err();
    let calls = circuit.snapshot().calls;
    assert_eq!((calls.success, calls.failure, calls.total()), (1, 1, 2));
}

#[test]
fn a_type_of_ones_own_says_what_it_means_and_how_it_is_rejected() {
    let circuit = circuit();
    assert_eq!(circuit.call(|| Answer::Good), Answer::Good);
    assert_eq!(circuit.call(|| Answer::Neither), Answer::Neither);
    for _ in 0..3 {
        assert_eq!(circuit.call(|| Answer::Bad), Answer::Bad);
    }
    assert_eq!(circuit.call(|| Answer::Good), Answer::NotAsked);
    let calls = circuit.snapshot().calls;
    assert_eq!((calls.success, calls.failure, calls.ignored, calls.rejected), (1, 3, 1, 1));
}

#[test]
fn a_permit_records_any_outcome() {
    let circuit = circuit();
    for answer in [Answer::Good, Answer::Bad, Answer::Neither] {
        circuit.admitted().record(&answer);
    }
    let calls = circuit.snapshot().calls;
    assert_eq!((calls.success, calls.failure, calls.ignored), (1, 1, 1));
}

#[test]
fn a_panic_in_the_body_is_a_failure_and_goes_on_unwinding() {
    let circuit = circuit();
    for _ in 0..3 {
        let body = || -> Result<(), CircuitOpen> { resume_unwind(Box::new("mine")) };
        let payload = catch_unwind(AssertUnwindSafe(|| circuit.call(body))).unwrap_err();
        assert_eq!(payload.downcast_ref(), Some(&"mine"));
    }
    circuit.is(State::Open);
    assert_eq!(circuit.snapshot().calls.failure, 3);
}

#[test]
fn a_permit_dropped_by_a_panic_is_a_failure_and_otherwise_abandoned() {
    let circuit = circuit();
    drop(circuit.admitted());
    panic_quietly(circuit.admitted());
    let calls = circuit.snapshot().calls;
    assert_eq!((calls.failure, calls.abandoned), (1, 1));
}

/// Makes a guarded call when it is dropped, as destructors that flush and close do.
struct CallsOnDrop<'c>(&'c TestCircuit);

impl Drop for CallsOnDrop<'_> {
    fn drop(&mut self) {
        let answer = self.0.call(|| Answer::Good);
        assert_eq!(answer, Answer::Good);
    }
}

#[test]
fn a_call_made_while_another_panic_unwinds_is_judged_by_its_own_result() {
    let circuit = circuit();
    panic_quietly(CallsOnDrop(&circuit));
    let calls = circuit.snapshot().calls;
    assert_eq!((calls.success, calls.failure), (1, 0));
}

#[test]
fn leaked_permits_cost_a_closed_circuit_nothing() {
    let circuit = circuit();
    (0..1_000).for_each(|_| mem::forget(circuit.admitted()));
    assert_eq!(circuit.snapshot().calls.total(), 0);
    circuit.succeed().fail_times(2).is(State::Closed).fail().is(State::Open);
}

#[test]
fn every_rejection_is_counted() {
    let circuit = circuit();
    circuit.trip();
    for _ in 0..10 {
        circuit.rejected();
    }
    circuit.force_open();
    circuit.rejected();
    assert_eq!(circuit.snapshot().calls.rejected, 11);
}

#[test]
fn a_body_may_call_its_own_circuit_and_steer_it() {
    let circuit = circuit();
    let answer = circuit.call(|| {
        assert_eq!(circuit.call(|| Answer::Good), Answer::Good);
        circuit.force_open();
        circuit.reset();
        circuit.call(|| Answer::Bad)
    });
    assert_eq!(answer, Answer::Bad);
    circuit.is(State::Closed);
    assert_eq!(
        circuit.failures_in_window(),
        1,
        "the inner call's; the outer one's is stale after the reset"
    );
}
