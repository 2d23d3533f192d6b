//! What other libraries call our arguments.
//!
//! Read from: Resilience4j, Hystrix, `MicroProfile` Fault Tolerance, Spring, Polly, gobreaker,
//! sony, opossum, pybreaker, circuitbreaker (Python), failsafe (Java and Rust), recloser,
//! tower-resilience.

use super::names::Names;

/// How to write it here, and the names that mean it.
pub(super) static ALIASES: Names = Names(&[
    (
        "open_for",
        "reset_timeout reset_after retry_after retry_timeout recovery_timeout recovery_time \
         wait_duration_in_open_state wait_duration wait_interval_in_open_state open_duration \
         open_timeout open_wait error_wait break_duration duration_of_break delay \
         sleep_window sleep_window_in_milliseconds timeout_duration cooldown cool_down \
         cooldown_period half_open_after try_again_after retry_in open_time wait_time \
         wait_duration_in_open cool_off cool_off_time open_period open_interval sleep_time \
         attempt_reset_after delay_before_half_open half_open_delay half_open_timeout \
         recovery_after recover_after recovery_interval break_time break_for stay_open_for \
         probe_interval probe_after initial_delay initial_interval initial_backoff",
    ),
    (
        "max_open_for",
        "max_backoff max_delay max_break_duration max_open_duration max_open_time \
         max_wait_duration max_wait_duration_in_open_state max_reset_timeout max_cooldown \
         max_interval exponential_max_interval backoff exponential_backoff backoff_max \
         max_cool_off max_recovery_timeout multiplier backoff_multiplier backoff_factor",
    ),
    (
        "jitter",
        "jitter_factor jitter_percent randomization_factor randomized_wait_factor jitter_ratio \
         randomize",
    ),
    (
        "probe",
        "health_check healthcheck health_check_fn health probe_fn check ping prober is_healthy \
         recovery_check synthetic_call",
    ),
    ("ramp_up", "slow_start slow_start_window warm_up warmup allow_warm_up recovery_window ramp"),
    (
        "slow_call",
        "slow_call_duration slow_call_duration_threshold slow_call_threshold slow_threshold \
         slow_after slow slow_calls latency_threshold max_latency latency",
    ),
    (
        "timeout",
        "call_timeout execution_timeout timeout_in_milliseconds \
         execution_isolation_thread_timeout_in_milliseconds max_duration time_limit deadline \
         request_timeout time_out timeout_after",
    ),
    (
        "last_error",
        "remember_errors remember_error keep_errors keep_last_error last_failure record_errors \
         error_text last_error_text store_errors",
    ),
    (
        "dry_run",
        "report_only metrics_only shadow_mode shadow observe_only log_only dryrun monitor_only",
    ),
    (
        "threshold",
        "failure_threshold failures errors thresh tresh fail_max max_failures max_fails max_errors \
         error_threshold error_count failure_count num_failures failure_limit error_limit \
         open_after tolerance failure_count_threshold trip_threshold \
         trip_after",
    ),
    (
        "consecutive",
        "consecutive_failures consecutive_failure_threshold max_consecutive_failures \
         consecutive_errors failures_in_a_row in_a_row \
         exceptions_allowed_before_breaking handled_events_allowed_before_breaking",
    ),
    (
        "threshold = \"50%\"",
        "failure_rate_threshold failure_rate failure_ratio failure_ratio_threshold error_rate \
         error_ratio error_rate_threshold error_threshold_percentage error_percent \
         error_percent_threshold error_percentage circuit_breaker_error_threshold_percentage \
         failure_percentage failure_percentage_threshold percentage percent rate ratio \
         failure_percent",
    ),
    (
        "threshold = \"20%\"",
        "success_rate success_ratio min_success_rate success_rate_threshold \
         success_rate_over_time_window success_percentage",
    ),
    ("fallback_on = timeout", "on_timeout timeout_fallback fallback_on_timeout timeout_handler"),
    (
        "min_calls",
        "minimum_number_of_calls minimum_calls min_number_of_calls minimum_throughput \
         min_throughput minimum_requests min_requests request_volume_threshold \
         volume_threshold circuit_breaker_request_volume_threshold request_threshold \
         failure_execution_threshold min_volume \
         minimum_volume sample_size min_samples minimum_samples minimum_request_threshold",
    ),
    (
        "window",
        "sampling_duration sampling_period rolling_window rolling_duration \
         rolling_count_timeout metrics_rolling_stats interval failure_window \
         failure_thresholding_period time_window within period window_duration window_time \
         sliding_window error_window reset_interval failure_interval time_period \
         thresholding_period in_last over window_size_seconds sampling_window",
    ),
    (
        "window = \"100 calls\"",
        "sliding_window_size window_size window_calls closed_len closed_length \
         ring_buffer_size ring_buffer_size_in_closed_state failure_threshold_capacity \
         failure_thresholding_capacity thresholding_capacity last_calls",
    ),
    (
        "half_open_calls",
        "permitted_calls_in_half_open_state permitted_number_of_calls_in_half_open_state \
         permitted_calls_in_half_open ring_buffer_size_in_half_open_state success_threshold \
         half_open_max_calls half_open_max_requests half_open_requests half_open_max_probes \
         half_open_probes half_open_len half_open_attempts max_half_open_calls max_requests \
         trial_calls probes half_open_trials close_after success_count successes \
         recovery_threshold recovery_calls half_open_success_threshold half_open_limit \
         num_probes required_successes",
    ),
    (
        "fallback",
        "fallback_method fallback_fn fallback_function fallback_handler fallback_with on_rejected \
         on_reject or_else fall_back alternative handler",
    ),
    ("failure", "record_result record_result_predicate handle_result"),
    // Lists of all that counts: the other errors don't.
    (
        "failure(..), success(Err(_))",
        "record_exceptions record_exception record_failure should_handle expected_exception \
         error_predicate is_failure fail_on include failures_on trip_on failure_classifier \
         classifier failure_if handle handle_if record record_failure_predicate \
         record_exception_predicate tracked_errors retryable transient include_errors \
         error_types count_as_failure is_error failure_predicate predicate",
    ),
    (
        "success",
        "is_successful is_success success_on skip_on success_if is_ok count_as_success \
         success_predicate",
    ),
    (
        "ignore",
        "ignore_exceptions ignore_exception ignore_errors exclude excluded_exceptions \
         is_excluded error_filter skipped_errors \
         ignore_exception_predicate ignored_exceptions exclude_errors except skip_errors \
         ignore_error ignore_if",
    ),
    ("judge", "judged_by judge_fn verdict verdict_fn verdict_by classify classify_with"),
    (
        "policy",
        "template profile config configuration settings options preset defaults base base_config \
         failure_policy circuit_breaker_config circuit_breaker_policy",
    ),
    ("breaker", "circuit circuit_breaker shared shared_breaker share_with same_as instance group"),
    (
        "key",
        "key_fn key_by keyed_by partition partition_key per per_key per_host host by keyed \
         group_by discriminator",
    ),
    (
        "max_keys",
        "max_entries max_size max_circuits max_breakers max_capacity cache_size max_hosts \
         max_tenants",
    ),
    ("name", "circuit_name breaker_name id command_key label title service service_name"),
    ("crate", "crate_path krate crate_name"),
    (
        "fallback = |_| ..",
        "default default_value fallback_value value or_default returns unwrap_or",
    ),
]);

/// Names whose spelling tells whose they are: gobreaker's `Timeout` is how long a circuit stays
/// open, and Resilience4j's `timeoutDuration` bounds a call, as `timeout_duration` of others does
/// not.
pub(super) fn spelled(typed: &str) -> Option<&'static str> {
    match typed {
        "Timeout" => Some("open_for"),
        "timeoutDuration" => Some("timeout"),
        _ => None,
    }
}
