//! What each metric is called, and what it says of itself.

/// Declares the metrics, and tells a recorder what they are.
macro_rules! metrics {
    ($($(#[$doc:meta])* $kind:ident $name:ident = $text:literal, $unit:ident, $help:literal;)*) => {
        $($(#[$doc])* pub const $name: &str = $text;)*

        /// Tells the recorder what the metrics are. Each time, for another recorder may have been
        /// installed meanwhile.
        pub(super) fn describe() {
            $(metrics!(@describe $kind $name, metrics::Unit::$unit, $help);)*
        }
    };
    (@describe gauge $($what:tt)*) => { metrics::describe_gauge!($($what)*) };
    (@describe counter $($what:tt)*) => { metrics::describe_counter!($($what)*) };
}

metrics! {
    /// Which state a circuit is in; for a key, once its circuit has opened.
    gauge STATE = "circuit_breaker_state", Count,
        "1 for the state that the circuit is in; by key once its circuit has opened.";
    /// How many circuits of a keyed function are in each state.
    gauge CIRCUITS = "circuit_breaker_circuits", Count,
        "Circuits of a function with one for each key, by state.";
    /// Calls by how they ended.
    counter CALLS = "circuit_breaker_calls_total", Count,
        "Calls by how they ended.";
    /// Calls that failed, by kind.
    counter FAILURES = "circuit_breaker_failures_total", Count,
        "Calls that failed, by kind: errors, time-outs, slow calls, panics.";
    /// Calls of a dry run that the circuit would have rejected.
    counter WOULD_BE_REJECTED = "circuit_breaker_would_be_rejected_total", Count,
        "Calls of a dry run that would have been rejected; their outcomes are counted as well.";
    /// Transitions from one state to another.
    counter TRANSITIONS = "circuit_breaker_transitions_total", Count,
        "Transitions from one state to another.";
    /// Calls of keys that found no circuit, and passed.
    counter UNGUARDED = "circuit_breaker_unguarded_calls_total", Count,
        "Calls of keys that found no circuit, all being in use, and passed.";
    /// Time in each state.
    counter STATE_SECONDS = "circuit_breaker_state_seconds_total", Seconds,
        "Time in each state.";
    /// Failures that count at the moment.
    gauge FAILURES_IN_WINDOW = "circuit_breaker_failures_in_window", Count,
        "Failures that count at the moment.";
    /// Failures that open the circuit when that many count.
    gauge FAILURES_TO_OPEN = "circuit_breaker_failures_to_open", Count,
        "Failures that open the circuit when that many count.";
    /// Since when an outage lasts, reopenings included.
    gauge OPEN_SINCE = "circuit_breaker_open_since_timestamp_seconds", Seconds,
        "Since when the outage lasts, while the circuit is open, half-open or forced open; else 0.";
    /// When an open circuit admits its next trial call.
    gauge NEXT_TRIAL = "circuit_breaker_next_trial_timestamp_seconds", Seconds,
        "When the open circuit admits its next trial call; 0 if it is not open.";
    /// Functions in a dry run.
    gauge DRY_RUN = "circuit_breaker_dry_run", Count,
        "1 for a function in a dry run, which rejects nothing whatever its state.";
    /// When the metrics were published last.
    gauge PUBLISHED = "circuit_breaker_published_timestamp_seconds", Seconds,
        "When the metrics of circuits were published last.";
}
