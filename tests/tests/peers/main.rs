//! What went wrong in two dozen peers goes right here: one test for each scenario, named after its
//! id in the list of defects that running them brought to light.
//!
//! | ids | where |
//! |---|---|
//! | F1 R2 B1 M1 C3 N1 X4 L4 Y1 H1 W4 V3 | [`trial_limit`]: how many trial calls run at once |
//! | F9 B6 M2 C1 C2 S2 L3 D1 T1 K1 Y2 H2 W2 Z1 V1 | [`recovery`]: trial calls that are lost, slow or too few, and the way back to closed |
//! | F3 R8 B2 B3 N2 H4 W5 V2 | [`stale_results`]: results of calls that were admitted before the trip |
//! | F4a F4b F7 R3 M3 M4 C4 C5 X1 W1 I1 I2 | [`windows`]: what is counted, and when that opens |
//! | F2 R5 B5 C6 Y3 H3 Z2 | [`panics`]: calls that panic |
//! | F8 R4 R6 W6 Z3 | [`settings`]: the shortest, the longest, and none |
//! | R1a R1b V1 L2 W3 | [`memory`]: what is kept, and what looking at it costs |
//! | S1 L1 D2 P1 P2 P3 P4 P5 | [`callers`]: what callers see and when their bodies run |
//!
//! Not yet, for what they need does not exist yet: F5 (jitter, rule S8), and F6, B4, X2, X3
//! (listeners, rule S11).
//!
//! Never: R7. Nothing here is freed later by other threads' epochs, so there is nothing that a
//! blocking call could hold up.

#![expect(clippy::unwrap_used, reason = "a failed test")]

mod callers;
mod memory;
mod panics;
mod recovery;
mod settings;
mod stale_results;
mod trial_limit;
mod windows;

use core::time::Duration;

use breaker_runtime::Policy;
use tests::TestCircuit;

const SECOND: Duration = Duration::from_secs(1);
const MILLISECOND: Duration = Duration::from_millis(1);

/// A circuit that opened, and whose open time is just over.
fn recovering(policy: Policy) -> TestCircuit {
    let circuit = TestCircuit::new(policy);
    circuit.trip_and_wait();
    circuit
}
