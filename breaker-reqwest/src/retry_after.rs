//! Servers that say when to come back.

use std::time::{Duration, SystemTime};

use breaker_runtime::retry_after_at;
use http::header::{DATE, HeaderMap, RETRY_AFTER};
use reqwest::{Response, StatusCode};

/// How long a response asks to be left alone, if it is one that may.
pub(crate) fn of(response: &Response) -> Option<Duration> {
    let may = [StatusCode::SERVICE_UNAVAILABLE, StatusCode::TOO_MANY_REQUESTS];
    if may.contains(&response.status()) { in_headers(response.headers()) } else { None }
}

/// A date is one by the clock of the server that wrote it, where the response shows that.
fn in_headers(headers: &HeaderMap) -> Option<Duration> {
    let wish = headers.get(RETRY_AFTER)?;
    let epoch = SystemTime::UNIX_EPOCH;
    let since = headers.get(DATE).and_then(|date| retry_after_at(date, epoch));
    let now = since.and_then(|since| epoch.checked_add(since));
    retry_after_at(wish, now.unwrap_or_else(SystemTime::now))
}
