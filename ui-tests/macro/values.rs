//! Values that make no sense for their key.
use breaker_runtime::circuit_breaker;
type Result = std::result::Result<(), std::io::Error>;

#[circuit_breaker(threshold = "5")]
fn threshold_in_quotes() -> Result {
    Ok(())
}

#[circuit_breaker(threshold = 0.5)]
fn threshold_as_ratio() -> Result {
    Ok(())
}

#[circuit_breaker(threshold = 50.0)]
fn threshold_as_float() -> Result {
    Ok(())
}

#[circuit_breaker(threshold = 0)]
fn threshold_zero() -> Result {
    Ok(())
}

#[circuit_breaker(threshold = -1)]
fn threshold_negative() -> Result {
    Ok(())
}

#[circuit_breaker(threshold = 5_000_000_000)]
fn threshold_too_large() -> Result {
    Ok(())
}

#[circuit_breaker(threshold = "0%", half_open_calls = "3")]
fn share_of_nothing() -> Result {
    Ok(())
}

#[circuit_breaker(threshold = "150%")]
fn share_above_all() -> Result {
    Ok(())
}

#[circuit_breaker(threshold = "half")]
fn share_in_words() -> Result {
    Ok(())
}

#[circuit_breaker(threshold = true, half_open_calls = 'x')]
fn wrong_literals() -> Result {
    Ok(())
}

#[circuit_breaker(threshold = |_| 5)]
fn closure_for_a_number() -> Result {
    Ok(())
}

#[circuit_breaker(consecutive = 3.0)]
fn consecutive_float() -> Result {
    Ok(())
}

#[circuit_breaker(window = "10")]
fn window_without_unit() -> Result {
    Ok(())
}

#[circuit_breaker(window = 10, open_for = 30)]
fn numbers_without_unit() -> Result {
    Ok(())
}

#[circuit_breaker(window = 10s)]
fn window_without_quotes() -> Result {
    Ok(())
}

#[circuit_breaker(window = "100", open_for = "1.5s")]
fn not_whole() -> Result {
    Ok(())
}

#[circuit_breaker(window = "10 seconds", open_for = "5min")]
fn spelled_out() -> Result {
    Ok(())
}

#[circuit_breaker(window = "0 calls", open_for = "0s")]
fn nothing() -> Result {
    Ok(())
}

#[circuit_breaker(window = "100 requests", open_for = "1s 2s")]
fn other_words() -> Result {
    Ok(())
}

#[circuit_breaker(window = "", open_for = "PT30S")]
fn other_formats() -> Result {
    Ok(())
}

#[circuit_breaker(name = payments)]
fn name_without_quotes() -> Result {
    Ok(())
}

#[circuit_breaker(name = "")]
fn name_empty() -> Result {
    Ok(())
}

#[circuit_breaker(name = 5)]
fn name_number() -> Result {
    Ok(())
}

#[circuit_breaker(crate = breaker_runtime)]
fn crate_relative() -> Result {
    Ok(())
}

#[circuit_breaker(crate = "breaker_runtime")]
fn crate_in_quotes() -> Result {
    Ok(())
}

struct Client;

impl Client {
    const LIMIT: u32 = 5;

    #[circuit_breaker(threshold = Self::LIMIT)]
    fn constant_of_the_type(&self) -> Result {
        let _ = Self::LIMIT;
        Ok(())
    }
}

#[circuit_breaker(threshold = 50%)]
fn percent_without_quotes() -> std::io::Result<()> {
    Ok(())
}

const NAME: &str = "payments";

#[circuit_breaker(name = NAME)]
fn named_by_a_constant() -> std::io::Result<()> {
    Ok(())
}

#[circuit_breaker(jitter = 20)]
fn jitter_as_number() -> Result {
    Ok(())
}

#[circuit_breaker(jitter = 0.2)]
fn jitter_as_ratio() -> Result {
    Ok(())
}

#[circuit_breaker(jitter = "20", ramp_up = 10)]
fn jitter_and_ramp_up_without_units() -> Result {
    Ok(())
}

#[circuit_breaker(jitter = "120%", slow_call = "2 sec")]
fn jitter_above_all() -> Result {
    Ok(())
}

#[circuit_breaker(dry_run = "true")]
fn dry_run_in_quotes() -> Result {
    Ok(())
}

#[circuit_breaker(dry_run = 1, max_open_for = true)]
fn dry_run_as_number() -> Result {
    Ok(())
}

#[circuit_breaker(dry_run)]
fn dry_run_alone() -> Result {
    Ok(())
}

#[circuit_breaker(window = "10,5s", open_for = "1_500ms")]
fn decimal_comma() -> Result {
    Ok(())
}

#[circuit_breaker(window = "1h30", slow_call = "50%")]
fn a_unit_is_missing_at_the_end() -> Result {
    Ok(())
}

#[circuit_breaker(window = "PT10S", open_for = "-5s")]
fn iso_8601() -> Result {
    Ok(())
}

#[circuit_breaker(window = "1 min 30 sec", open_for = "1m, 30s")]
fn more_than_one_part() -> Result {
    Ok(())
}

#[circuit_breaker(threshold = "1/2", open_for = 0.5)]
fn fractions() -> Result {
    Ok(())
}

#[circuit_breaker(threshold = "12,5%", jitter = "0.2")]
fn other_shares() -> Result {
    Ok(())
}

#[circuit_breaker(window = 10 seconds, threshold = 5 failures)]
fn without_quotes() -> Result {
    Ok(())
}

#[circuit_breaker(half_open_calls = "5 of 4")]
fn more_successes_than_trial_calls() -> Result {
    Ok(())
}

#[circuit_breaker(half_open_calls = "0 of 5")]
fn no_success() -> Result {
    Ok(())
}

#[circuit_breaker(half_open_calls = "4 of 70000")]
fn too_many_trial_calls() -> Result {
    Ok(())
}

#[circuit_breaker(half_open_calls = "4/5")]
fn trial_calls_in_another_form() -> Result {
    Ok(())
}

#[circuit_breaker(half_open_calls = 4 of 5)]
fn trial_calls_without_quotes() -> Result {
    Ok(())
}

#[circuit_breaker(half_open_calls = (4, 5))]
fn trial_calls_in_parentheses() -> Result {
    Ok(())
}

#[circuit_breaker(half_open_calls = "80%")]
fn a_share_of_trial_calls() -> Result {
    Ok(())
}

#[circuit_breaker(half_open_calls = "most")]
fn trial_calls_in_words() -> Result {
    Ok(())
}

fn main() {}
