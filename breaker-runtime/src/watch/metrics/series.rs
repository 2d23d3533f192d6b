//! From readings to the series of a recorder.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use metrics::{Label, counter, gauge};

use super::names::{
    CALLS, CIRCUITS, DRY_RUN, FAILURES, FAILURES_IN_WINDOW, FAILURES_TO_OPEN, NEXT_TRIAL,
    OPEN_SINCE, PUBLISHED, REJECTED_WITHIN, STATE, STATE_SECONDS, TRANSITIONS, UNGUARDED,
    WOULD_BE_REJECTED,
};

use crate::events::state::State;
use crate::events::time_in_states::TimeInStates;
use crate::tallies::calls::Calls;
use crate::telemetry::transitions::Counts;
use crate::watch::readings::{Function, Readings, States};

/// Sets the series of all functions and keys.
pub(super) fn of_all(readings: &Readings) {
    readings.functions.iter().for_each(|(name, function)| of_function(name, function));
    readings.keys.iter().for_each(|((name, key), states)| of_key(name, key, states));
}

fn of_function(name: &'static str, function: &Function) {
    for (outcome, calls) in outcomes(function.calls) {
        counter!(CALLS, labels(name, [("outcome", outcome)])).absolute(calls);
    }
    for (kind, failures) in function.calls.failure_kinds.each() {
        counter!(FAILURES, labels(name, [("kind", kind.as_str())])).absolute(failures);
    }
    counter!(WOULD_BE_REJECTED, labels(name, [])).absolute(function.calls.would_be_rejected);
    counter!(REJECTED_WITHIN, labels(name, [])).absolute(function.calls.rejected_within);
    if let Some(states) = &function.states {
        set_states(STATE, &labels(name, []), states);
    }
    if let Some(time) = &function.time {
        add_times(name, time);
    }
    if let Some(keyed) = &function.keyed {
        set_states(CIRCUITS, &labels(name, []), &keyed.states);
        counter!(UNGUARDED, labels(name, [])).absolute(keyed.unguarded);
    }
    gauge!(FAILURES_IN_WINDOW, labels(name, [])).set(float(function.nearest.failures));
    gauge!(FAILURES_TO_OPEN, labels(name, [])).set(float(function.nearest.to_open));
    gauge!(OPEN_SINCE, labels(name, [])).set(seconds(function.open_since));
    gauge!(NEXT_TRIAL, labels(name, [])).set(seconds(function.next_trial));
    gauge!(DRY_RUN, labels(name, [])).set(u32::from(function.is_dry_run));
}

fn of_key(name: &'static str, key: &Arc<str>, states: &States) {
    let mut labels = labels(name, []);
    labels.push(Label::new("key", Arc::clone(key)));
    set_states(STATE, &labels, states);
}

/// Sets the transitions that happened, and with 0 those that may happen: a series that begins with
/// 1 is no increase to Prometheus.
pub(super) fn of_transitions(name: &'static str, counts: &Counts, ramps_up: bool) {
    for from in State::ALL {
        for to in State::ALL {
            let count = counts.of(from, to);
            if count > 0 || may_follow(from, to, ramps_up) {
                let states = [("from", from.as_str()), ("to", to.as_str())];
                counter!(TRANSITIONS, labels(name, states)).absolute(count);
            }
        }
    }
}

/// Sets the time of publishing: a series that is not published any more keeps its value.
pub(super) fn of_publishing(at: SystemTime) {
    gauge!(PUBLISHED).set(seconds(Some(at)));
}

fn set_states(metric: &'static str, labels: &[Label], states: &States) {
    for state in State::ALL {
        let mut labels = labels.to_vec();
        labels.push(Label::from_static_parts("state", state.as_str()));
        gauge!(metric, labels).set(states[state as usize]);
    }
}

fn add_times(name: &'static str, time: &TimeInStates) {
    for state in State::ALL {
        let labels = labels(name, [("state", state.as_str())]);
        counter!(STATE_SECONDS, labels).absolute(time.of(state).as_secs());
    }
}

const fn outcomes(calls: Calls) -> [(&'static str, u64); 5] {
    let Calls { failure, ignored, abandoned, rejected, .. } = calls;
    [
        // A counter: one that goes down would be a restart.
        ("success", calls.succeeded_at_first()),
        ("failure", failure),
        ("ignored", ignored),
        ("abandoned", abandoned),
        ("rejected", rejected),
    ]
}

/// Whether a circuit can go from one state to the other, by its calls or by hand.
const fn may_follow(from: State, to: State, ramps_up: bool) -> bool {
    match (from, to) {
        (_, State::ForcedOpen | State::ForcedClosed) => ramps_up || !is_ramp_up(from),
        (State::RampUp, State::Open | State::Closed)
        | (State::HalfOpen | State::ForcedClosed, State::RampUp) => ramps_up,
        (State::Closed | State::HalfOpen, State::Open | State::Closed)
        | (State::Open | State::ForcedOpen, State::HalfOpen | State::Closed)
        // A circuit that was disabled goes on in the state that it had.
        | (State::ForcedClosed, State::Closed | State::Open | State::HalfOpen) => true,
        _ => false,
    }
}

const fn is_ramp_up(state: State) -> bool {
    matches!(state, State::RampUp)
}

fn labels<const N: usize>(
    name: &'static str,
    more: [(&'static str, &'static str); N],
) -> Vec<Label> {
    let more = more.into_iter().map(|(label, value)| Label::from_static_parts(label, value));
    [Label::from_static_parts("name", name)].into_iter().chain(more).collect()
}

#[expect(clippy::cast_precision_loss, reason = "a gauge is a float")]
const fn float(count: u64) -> f64 {
    count as f64
}

/// Seconds since 1970, to the millisecond; 0 for none.
fn seconds(at: Option<SystemTime>) -> f64 {
    let since = at.and_then(|at| at.duration_since(UNIX_EPOCH).ok()).unwrap_or_default();
    float(u64::try_from(since.as_millis()).unwrap_or(u64::MAX)) / 1000.0
}
