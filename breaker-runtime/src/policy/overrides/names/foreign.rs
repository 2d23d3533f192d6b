//! Names that are no fields and no circuits, but mean something.

/// What is the code's, for it belongs to a call and not to a policy.
const OF_THE_CODE: &str = "fallback fallback_on failure success ignore key name \
                           breaker policy crate skip";

/// A field, and what other libraries call it. The attribute knows them too.
const ALIASES: &[(&str, &str)] = &[
    (
        "open_for",
        "reset_timeout recovery_timeout wait_duration_in_open_state wait_duration open_duration \
         break_duration duration_of_break sleep_window cooldown open_timeout half_open_after delay \
         retry_after recovery_time cool_down cooldown_period open_time retry_timeout",
    ),
    ("max_open_for", "max_backoff max_delay max_break_duration max_open_duration backoff"),
    (
        "threshold",
        "failure_threshold failures fail_max max_failures error_threshold failure_count \
         failure_rate_threshold failure_rate failure_ratio error_rate error_ratio \
         error_threshold_percentage failure_rate_percent percentage",
    ),
    (
        "consecutive",
        "consecutive_failures max_consecutive_failures consecutive_errors \
         exceptions_allowed_before_breaking",
    ),
    (
        "min_calls",
        "minimum_number_of_calls minimum_calls min_throughput minimum_throughput min_requests \
         request_volume_threshold volume_threshold minimum_requests",
    ),
    (
        "window",
        "sampling_duration rolling_window interval failure_window sliding_window_size \
         sliding_window window_size rolling_count_timeout period window_duration",
    ),
    (
        "half_open_calls",
        "permitted_number_of_calls_in_half_open_state permitted_calls_in_half_open_state \
         success_threshold half_open_max_calls max_requests half_open_requests",
    ),
    ("ramp_up", "slow_start warm_up warmup recovery_window"),
    ("slow_call", "slow_call_duration_threshold slow_call_duration slow_threshold max_latency"),
    ("jitter", "jitter_factor randomization_factor randomized_wait_factor"),
    ("timeout", "call_timeout timeout_duration request_timeout execution_timeout time_limit"),
    ("max_keys", "max_entries key_limit"),
    ("dry_run", "metrics_only report_only shadow_mode observe_only"),
    ("last_error", "remember_errors keep_errors record_errors last_failure"),
    ("enabled", "disabled disable off force_closed bypass active"),
];

pub(in crate::policy::overrides) fn is_of_the_code(field: &str) -> bool {
    OF_THE_CODE.split_whitespace().any(|known| known == field)
}

/// The field that another library calls `name`, in whatever style.
pub(in crate::policy::overrides) fn field_for(name: &str) -> Option<&'static str> {
    let plain = |name: &str| name.replace(['_', '-'], "").to_lowercase();
    let name = plain(name);
    let listed = |names: &&str| names.split_whitespace().any(|known| plain(known) == name);
    ALIASES.iter().find(|(field, names)| listed(names) || plain(field) == name).map(|both| both.0)
}

/// Whether what others call so is the opposite of a field: `disabled = true` is `enabled = false`.
pub(in crate::policy::overrides) fn is_opposite(name: &str) -> bool {
    matches!(&*name.to_lowercase(), "disabled" | "disable" | "off" | "force_closed" | "bypass")
}

/// Whether it is a state, which is no setting.
pub(in crate::policy::overrides) fn is_state(name: &str) -> bool {
    let name = name.to_lowercase();
    matches!(&*name, "state" | "force_open" | "forced_open" | "open" | "closed" | "force")
}

/// What some would call the settings for all circuits.
pub(in crate::policy::overrides) fn is_all(name: &str) -> bool {
    let name = name.to_lowercase();
    matches!(&*name, "" | "all" | "default" | "defaults" | "global" | "any" | "circuits")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::table::Field;

    #[test]
    fn names_of_others_lead_to_fields_and_hide_none() {
        for (field, names) in ALIASES {
            assert!(Field::parse(field).is_some(), "{field}");
            for name in names.split_whitespace() {
                assert_eq!(field_for(name), Some(*field), "{name}");
                assert!(Field::parse(name).is_none() && !is_of_the_code(name), "{name}");
            }
        }
        assert_eq!(field_for("resetTimeout"), Some("open_for"));
        assert_eq!(field_for("open-for"), Some("open_for"));
    }
}
