//! S14: a call within a trial call is part of it, and the first of them to succeed or fail is its
//! result.

mod by_hand;
mod first_result;
mod late;
mod other_circuits;
mod panics;
mod places;
mod policies;

use core::time::Duration;

use breaker_runtime::{CircuitOpen, Outcome, Policy, Reject, Verdict};
use tests::TestCircuit;

const OPEN_FOR: Duration = Duration::from_secs(30);

#[derive(Debug, PartialEq)]
enum Answer {
    Works,
    Fails,
    SaysNothing,
    Rejected,
}

use Answer::{Fails, Rejected, SaysNothing, Works};

impl Outcome for Answer {
    fn verdict(&self) -> Verdict {
        match self {
            Works => Verdict::Success,
            Fails => Verdict::Failure,
            SaysNothing | Rejected => Verdict::Ignored,
        }
    }
}

impl Reject for Answer {
    fn reject(_: CircuitOpen) -> Self {
        Rejected
    }
}

fn half_open(trial_calls: u32) -> TestCircuit {
    half_open_by(Policy::new().half_open_calls(trial_calls))
}

fn half_open_by(policy: Policy) -> TestCircuit {
    let circuit = TestCircuit::new(policy.threshold(1).open_for(OPEN_FOR));
    circuit.trip_and_wait();
    circuit
}

/// Calls by success, failure, ignored, abandoned and rejected, without the failure that opened the
/// circuit.
fn counted(circuit: &TestCircuit) -> [u64; 5] {
    let calls = circuit.snapshot().calls;
    [calls.success, calls.failure - 1, calls.ignored, calls.abandoned, calls.rejected]
}

fn elsewhere(run: impl FnOnce() + Send) {
    std::thread::scope(|scope| scope.spawn(run).join().expect("no panic"));
}
