//! Steps from outside: what a fleet may do to a circuit, at its exact boundaries.

mod hold;
mod opening;
mod ordinary;
mod origin;
mod reopenings;
mod runs;
mod suspicion;
mod trials;
mod who_obeys;

use core::time::Duration;

use breaker_runtime::{FromOutside, Policy};
use tests::TestCircuit;

use crate::SECOND;

const OPEN_FOR: Duration = Duration::from_secs(30);
/// Five failures, so that two are not enough.
const POLICY: Policy = Policy::new().threshold(5).open_for(OPEN_FOR).half_open_calls(3);
const TIME: Duration = Duration::from_mins(1);

fn circuit() -> TestCircuit {
    TestCircuit::new(POLICY)
}

/// One of each rule, none of which a few failures in a row open.
fn of_each_rule() -> [TestCircuit; 5] {
    let policies = [
        POLICY.threshold(8),
        POLICY.threshold(8).window_calls(20),
        POLICY.threshold_percent(50.0).window(10 * SECOND).min_calls(20),
        POLICY.threshold_percent(50.0).window_calls(40).min_calls(20),
        POLICY.consecutive(8),
    ];
    policies.map(TestCircuit::new)
}

/// One of each rule whose calls, one in ten seconds, are known to succeed: two failures in a row
/// are no ordinary errors of theirs, also if one of before was.
fn of_each_rule_that_succeed() -> [TestCircuit; 5] {
    let circuits = of_each_rule();
    for circuit in &circuits {
        circuit.follow_runs();
        (0..300).for_each(|_| _ = circuit.after(10 * SECOND).succeed());
    }
    circuits
}

/// Steps in the name of a pod.
fn pod(circuit: &TestCircuit) -> FromOutside<'_> {
    circuit.from_outside("pod-7")
}
