//! The names of the metrics, each with its labels and its unit.

/// Declares the metrics, and tells a recorder what they are.
macro_rules! metrics {
    ($($(#[$doc:meta])* $kind:ident $name:ident = $text:literal, $unit:ident, $help:literal;)*) => {
        $($(#[$doc])* pub const $name: &str = $text;)*

        /// Tells the recorder what the metrics are: each time, for the program may have installed
        /// another recorder meanwhile.
        pub(super) fn describe() {
            $(metrics!(@describe $kind $name, metrics::Unit::$unit, $help);)*
        }
    };
    (@describe gauge $($what:tt)*) => { metrics::describe_gauge!($($what)*) };
    (@describe counter $($what:tt)*) => { metrics::describe_counter!($($what)*) };
}

metrics! {
    /// The state of a circuit: a gauge, 1 for the state that the circuit is in, and 0 for the
    /// others.
    ///
    /// Labels: `name`, `state`, and `key` for a key whose circuit has opened.
    /// `circuit_breaker_state{name="bank",state="open"} 1`.
    gauge STATE = "circuit_breaker_state", Count,
        "1 for the state that the circuit is in; by key once its circuit has opened.";
    /// The circuits of a function with keys by state: a gauge, in circuits.
    ///
    /// Labels: `name`, `state`.
    /// `circuit_breaker_circuits{name="fetch",state="open"} 3`.
    gauge CIRCUITS = "circuit_breaker_circuits", Count,
        "Circuits of a function with one for each key, by state.";
    /// The calls by outcome: a counter, in calls.
    ///
    /// Labels: `name`, and `outcome`, which is `success`, `failure`, `ignored`, `abandoned` or
    /// `rejected`. `circuit_breaker_calls_total{name="bank",outcome="rejected"} 42`.
    counter CALLS = "circuit_breaker_calls_total", Count,
        "Calls by how they ended.";
    /// The failed calls by kind of failure: a counter, in calls.
    ///
    /// Labels: `name`, and `kind`, which is `error`, `timeout`, `slow_call` or `panic`.
    /// `circuit_breaker_failures_total{name="bank",kind="timeout"} 5`.
    counter FAILURES = "circuit_breaker_failures_total", Count,
        "Calls that failed, by kind: errors, time-outs, slow calls, panics.";
    /// The calls that ran in a dry run although the circuit would have rejected them: a counter, in
    /// calls.
    ///
    /// Labels: `name`. [`CALLS`] counts these calls by outcome as well (rule
    /// [S12](crate::_guide::rules#s12-dry-run)).
    /// `circuit_breaker_would_be_rejected_total{name="bank"} 7`.
    counter WOULD_BE_REJECTED = "circuit_breaker_would_be_rejected_total", Count,
        "Calls of a dry run that would have been rejected; their outcomes are counted as well.";
    /// The calls that ended in the rejection of another circuit, further in: a counter, in calls.
    ///
    /// Labels: `name`. [`CALLS`] counts these calls among those that are `ignored` (rule
    /// [S20](crate::_guide::rules#s20-rejections-from-within)): where it grows, somebody is hit by
    /// the outage of another circuit. `circuit_breaker_rejected_within_total{name="checkout"} 12`.
    counter REJECTED_WITHIN = "circuit_breaker_rejected_within_total", Count,
        "Calls that a circuit further in rejected; they are counted as ignored as well.";
    /// The transitions of a circuit, forced ones and resets included: a counter, in transitions.
    ///
    /// Labels: `name`, `from`, `to`.
    /// `circuit_breaker_transitions_total{name="bank",from="closed",to="open"} 1`.
    counter TRANSITIONS = "circuit_breaker_transitions_total", Count,
        "Transitions from one state to another.";
    /// The calls that were admitted unguarded because their key found no circuit: a counter, in
    /// calls.
    ///
    /// Labels: `name`. Rule [S15](crate::_guide::rules#s15-who-has-a-circuit) says who finds none.
    /// `circuit_breaker_unguarded_calls_total{name="fetch"} 12`.
    counter UNGUARDED = "circuit_breaker_unguarded_calls_total", Count,
        "Calls of keys that found no circuit, all being in use, and passed.";
    /// The time that a circuit was in each state: a counter, in whole seconds.
    ///
    /// Labels: `name`, `state`. Functions with keys have no such series.
    /// `circuit_breaker_state_seconds_total{name="bank",state="open"} 30`.
    counter STATE_SECONDS = "circuit_breaker_state_seconds_total", Seconds,
        "Time in each state.";
    /// The failures in the circuit's window: a gauge, in failures.
    ///
    /// Labels: `name`. `circuit_breaker_failures_in_window{name="bank"} 3`.
    gauge FAILURES_IN_WINDOW = "circuit_breaker_failures_in_window", Count,
        "Failures that count at the moment.";
    /// The number of failures in the window that opens the circuit: a gauge, in failures.
    ///
    /// Labels: `name`. [`FAILURES_IN_WINDOW`] divided by this is 1 when the circuit opens.
    /// `circuit_breaker_failures_to_open{name="bank"} 5`.
    gauge FAILURES_TO_OPEN = "circuit_breaker_failures_to_open", Count,
        "Failures that open the circuit when that many count.";
    /// The start of the outage, reopenings included, while the circuit is open, half-open or forced
    /// open: a gauge, in seconds since 1970.
    ///
    /// Otherwise 0, in a ramp-up too, although [`outage_for`](crate::Snapshot::outage_for) goes on.
    /// For a function with keys, the start of the longest outage among its keys.
    ///
    /// Labels: `name`. `circuit_breaker_open_since_timestamp_seconds{name="bank"} 1764210000`.
    gauge OPEN_SINCE = "circuit_breaker_open_since_timestamp_seconds", Seconds,
        "Since when the outage lasts, while the circuit is open, half-open or forced open; else 0, \
         in a ramp-up too. With keys: the longest outage that any of them has.";
    /// The end of an open circuit's open time, when a trial call may pass: a gauge, in seconds
    /// since 1970.
    ///
    /// 0 for a circuit that is not open. For a function with keys, the earliest end among its keys.
    ///
    /// Labels: `name`. `circuit_breaker_next_trial_timestamp_seconds{name="bank"} 1764210030`.
    gauge NEXT_TRIAL = "circuit_breaker_next_trial_timestamp_seconds", Seconds,
        "When the open circuit admits its next trial call; 0 if it is not open. With keys: when \
         the first of them does.";
    /// Whether a circuit is in a dry run: a gauge, 1 or 0.
    ///
    /// Labels: `name`. A circuit in a dry run opens in name only (rule
    /// [S12](crate::_guide::rules#s12-dry-run)). `circuit_breaker_dry_run{name="bank"} 1`.
    gauge DRY_RUN = "circuit_breaker_dry_run", Count,
        "1 for a function in a dry run, which rejects nothing whatever its state.";
    /// The time of the latest publishing: a gauge, in seconds since 1970.
    ///
    /// No labels. `circuit_breaker_published_timestamp_seconds 1764210042`.
    gauge PUBLISHED = "circuit_breaker_published_timestamp_seconds", Seconds,
        "When the metrics of circuits were published last.";
}
