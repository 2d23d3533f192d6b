//! `Retry-After`: how long a server asks its clients to wait (feature `retry-after`).

use core::time::Duration;
use std::time::SystemTime;

use crate::base::clock::wall;

/// Reads the value of the header `Retry-After`: how long the server asks to wait, from now on.
///
/// Takes text, or the value of a header of any crate that is built on `http`. Understands what
/// [RFC 9110] allows: whole seconds, and a date, which is compared with the system's clock. Zero
/// if the date has passed, [`Duration::MAX`] if the number is larger than any time, and `None` for
/// anything else.
///
/// ```
/// use breaker_runtime::{Verdict, circuit_breaker, retry_after};
/// use std::time::Duration;
///
/// #[derive(Debug)]
/// # struct Rejected(breaker_runtime::CircuitOpen);
/// # impl From<breaker_runtime::CircuitOpen> for Rejected {
/// #     fn from(open: breaker_runtime::CircuitOpen) -> Self { Self(open) }
/// # }
/// # type Response = http::Response<&'static str>;
///
/// fn is_told_to_wait(response: &Response) -> bool {
///     response.status() == 503 && response.headers().contains_key("retry-after")
/// }
///
/// fn time_in(response: &Response) -> Option<Duration> {
///     response.headers().get("retry-after").and_then(retry_after)
/// }
///
/// #[circuit_breaker(open(Ok(r) if is_told_to_wait(r) => time_in(r)))]
/// fn rates() -> Result<Response, Rejected> {
///     # let response = http::Response::builder().status(503);
///     # Ok(response.header("retry-after", "120").body("").unwrap())
/// }
///
/// rates().unwrap();
/// assert!(rates().unwrap_err().0.retry_after() > Some(Duration::from_secs(100)));
/// assert_eq!(retry_after("120"), Some(Duration::from_secs(120)));
/// ```
///
/// [RFC 9110]: https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
#[must_use]
pub fn retry_after(value: impl AsRef<[u8]>) -> Option<Duration> {
    retry_after_at(value, wall())
}

/// The same as [`retry_after`], for a client whose clock shows `now`: a test, or one that goes by
/// the server's own header `Date`.
///
/// ```
/// use breaker_runtime::retry_after_at;
/// use std::time::{Duration, UNIX_EPOCH};
///
/// let now = UNIX_EPOCH + Duration::from_secs(784_111_747);
/// let minute = Some(Duration::from_secs(60));
/// assert_eq!(retry_after_at("Sun, 06 Nov 1994 08:50:07 GMT", now), minute);
/// ```
#[must_use]
pub fn retry_after_at(value: impl AsRef<[u8]>, now: SystemTime) -> Option<Duration> {
    let value = core::str::from_utf8(value.as_ref()).ok()?.trim_matches([' ', '\t']);
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        // Its only mistake is that it is too large.
        return Some(value.parse().map_or(Duration::MAX, Duration::from_secs));
    }
    let date = httpdate::parse_http_date(value).ok()?;
    Some(date.duration_since(now).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use std::time::UNIX_EPOCH;

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn seconds() {
        for (value, seconds) in [("0", 0), ("1", 1), (" 120\t", 120), ("0086400", 86_400)] {
            assert_eq!(retry_after(value), Some(SECOND * seconds), "{value}");
        }
        assert_eq!(retry_after(u64::MAX.to_string()), Some(Duration::from_secs(u64::MAX)));
        assert_eq!(retry_after("99999999999999999999"), Some(Duration::MAX));
    }

    #[test]
    fn dates_in_each_form_of_http() {
        let now = UNIX_EPOCH + SECOND * 784_111_777;
        for date in [
            "Sun, 06 Nov 1994 08:50:37 GMT",
            "Sunday, 06-Nov-94 08:50:37 GMT",
            "Sun Nov  6 08:50:37 1994",
        ] {
            assert_eq!(retry_after_at(date, now), Some(SECOND * 60), "{date}");
            assert_eq!(retry_after_at(date, now + SECOND * 61), Some(Duration::ZERO), "{date}");
            assert_eq!(retry_after(date), Some(Duration::ZERO), "{date}");
        }
    }

    #[test]
    fn nothing_else() {
        for value in
            ["", " ", "-1", "+1", "1.5", "30s", "1 2", "soon", "Sun, 06 Nov 1994", "１２", "0x10"]
        {
            assert_eq!(retry_after(value), None, "{value}");
        }
        assert_eq!(retry_after([0xFF, 0x31]), None);
    }
}
