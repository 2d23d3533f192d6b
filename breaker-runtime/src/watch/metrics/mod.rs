//! Publishes circuits as metrics, through the facade of the crate `metrics` (feature `metrics`).
//!
//! The recorder that the program has installed gets these metrics; [`names`] has a page for each:
//!
//! | metric | labels | meaning |
//! |---|---|---|
//! | [`STATE`] | `name`, `state` | 1 for the state that the circuit is in, 0 for the others |
//! | | `name`, `key`, `state` | the same for a key, once its circuit has opened |
//! | [`CIRCUITS`] | `name`, `state` | for a function with keys: how many circuits are in the state |
//! | [`CALLS`] | `name`, `outcome` | calls by outcome |
//! | [`FAILURES`] | `name`, `kind` | failures by kind |
//! | [`WOULD_BE_REJECTED`] | `name` | calls of a dry run that ran all the same |
//! | [`REJECTED_WITHIN`] | `name` | calls that a circuit further in rejected, of those ignored |
//! | [`TRANSITIONS`] | `name`, `from`, `to` | transitions, resets and forced ones included |
//! | [`UNGUARDED`] | `name` | for a function with keys: calls admitted because their key found no circuit |
//! | [`STATE_SECONDS`] | `name`, `state` | whole seconds in the state; not with keys |
//! | [`FAILURES_IN_WINDOW`] | `name` | failures that count at the moment |
//! | [`FAILURES_TO_OPEN`] | `name` | failures that open the circuit when that many count |
//! | [`OPEN_SINCE`] | `name` | the start of the outage: open, half-open or forced open; else 0 |
//! | [`NEXT_TRIAL`] | `name` | the end of the open time, when a trial call may pass; else 0 |
//! | [`DRY_RUN`] | `name` | 1 for a function in a dry run, which rejects nothing whatever its state |
//! | [`PUBLISHED`] | | the time of the latest publishing |
//!
//! Names that end in `_total` are counters, the others gauges; timestamps are in seconds since
//! 1970. An outcome is `success`, `failure`, `ignored`, `abandoned` or `rejected`; a kind is
//! `error`, `timeout`, `slow_call` or `panic`.
//!
//! The label `state` is that of [`State::as_str`](crate::State::as_str). In a dry run (rule
//! [S12](crate::_guide::rules#s12-dry-run)) states and transitions are those of a circuit that
//! rejects. [`CALLS`] counts its calls by outcome, and [`WOULD_BE_REJECTED`] counts those again
//! that the circuit would have rejected.
//!
//! Every counter exists from the first publishing on, with 0 for what has not happened: so
//! Prometheus sees the first opening as an increase.
//!
//! [`FAILURES_IN_WINDOW`] divided by [`FAILURES_TO_OPEN`] says how near the circuit is to opening,
//! whatever its rule. Under a percentage, [`FAILURES_TO_OPEN`] is that percentage of the calls in
//! the window; while the window holds fewer calls than `min_calls`, it stays above the failures so
//! far.
//!
//! [`publish`] reads the metrics from the circuits, so that calls pay nothing for them. Call it in
//! the handler of a scrape, or let [`publish_every`] call it. The values of a program that stops
//! publishing stand still; alert when `time() - circuit_breaker_published_timestamp_seconds` grows.
//! The guide's chapter [Telemetry](crate::_guide::telemetry) has alerts and a dashboard for
//! Grafana, and its [runbook](crate::_guide::runbook) is for whoever is woken by an alert.
//!
//! ```
//! use std::time::Duration;
//!
//! // PrometheusBuilder::new().install()?;
//! let publisher = breaker_runtime::metrics::publish_every(Duration::from_secs(5));
//! # drop(publisher);
//! ```
//!
//! # Which circuits
//!
//! [`publish`] reads the circuits that the [registry](crate::Registry) lists: guarded functions,
//! and circuits that were listed by hand ([`register!`](crate::register),
//! [`register_keyed!`](crate::register_keyed)). They last as long as the program, so that no series
//! ends and no counter goes down. Of other circuits [`TRANSITIONS`] alone counts anything. Circuits
//! that share a name share their series: counters are sums, and the circuit that is nearest to
//! opening speaks for all. [`check`](crate::Registry::check) finds such names.
//!
//! # Keys
//!
//! The circuits of a [keyed breaker](crate::KeyedCircuitBreaker) share their series as well: sums
//! of calls, the number of circuits in each state, the circuit that is nearest to opening, the one
//! that opened first. [`STATE`] without a key is the state of the
//! [whole](crate::KeyedCircuitBreaker::whole).
//!
//! A key gets series of [`STATE`] once its circuit has opened, so that an alert can name the key.
//! All of them are 0 once the key has lost its circuit; and while the circuit is not closed and
//! nobody asks it any more: for as long as rule [S15](crate::_guide::rules#s15-who-has-a-circuit)
//! keeps the circuit for the key, and its open time after that. A key with a dry run of its own
//! gets no series.
//!
//! The first `max_keys` keys that open get series of their own; later ones share the series of the
//! key `(others)`. So a function has 6 × (`max_keys` + 1) such series at the most, however many
//! keys come and go.

use parking_lot::ReentrantMutex;

use crate::base::clock;
use crate::telemetry::transitions;
use crate::watch::readings::Readings;

pub mod names;
mod publisher;
mod series;

pub use names::{
    CALLS, CIRCUITS, DRY_RUN, FAILURES, FAILURES_IN_WINDOW, FAILURES_TO_OPEN, NEXT_TRIAL,
    OPEN_SINCE, PUBLISHED, REJECTED_WITHIN, STATE, STATE_SECONDS, TRANSITIONS, UNGUARDED,
    WOULD_BE_REJECTED,
};
pub use publisher::{Publisher, publish_every};

/// Held while one thread publishes, so that no older reading is published last. Reentrant, for
/// recorders that publish.
static PUBLISHING: ReentrantMutex<()> = ReentrantMutex::new(());

/// Publishes the counts and states of all circuits in the registry, once.
///
/// The metrics go to the recorder of the calling thread: the program's, unless the thread has one
/// of its own. In the handler of a scrape:
///
/// ```
/// # struct PrometheusHandle;
/// # impl PrometheusHandle { fn render(&self) -> String { String::new() } }
/// async fn metrics(exporter: &PrometheusHandle) -> String {
///     breaker_runtime::metrics::publish();
///     exporter.render()
/// }
/// ```
pub fn publish() {
    let _turn = PUBLISHING.lock();
    names::describe();
    let readings = Readings::taken();
    series::of_all(&readings);
    publish_transitions(&readings);
    series::of_publishing(clock::wall());
}

/// Publishes transitions. They are read after the states, so that whoever sees a state finds the
/// transition to it.
fn publish_transitions(readings: &Readings) {
    let mut counted = transitions::counted();
    for (name, ramps_up) in readings.names() {
        series::of_transitions(name, &counted.remove(name).unwrap_or_default(), ramps_up);
    }
    // Transitions of circuits that the registry doesn't list.
    for (name, counts) in &counted {
        series::of_transitions(name, counts, true);
    }
}
