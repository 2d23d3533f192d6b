//! Arguments that do not exist, or are called something else elsewhere.
use breaker_runtime::circuit_breaker;

#[circuit_breaker(treshold = 5)]
fn misspelled() -> Result<(), std::io::Error> {
    Ok(())
}

#[circuit_breaker(half_open = 3)]
fn shortened() -> Result<(), std::io::Error> {
    Ok(())
}

#[circuit_breaker(minCalls = 3, threshold = "50%")]
fn camel_case() -> Result<(), std::io::Error> {
    Ok(())
}

#[circuit_breaker(reset_timeout = "30s")]
fn of_python() -> Result<(), std::io::Error> {
    Ok(())
}

#[circuit_breaker(waitDurationInOpenState = 1000, failureRateThreshold = 50)]
fn of_resilience4j() -> Result<(), std::io::Error> {
    Ok(())
}

#[circuit_breaker(breakDuration = "5s", minimumThroughput = 10)]
fn of_polly() -> Result<(), std::io::Error> {
    Ok(())
}

#[circuit_breaker(sleep_window = "5s", requestVolumeThreshold = 10, fallbackMethod = "x")]
fn of_hystrix() -> Result<(), std::io::Error> {
    Ok(())
}

#[circuit_breaker(permitted_calls_in_half_open_state = 3, sliding_window_size = 100)]
fn of_others() -> Result<(), std::io::Error> {
    Ok(())
}

#[circuit_breaker(retries = 3)]
fn of_nobody() -> Result<(), std::io::Error> {
    Ok(())
}

#[circuit_breaker(threshold = 5, window = "10s", threshold = 6)]
fn repeated() -> Result<(), std::io::Error> {
    Ok(())
}

#[circuit_breaker(open-for = "10s", half open calls = 3)]
fn hyphens() -> Result<(), std::io::Error> {
    Ok(())
}

#[circuit_breaker(retry = 3, cache = true, on_open = log, ready_to_trip = f, enabled = false, log = true)]
fn wishes() -> Result<(), std::io::Error> {
    Ok(())
}

#[circuit_breaker(bulkhead = 5, rate_limit = 7, capacity = 10)]
fn limits() -> Result<(), std::io::Error> {
    Ok(())
}

#[circuit_breaker(MaxRequests = 1, Interval = 60, BucketPeriod = 10, OnStateChange = f, IsExcluded = f)]
fn of_gobreaker() -> Result<(), std::io::Error> {
    Ok(())
}

#[circuit_breaker(errorThresholdPercentage = 50, rollingCountBuckets = 10, cacheTTL = 5)]
fn of_opossum() -> Result<(), std::io::Error> {
    Ok(())
}

#[circuit_breaker(default = 5, percentage = 50, half_open_after = "5s")]
fn values_are_kept() -> Result<(), std::io::Error> {
    Ok(())
}

fn main() {}
