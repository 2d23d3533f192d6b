//! Circuits as metrics, through the facade of the crate `metrics` (feature `metrics`).
//!
//! Whatever recorder the program has installed gets these, which [`names`] lists:
//!
//! | metric | labels | meaning |
//! |---|---|---|
//! | [`STATE`] | `name`, `state` | 1 for the state that the circuit is in, 0 for the others |
//! | | `name`, `key`, `state` | the same of a key, once its circuit has opened |
//! | [`CIRCUITS`] | `name`, `state` | with keys: how many circuits are in the state |
//! | [`CALLS`] | `name`, `outcome` | calls by how they ended, and rejected ones |
//! | [`FAILURES`] | `name`, `kind` | failures by kind |
//! | [`WOULD_BE_REJECTED`] | `name` | calls of a dry run that ran all the same |
//! | [`TRANSITIONS`] | `name`, `from`, `to` | transitions, resets and forced ones included |
//! | [`UNGUARDED`] | `name` | with keys: calls whose key found no circuit, and passed |
//! | [`STATE_SECONDS`] | `name`, `state` | whole seconds in the state; not with keys |
//! | [`FAILURES_IN_WINDOW`] | `name` | failures that count at the moment |
//! | [`FAILURES_TO_OPEN`] | `name` | failures that open the circuit when that many count |
//! | [`OPEN_SINCE`] | `name` | since when its outage lasts: open, half-open, forced; else 0 |
//! | [`NEXT_TRIAL`] | `name` | when the open circuit admits a trial call; else 0 |
//! | [`DRY_RUN`] | `name` | 1 for a function in a dry run: its state is in name only |
//! | [`PUBLISHED`] | | when this was published |
//!
//! Names that end in `_total` are counters, the others gauges; timestamps are in seconds since
//! 1970. An outcome is `success`, `failure`, `ignored`, `abandoned` or `rejected`; a kind is
//! `error`, `timeout`, `slow_call` or `panic`.
//!
//! States are called as [`State::as_str`](crate::State::as_str) has it. In a dry run (rule
//! [S12](crate::_guide::rules#s12-dry-run)) states and transitions are those of a circuit that
//! rejects; calls are counted by how they ended, and [`WOULD_BE_REJECTED`] counts some of them once
//! more.
//!
//! Every counter is there from the first publishing on, with 0 for what has not happened:
//! Prometheus sees the first opening as an increase.
//!
//! [`FAILURES_IN_WINDOW`] divided by [`FAILURES_TO_OPEN`] says how near the circuit is to opening,
//! whatever its rule. With a share of calls, the latter is that share of the calls in the window;
//! while they are fewer than `min_calls`, it is what makes them enough.
//!
//! Metrics are read from the circuits by [`publish`], so that calls pay nothing for them: call it
//! in the handler of a scrape, or let [`publish_every`] do it. Who stops publishing leaves values
//! that don't change any more; [`PUBLISHED`] tells: alert when `time() -
//! circuit_breaker_published_timestamp_seconds` grows. The repository has a file of alerts,
//! `docs/prometheus/rules.yml`, and a dashboard for Grafana, `docs/grafana/circuit-breaker.json`;
//! the guide has a [runbook](crate::_guide::runbook) for whoever is woken by an alert.
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
//! and those that were listed by hand ([`register!`](crate::register),
//! [`register_keyed!`](crate::register_keyed)). They last as long as the program, so that no series
//! ends and no counter goes down. Circuits that may be dropped are not read, but their transitions
//! are counted. The series of circuits that share a name are added up, and the one that is nearest
//! to opening speaks for them: [`check`](crate::Registry::check) finds these.
//!
//! # Keys
//!
//! The circuits of a [keyed breaker](crate::KeyedCircuitBreaker) are published together: their
//! sums, how many are in which state, the one that is nearest to opening, the one that opened
//! first. [`STATE`] without a key is that of the [whole](crate::KeyedCircuitBreaker::whole).
//!
//! A key has [`STATE`] of its own from the time when its circuit has opened, so that an alert can
//! name it; while no circuit has opened there is no series with a `key`. When the key loses its
//! circuit it is in no state: all its series are 0. So they are while the circuit is not closed and
//! nobody asks it any more, for as long as rule [S15](crate::_guide::rules#s15-who-has-a-circuit)
//! leaves it to the key and its open time after that. A key with a dry run of its own has none.
//!
//! As many keys as there can be circuits, `max_keys`, get series of their own, those that opened
//! first; later ones are added up as the key `(others)`. A function has 6 × (`max_keys` + 1) such
//! series at the most, however many keys come and go.

use parking_lot::ReentrantMutex;

use crate::base::clock;
use crate::telemetry::transitions;
use crate::watch::readings::Readings;

pub mod names;
mod publisher;
mod series;

pub use names::{
    CALLS, CIRCUITS, DRY_RUN, FAILURES, FAILURES_IN_WINDOW, FAILURES_TO_OPEN, NEXT_TRIAL,
    OPEN_SINCE, PUBLISHED, STATE, STATE_SECONDS, TRANSITIONS, UNGUARDED, WOULD_BE_REJECTED,
};
pub use publisher::{Publisher, publish_every};

/// One reading after another, so that an older one is not published last. Reentrant, for recorders
/// that publish.
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

/// Read after the states, so that whoever sees a state finds the transition to it.
fn publish_transitions(readings: &Readings) {
    let mut counted = transitions::counted();
    for (name, ramps_up) in readings.names() {
        series::of_transitions(name, &counted.remove(name).unwrap_or_default(), ramps_up);
    }
    // Those of circuits that the registry doesn't list.
    for (name, counts) in &counted {
        series::of_transitions(name, counts, true);
    }
}
