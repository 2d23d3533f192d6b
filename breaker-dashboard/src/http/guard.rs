//! Who may look, and from where.

use std::net::IpAddr;

use http::request::Parts;
use http::{StatusCode, header};

use super::headers::Refusal;
use crate::dashboard::Dashboard;
use crate::foreign;
use crate::steer::Steer;

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
    let end = host.rfind(']').map_or_else(|| host.find(':'), |end| Some(end + 1));
    let (name, port) = host.split_at(end.unwrap_or(host.len()));
    let is_number = |port: &str| port.bytes().all(|digit| digit.is_ascii_digit());
    let is_port = port.is_empty() || port.strip_prefix(':').is_some_and(is_number);
    let six = name.strip_prefix('[').and_then(|six| six.strip_suffix(']'));
    let address = six.unwrap_or(name).parse::<IpAddr>();
    let is_name = name.eq_ignore_ascii_case("localhost");
    is_port && (is_name || address.is_ok_and(|address| address.is_loopback()))
}

fn host_of(parts: &Parts) -> Option<&str> {
    let header = parts.headers.get(header::HOST).and_then(|host| host.to_str().ok());
    header.or_else(|| parts.uri.authority().map(http::uri::Authority::as_str))
}

pub(crate) fn may_read(dashboard: &Dashboard, parts: &Parts) -> Result<(), Refusal> {
    let challenge = dashboard.config.challenge.clone();
    let text = match &dashboard.config.read_if {
        Some(may_read) if unharmed(|| may_read(parts))? => return Ok(()),
        Some(_) => "you may not look at this dashboard",
        None if challenge.is_none() => return Ok(()),
        // Who asks for credentials and looks at none has forgotten to.
        None => {
            "nobody may look at this dashboard: it has a `challenge`, and no `read_if` that \
                 says whose answer is right"
        }
    };
    Err(match challenge.filter(|_| !parts.headers.contains_key(header::AUTHORIZATION)) {
        Some(challenge) => Refusal::challenge(text, challenge),
        None => Refusal::new(StatusCode::FORBIDDEN, text),
    })
}

/// The name of who asks, if that is somebody who may steer.
pub(crate) fn who_steers(steer: &Steer, parts: &Parts) -> Result<Option<String>, Refusal> {
    unharmed(|| (steer.who)(parts))
}

/// Orders come from the page itself, or from a program that is no browser. Browsers say where a
/// request comes from; those that don't say it so say the origin, which is to be the one asked.
pub(crate) fn same_origin(parts: &Parts) -> Result<(), Refusal> {
    let said = |name| parts.headers.get(name).map(http::HeaderValue::as_bytes);
    let is_same = match (said("sec-fetch-site"), said("origin")) {
        (Some(site), _) => site == b"same-origin",
        (None, Some(origin)) => is_origin_of(origin, host_of(parts)),
        (None, None) => true,
    };
    if is_same { Ok(()) } else { Err(Refusal::new(StatusCode::FORBIDDEN, elsewhere(parts))) }
}

/// From where an order comes, and where it was sent: behind a proxy these may differ.
fn elsewhere(parts: &Parts) -> String {
    let said = |name| parts.headers.get(name).and_then(|said| said.to_str().ok());
    let what = "orders from another origin are refused";
    match (said("sec-fetch-site"), said("origin"), host_of(parts)) {
        (None, Some(origin), Some(host)) => format!(
            "{what}: this one is from `{}` and asks `{}`. A proxy between them has to pass on the \
             header `Host`",
            origin.escape_debug(),
            host.escape_debug()
        ),
        (Some(site), ..) => format!("{what}: the browser calls it `{}`", site.escape_debug()),
        _ => what.to_owned(),
    }
}

fn is_origin_of(origin: &[u8], host: Option<&str>) -> bool {
    let origin = core::str::from_utf8(origin).unwrap_or_default();
    let named = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
    named.zip(host).is_some_and(|(origin, host)| origin.eq_ignore_ascii_case(host))
}

/// A guard that panics lets nobody in.
fn unharmed<T>(ask: impl FnOnce() -> T) -> Result<T, Refusal> {
    let text = "the guard of this dashboard panicked, and nobody gets in";
    let refused = || Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, text);
    foreign::unharmed(ask).ok_or_else(refused)
}
