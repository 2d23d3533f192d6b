//! S12: states and counts are those of a real circuit; a call that it would have rejected runs, and counts as rejected only.

use core::time::Duration;

use breaker_runtime::{Policy, State};
use tests::TestCircuit;

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
fn what_would_have_been_rejected_counts_as_rejected_only() {
    let circuit = TestCircuit::new(POLICY);
    circuit.fail().fail();
    circuit.succeed().fail();
    circuit.admitted().ignore();
    drop(circuit.admitted());
    let calls = circuit.snapshot().calls;
    assert_eq!((calls.success, calls.failure, calls.ignored, calls.abandoned), (0, 2, 0, 0));
    assert_eq!(calls.rejected, 4);
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

#[test]
fn a_real_circuit_fed_the_same_has_the_same_states_and_counts() {
    let (real, dry) = (TestCircuit::new(POLICY.dry_run(false)), TestCircuit::new(POLICY));
    for step in 0..200_u32 {
        for circuit in [&real, &dry] {
            circuit.after(Duration::from_millis(100));
            if let Ok(permit) = circuit.try_acquire() {
                if step % 7 < 3 { permit.failure() } else { permit.success() }
            }
        }
        let (real, dry) = (real.snapshot(), dry.snapshot());
        assert_eq!((real.state, real.calls, real.opened), (dry.state, dry.calls, dry.opened));
    }
    assert!(real.snapshot().opened > 2);
}
