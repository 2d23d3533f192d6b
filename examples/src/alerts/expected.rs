//! Which alerts are to fire in the outage.

use crate::prometheus::Alert;

/// An alert on a circuit, of which one key is told or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Expected {
    pub(crate) alert: &'static str,
    pub(crate) circuit: &'static str,
    /// How many keys are told of.
    pub(crate) keys: usize,
}

const fn of(alert: &'static str, circuit: &'static str) -> Expected {
    Expected { alert, circuit, keys: 0 }
}

/// Whose server is broken.
pub(crate) const OUTAGE: [Expected; 11] = [
    of("CircuitRejecting", "hanging"),
    of("CircuitRejecting", "failing"),
    of("CircuitRejecting", "left"),
    Expected { alert: "CircuitRejecting", circuit: "left by key", keys: 1 },
    Expected { alert: "CircuitRejecting", circuit: "search", keys: 1 },
    of("CircuitFlapping", "flapping"),
    Expected { alert: "CircuitFlapping", circuit: "search", keys: 1 },
    of("CircuitCallsAbandoned", "impatient"),
    of("CircuitWouldHaveOpened", "rehearsed"),
    of("CircuitKeysUnguarded", "crowded"),
    of("CircuitForced", "forced"),
];

/// How many of them, the first ones, are there as long as the servers are broken.
pub(crate) const REJECTING: usize = 5;

/// Nobody calls them any more, though their server is as broken as before.
pub(crate) const LEFT: [Expected; 2] =
    [of("CircuitRejecting", "left"), of("CircuitRejecting", "left by key")];

/// Nobody publishes any more.
pub(crate) const MUTE: [Expected; 1] = [of("CircuitMetricsStale", "")];

/// What has no business to fire, whatever happens.
pub(crate) const NEVER: [Expected; 2] =
    [of("CircuitRejecting", "rehearsed"), of("CircuitRejecting", "impatient")];

impl Expected {
    /// Whether it is among those that fire, with as many keys at least.
    pub(crate) fn fires(self, firing: &[Alert]) -> bool {
        let mine = |(alert, circuit, _): &&Alert| alert == self.alert && circuit == self.circuit;
        let keys = firing.iter().filter(mine).filter(|(_, _, key)| key.is_some()).count();
        firing.iter().any(|alert| mine(&alert)) && keys >= self.keys
    }
}
