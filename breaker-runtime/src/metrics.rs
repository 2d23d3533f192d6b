//! Circuits as metrics, through the facade of the crate `metrics` (feature `metrics`).
//!
//! Whatever recorder the program has installed gets these:
//!
//! | metric | kind, unit | labels | meaning |
//! |---|---|---|---|
//! | [`STATE`] | gauge | `name`, `state` | 1 for the state that it is in, 0 for all others |
//! | [`CALLS`] | counter | `name`, `outcome` | calls that ended: `success`, `failure`, `ignored`, `abandoned`; and `rejected` ones |
//! | [`FAILURES_IN_WINDOW`] | gauge | `name` | failures that count at the moment |
//! | [`DRY_RUN`] | gauge | `name` | 1 for a circuit in a dry run: its state is in name only |
//! | [`STATE_SECONDS`] | counter, seconds | `name`, `state` | how long it has been in the state, all times together; whole seconds |
//! | [`TRANSITIONS`] | counter | `name`, `from`, `to` | transitions, resets and forced ones included |
//!
//! States are called as [`State::as_str`] has it. In a dry run all is as if calls were rejected (rule S12).
//!
//! Transitions are counted as they happen, on the thread of the call that caused them and outside the circuit's lock. The rest is read
//! from the circuits by [`publish`], so that calls pay nothing for it: call that in the handler of a scrape, or let
//! [`publish_every`] do it.
//!
//! ```
//! use std::time::Duration;
//!
//! // PrometheusBuilder::new().with_recommended_naming(true).install()?;
//! let publisher = breaker_runtime::metrics::publish_every(Duration::from_secs(5));
//! # drop(publisher);
//! ```
//!
//! Exporters append to the names what their readers expect: with the recommended naming, that for Prometheus has
//! `circuit_breaker_calls_total` and `circuit_breaker_state_seconds_total`.
//!
//! # Which circuits
//!
//! [`publish`] reads the circuits that the [registry] lists: annotated functions, and those that were listed by hand
//! ([`register!`](crate::register), [`register_keyed!`](crate::register_keyed)). They last as long as the program, so that no series ends
//! and no counter goes down. Circuits that may be dropped are not read; their transitions are counted all the same. The series of
//! circuits that share a name are added up: [`check`](crate::Registry::check) finds these.
//!
//! # Keys
//!
//! The circuits of a [keyed breaker](crate::KeyedCircuitBreaker) have the label `key` as well. As many keys as it has circuits get series
//! of their own, those that came first; the rest share the key `(others)`, whose gauges are sums, and which has no [`STATE_SECONDS`]. So
//! the number of series is bounded by `max_keys`, however many keys come and go. A key that has lost its circuit keeps its counters, with
//! no state; if it gets another one they go on. Calls that were counted between the last reading and that loss are counted as those of
//! `(others)`: over all keys, nothing is lost or counted twice.

use parking_lot::{Mutex, ReentrantMutex};

use metrics::{Label, SharedString, Unit};

use crate::telemetry::Notice;
use crate::{State, registry};

mod ledger;
mod publisher;
mod reading;

use ledger::Ledger;
pub use publisher::{Publisher, publish_every};
use reading::Readings;

/// Which state a circuit is in.
pub const STATE: &str = "circuit_breaker_state";
/// Calls by how they ended.
pub const CALLS: &str = "circuit_breaker_calls";
/// Failures that count at the moment.
pub const FAILURES_IN_WINDOW: &str = "circuit_breaker_failures_in_window";
/// Circuits that are in a dry run.
pub const DRY_RUN: &str = "circuit_breaker_dry_run";
/// Time in each state.
pub const STATE_SECONDS: &str = "circuit_breaker_state_seconds";
/// Transitions from one state to another.
pub const TRANSITIONS: &str = "circuit_breaker_transitions";

/// One reading after another, so that an older one is not published last. Reentrant, for recorders that publish.
static PUBLISHING: ReentrantMutex<()> = ReentrantMutex::new(());

/// Never locked while a recorder runs.
static LEDGER: Mutex<Ledger> = Mutex::new(Ledger::new());

/// Publishes what the registry's circuits count and are at this moment.
///
/// It goes to the recorder of the thread that calls this: the program's, unless it has one of its own. For a scrape:
///
/// ```
/// # struct PrometheusHandle; impl PrometheusHandle { fn render(&self) -> String { String::new() } }
/// async fn metrics(exporter: &PrometheusHandle) -> String {
///     breaker_runtime::metrics::publish();
///     exporter.render()
/// }
/// ```
pub fn publish() {
    let _turn = PUBLISHING.lock();
    describe();
    let mut readings = Readings::default();
    registry().unkeyed().for_each(|circuit| readings.add(&circuit.snapshot()));
    registry().listed_keyed().for_each(|circuits| LEDGER.lock().read(circuits, &mut readings));
    readings.publish();
}

/// Tells the recorder what the metrics are. Each time, for another recorder may have been installed meanwhile.
fn describe() {
    metrics::describe_gauge!(STATE, Unit::Count, "1 for the state that the circuit is in.");
    metrics::describe_counter!(CALLS, Unit::Count, "Calls by how they ended.");
    metrics::describe_gauge!(FAILURES_IN_WINDOW, Unit::Count, "Failures that count at the moment.");
    metrics::describe_gauge!(DRY_RUN, Unit::Count, "1 for a circuit in a dry run.");
    metrics::describe_counter!(STATE_SECONDS, Unit::Seconds, "Time in each state.");
    describe_transitions();
}

fn describe_transitions() {
    metrics::describe_counter!(TRANSITIONS, Unit::Count, "Transitions from one state to another.");
}

pub(crate) fn count_transition(notice: &Notice) {
    let event = &notice.event;
    if !event.is_transition() {
        return;
    }
    describe_transitions();
    let key = event.key.as_ref().map(|key| {
        let most = notice.max_keys.unwrap_or_default();
        LEDGER.lock().label(event.name, key, most)
    });
    let more = [("from", event.from.as_str()), ("to", event.to.as_str())];
    metrics::counter!(TRANSITIONS, labels(event.name, key, more)).increment(1);
}

/// The labels of a series.
fn labels<const N: usize>(
    name: &'static str,
    key: Option<impl Into<SharedString>>,
    more: [(&'static str, &'static str); N],
) -> Vec<Label> {
    let name = Label::from_static_parts("name", name);
    let key = key.map(|key| Label::new("key", key));
    let more = more.map(|(label, value)| Label::from_static_parts(label, value));
    [name].into_iter().chain(key).chain(more).collect()
}

fn in_state(state: State) -> [(&'static str, &'static str); 1] {
    [("state", state.as_str())]
}
