//! What people wish for and no argument does: the way to each.

use super::names::Names;

/// What to do instead, and the names of the wish.
pub(super) static WISHES: Names = Names(&[
    (
        "a circuit does not retry: put a retry around the function, which gives up on \
         `CircuitOpen`",
        "retry retries max_retries retry_count num_retries retry_on retry_if retry_policy \
         retry_strategy retry_exceptions max_attempts max_retry_attempts attempts retry_delay \
         retry_backoff",
    ),
    (
        "a circuit keeps no results: let `fallback` answer with those that the program keeps",
        "cache cached caching memoize ttl cache_ttl cache_for stale stale_while_error \
         cache_get_key cache_transport coalesce",
    ),
    (
        "listen to transitions with `registry().subscribe(..)`",
        "on_open on_opened on_close on_closed on_half_open on_half_opened on_state_change \
         on_state_changed on_state_transition on_transition on_transitioned on_break on_reset \
         on_trip on_call_permitted on_call_rejected on_change listener listeners \
         state_listener event_listener event_handler events observer observers callback hook \
         hooks notify notifier notifiers error_notifier subscribe event_consumer_buffer_size",
    ),
    (
        "`failure(..)` says which results count, and `fallback_on = failure` lets the fallback \
         answer them",
        "on_error on_failure on_err on_exception error_handler handle_error catch rescue",
    ),
    (
        "the rule is written as arguments: `threshold = 5, window = \"10s\"`, or `consecutive = 5`",
        "ready_to_trip should_trip trip trip_fn trip_condition should_open open_if open_when \
         trip_if trip_when strategy breaker_strategy rule",
    ),
    (
        "`max_keys` bounds the circuits of a `key`; a semaphore in the function limits calls at \
         a time",
        "capacity limit",
    ),
    (
        "a circuit does not limit calls at a time: take a permit of a semaphore in the function",
        "bulkhead max_concurrent max_concurrency max_concurrent_calls \
         max_concurrent_requests concurrency concurrency_limit max_in_flight in_flight \
         semaphore max_parallel parallelism max_pending queue_size thread_pool \
         execution_isolation_strategy isolation",
    ),
    (
        "a circuit does not limit the rate of calls: put a rate limiter in front of the function",
        "rate_limit rate_limiter ratelimit throttle throttling requests_per_second rps qps \
         calls_per_second",
    ),
    (
        "transitions are logged with the feature `tracing` of `breaker-runtime`: remove it",
        "log logs logging log_level logger level trace tracing span target verbose debug \
         print",
    ),
    (
        "calls and states are published with the feature `metrics` of `breaker-runtime`: remove it",
        "metrics metric telemetry stats statistics prometheus opentelemetry otel \
         metrics_prefix histogram rolling_percentiles_enabled health_snapshot_interval \
         register_health_indicator",
    ),
    (
        "switch circuits off at run time with `registry().configure(..)`; `dry_run = true` only \
         reports",
        "enabled enable disabled disable active bypass feature_flag force_closed",
    ),
    (
        "steer circuits at run time, as in `registry().get(name)`: remove it",
        "state initial_state force_open forced manual_control state_provider reset \
         traffic_control",
    ),
    (
        "a rejection becomes the error of the function by its `From<CircuitOpen>`: remove it",
        "error err error_type map_err convert into rejection rejected_error exception \
         open_error throw_new_error_on_trip writable_stack_trace_enabled",
    ),
    (
        "what an open circuit answers is the `fallback`: write `fallback = |_| ..`",
        "response status status_code body message",
    ),
    (
        "trial calls need no timer, the first call after `open_for` is one: remove it",
        "automatic_transition automatic_transition_from_open_to_half_open_enabled \
         auto_transition max_wait_duration_in_half_open_state \
         auto_renew_abort_controller schedule scheduler background",
    ),
    (
        "a circuit has two times: write `window = \"10s\"`, in which failures count, or \
         `open_for = \"30s\"`, in which calls are rejected",
        "duration time",
    ),
    (
        "the kind of window is in its value: write `window = \"10s\"` or `window = \"100 calls\"`",
        "sliding_window_type window_type window_kind algorithm",
    ),
    (
        "the window is exact, and has no buckets to choose: remove it",
        "buckets bucket bucket_size bucket_count num_buckets number_of_buckets bucket_period \
         rolling_count_buckets rolling_percentiles_buckets resolution granularity slots \
         metrics_rolling_stats_num_buckets",
    ),
    (
        "slow calls are failures: write `slow_call = \"2s\"`, and their share in `threshold`",
        "slow_call_rate_threshold slow_call_rate slow_rate slow_threshold_percentage",
    ),
    (
        "tests hold the clock with `testing::ManualClock`: remove it",
        "clock time_source timer now time_provider sleeper current_timestamp_function",
    ),
    (
        "an `async fn` and threads need no argument: remove it",
        "async sync is_async runtime executor tokio thread_safe threadsafe mutex lock atomic \
         arc send",
    ),
    (
        "every process has circuits of its own: remove it",
        "storage store state_store state_storage data_store backend redis distributed \
         cluster persistence persist database",
    ),
    (
        "the circuit has no order among others: call what is first inside of what is second",
        "order priority fallback_chain",
    ),
    (
        "panics count as failures in any case: remove it",
        "catch_unwind panic panics on_panic count_panics panic_as_failure",
    ),
]);
