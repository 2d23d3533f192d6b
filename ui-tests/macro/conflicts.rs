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

#[circuit_breaker(open_for = "1m", max_open_for = "30s")]
fn max_open_for_below_open_for() -> Result {
    Ok(())
}

#[circuit_breaker(max_open_for = "10s")]
fn max_open_for_below_the_default() -> Result {
    Ok(())
}

#[circuit_breaker(timeout = "3s", slow_call = "5s")]
async fn slow_call_not_below_timeout() -> Result {
    Ok(())
}

#[circuit_breaker(timeout = "3s")]
fn timeout_of_a_blocking_function() -> Result {
    Ok(())
}

#[circuit_breaker(timeout = "3s")]
fn timeout_without_an_async_block() -> impl Future<Output = Result> {
    std::future::ready(Ok(()))
}

#[circuit_breaker(timeout = 3, slow_call = "5s")]
async fn nothing_follows_from_a_broken_timeout() -> Result {
    Ok(())
}

#[circuit_breaker(timeout = off)]
async fn nothing_to_turn_off() -> Result {
    Ok(())
}

#[circuit_breaker(fallback = Ok(()), fallback_on = timeout)]
async fn never_late() -> Result {
    Ok(())
}

#[circuit_breaker(timeout = "3s", fallback_on = timeout)]
async fn late_without_a_fallback() -> Result {
    Ok(())
}

fn main() {}
