//! What circuits count and are at one moment, by series.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{CALLS, DRY_RUN, FAILURES_IN_WINDOW, STATE, STATE_SECONDS, in_state, labels};
use crate::time_in_states::TimeInStates;
use crate::{Calls, Snapshot, State};

/// By name and key.
#[derive(Debug, Default)]
pub(super) struct Readings(BTreeMap<(&'static str, Option<Arc<str>>), Reading>);

/// What the series of one name and key say.
#[derive(Debug, Default)]
pub(super) struct Reading {
    pub(super) counted: Counted,
    /// Circuits in each state.
    states: [u32; State::ALL.len()],
    failures_in_window: u64,
    /// Circuits that reject nothing, whatever their state.
    dry_runs: u32,
    /// Whether it is known how long they were in each state.
    is_timed: bool,
}

/// What only ever grows.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counted {
    pub(super) calls: Calls,
    pub(super) time: TimeInStates,
}

impl Counted {
    pub(super) fn of(circuit: &Snapshot) -> Self {
        Self { calls: circuit.calls, time: circuit.time_in_states }
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self { calls: self.calls.and(other.calls), time: self.time.and(other.time) }
    }
}

impl Readings {
    /// Adds a circuit that has no key.
    pub(super) fn add(&mut self, circuit: &Snapshot) {
        self.of(circuit.name, None).see(circuit).count(Counted::of(circuit));
    }

    pub(super) fn of(&mut self, name: &'static str, key: Option<Arc<str>>) -> &mut Reading {
        self.0.entry((name, key)).or_default()
    }

    pub(super) fn publish(self) {
        self.0.into_iter().for_each(|((name, key), reading)| reading.publish(name, key.as_ref()));
    }
}

impl Reading {
    /// Looks at a circuit as it is now.
    pub(super) fn see(&mut self, circuit: &Snapshot) -> &mut Self {
        self.states[circuit.state as usize] += 1;
        self.failures_in_window += circuit.failures_in_window;
        self.dry_runs += u32::from(circuit.policy.is_dry_run());
        self
    }

    /// Adds what was counted, and timed.
    pub(super) fn count(&mut self, counted: Counted) {
        self.counted = self.counted.and(counted);
        self.is_timed = true;
    }

    fn publish(&self, name: &'static str, key: Option<&Arc<str>>) {
        let key = || key.map(Arc::clone);
        for state in State::ALL {
            let circuits = self.states[state as usize];
            metrics::gauge!(STATE, labels(name, key(), in_state(state))).set(circuits);
        }
        for (outcome, calls) in outcomes(self.counted.calls) {
            let labels = labels(name, key(), [("outcome", outcome)]);
            metrics::counter!(CALLS, labels).absolute(calls);
        }
        #[expect(clippy::cast_precision_loss, reason = "a gauge is a float")]
        let failures = self.failures_in_window as f64;
        metrics::gauge!(FAILURES_IN_WINDOW, labels(name, key(), [])).set(failures);
        metrics::gauge!(DRY_RUN, labels(name, key(), [])).set(self.dry_runs);
        for state in State::ALL.into_iter().filter(|_| self.is_timed) {
            let seconds = self.counted.time.of(state).as_secs();
            metrics::counter!(STATE_SECONDS, labels(name, key(), in_state(state)))
                .absolute(seconds);
        }
    }
}

const fn outcomes(calls: Calls) -> [(&'static str, u64); 5] {
    let Calls { success, failure, ignored, abandoned, rejected, .. } = calls;
    [
        ("success", success),
        ("failure", failure),
        ("ignored", ignored),
        ("abandoned", abandoned),
        ("rejected", rejected),
    ]
}
