//! Who may look, and from where.

use std::panic::{AssertUnwindSafe, catch_unwind};

use http::request::Parts;
use http::{StatusCode, header};

use super::headers::Refusal;
use crate::dashboard::Dashboard;

/// A server on loopback answers to the names of loopback alone: a page that has its own name point
/// here would read what it shows.
pub(crate) fn host(dashboard: &Dashboard, parts: &Parts) -> Result<(), Refusal> {
    if !dashboard.config.loopback_only || host_of(parts).is_some_and(is_loopback) {
        return Ok(());
    }
    let text = "this dashboard answers to `localhost`, `127.0.0.1` and `[::1]` alone";
    Err(Refusal::new(StatusCode::FORBIDDEN, text))
}

fn is_loopback(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(six) => six.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    name.eq_ignore_ascii_case("localhost")
        || name.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn host_of(parts: &Parts) -> Option<&str> {
    let header = parts.headers.get(header::HOST).and_then(|host| host.to_str().ok());
    header.or_else(|| parts.uri.authority().map(http::uri::Authority::as_str))
}

pub(crate) fn may_read(dashboard: &Dashboard, parts: &Parts) -> Result<(), Refusal> {
    let Some(may_read) = &dashboard.config.read_if else { return Ok(()) };
    if unharmed(|| may_read(parts))? {
        return Ok(());
    }
    let text = "you may not look at this dashboard";
    let challenge = dashboard.config.challenge.clone();
    Err(match challenge.filter(|_| !parts.headers.contains_key(header::AUTHORIZATION)) {
        Some(challenge) => Refusal::challenge(text, challenge),
        None => Refusal::new(StatusCode::FORBIDDEN, text),
    })
}

/// A guard that panics lets nobody in.
fn unharmed<T>(ask: impl FnOnce() -> T) -> Result<T, Refusal> {
    let text = "the guard of this dashboard panicked, and nobody gets in";
    let refused = |_| Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, text);
    catch_unwind(AssertUnwindSafe(ask)).map_err(refused)
}
