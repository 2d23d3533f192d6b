//! Servers that say when to come back.

use std::time::{Duration, SystemTime};

use breaker_runtime::Policy;
use http::header::{DATE, HeaderMap, RETRY_AFTER};
use reqwest::{Response, StatusCode};

/// How long a response asks to be left alone, if it is one that may.
pub(crate) fn of(response: &Response) -> Option<Duration> {
    let may = [StatusCode::SERVICE_UNAVAILABLE, StatusCode::TOO_MANY_REQUESTS];
    if may.contains(&response.status()) { in_headers(response.headers()) } else { None }
}

/// What `Retry-After` asks for: seconds, or the time until a date, by the clock of the server that
/// wrote it where the response says what that shows.
fn in_headers(headers: &HeaderMap) -> Option<Duration> {
    let wish = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if wish.bytes().all(|byte| byte.is_ascii_digit()) {
        // More than fits is for ever, which a circuit bounds.
        return (!wish.is_empty()).then(|| Duration::from_secs(wish.parse().unwrap_or(u64::MAX)));
    }
    let until = httpdate::parse_http_date(wish).ok()?;
    let now =
        headers.get(DATE).and_then(|date| httpdate::parse_http_date(date.to_str().ok()?).ok());
    // A date that has passed asks for nothing.
    Some(until.duration_since(now.unwrap_or_else(SystemTime::now)).unwrap_or_default())
}

/// A header is the other side's idea: no longer than the policy's longest open time, or ten times
/// its open time (rule S19).
pub(crate) fn bounded(wish: Duration, policy: &Policy) -> Duration {
    let settings = policy.settings();
    wish.min(settings.max_open_for.unwrap_or(settings.open_for.saturating_mul(10)))
}
