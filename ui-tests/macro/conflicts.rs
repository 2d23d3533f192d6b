//! Arguments that contradict each other, or have no effect.
use breaker_runtime::circuit_breaker;
type Result = std::result::Result<(), std::io::Error>;

#[circuit_breaker(consecutive = 3, threshold = 5)]
fn two_rules() -> Result {
    Ok(())
}

#[circuit_breaker(window = "10s", min_calls = 5, consecutive = 3)]
fn consecutive_with_a_window() -> Result {
    Ok(())
}

#[circuit_breaker(threshold = 5, min_calls = 10)]
fn min_calls_with_a_count() -> Result {
    Ok(())
}

#[circuit_breaker(min_calls = 10)]
fn min_calls_with_the_default() -> Result {
    Ok(())
}

#[circuit_breaker(threshold = "50%", min_calls = 20, window = "10 calls")]
fn min_calls_above_the_window() -> Result {
    Ok(())
}

#[circuit_breaker(threshold = 20, window = "10 calls")]
fn threshold_above_the_window() -> Result {
    Ok(())
}

#[circuit_breaker(window = "3 calls")]
fn default_threshold_above_the_window() -> Result {
    Ok(())
}

// One mistake, one error: nothing follows from an argument that could not be read.
#[circuit_breaker(threshold = "50", min_calls = 10)]
fn nothing_follows_from_a_broken_value() -> Result {
    Ok(())
}

#[circuit_breaker(failure_rate_threshold = 50, min_calls = 10)]
fn nothing_follows_from_an_unknown_key() -> Result {
    Ok(())
}

#[circuit_breaker(treshold = 5, window = "10", open_for = 30, min_calls = "7")]
fn everything_at_once() -> Result {
    Ok(())
}

fn main() {}
