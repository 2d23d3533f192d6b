//! Circuits to configure: one of each rule, with names that variables can't have.

use std::sync::OnceLock;
use std::time::Duration;

use breaker_runtime::{CircuitBreaker, Policy, registry};

const SECOND: Duration = Duration::from_secs(1);

/// Listed, once.
pub(super) fn circuits() -> &'static [CircuitBreaker] {
    static CIRCUITS: OnceLock<Vec<CircuitBreaker>> = OnceLock::new();
    static LISTED: OnceLock<()> = OnceLock::new();
    let circuits = CIRCUITS.get_or_init(all);
    LISTED.get_or_init(|| circuits.iter().for_each(|circuit| registry().register(circuit)));
    circuits
}

fn all() -> Vec<CircuitBreaker> {
    vec![
        CircuitBreaker::new("plain", Policy::new()),
        CircuitBreaker::new("shop::pay", Policy::new().threshold(3).window(10 * SECOND)),
        CircuitBreaker::new("calls", Policy::new().threshold(3).window_calls(10)),
        CircuitBreaker::new(
            "share",
            Policy::new().threshold_percent(50.0).window_calls(10).min_calls(4),
        ),
        CircuitBreaker::new("row", Policy::new().consecutive(2)),
        CircuitBreaker::new(
            "grows",
            Policy::new().open_for(SECOND).max_open_for(60 * SECOND).jitter_percent(10.0),
        ),
        CircuitBreaker::new("größe", Policy::new().ramp_up(SECOND).slow_call(SECOND).dry_run(true)),
        CircuitBreaker::new("::", Policy::new().half_open_calls(2)),
    ]
}
