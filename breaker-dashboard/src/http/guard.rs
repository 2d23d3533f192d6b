//! Who may look, and from where.

use http::request::Parts;
use http::{StatusCode, header};

use super::headers::Refusal;
use crate::dashboard::Dashboard;
use crate::foreign;
use crate::steer::Steer;

/// A page whose own name is made to point here (DNS rebinding) is of the same origin for browsers:
/// it would read what is shown. The name that it asks by tells.
pub(crate) fn host(dashboard: &Dashboard, parts: &Parts) -> Result<(), Refusal> {
    let config = &dashboard.config;
    let host = host_of(parts);
    if config.hosts.answers_to(host, config.loopback_only) {
        return Ok(());
    }
    let asked = match host.unwrap_or_default() {
        "" => "this dashboard was asked by no name".to_owned(),
        host => format!("this dashboard was asked by the name `{}`", host.escape_debug()),
    };
    let known = match (config.loopback_only, config.hosts.is_empty()) {
        (true, true) => {
            "`localhost`, `127.0.0.1` and `[::1]` alone: open it, or let \
                         your proxy ask for it, by one of these"
        }
        (true, false) => "`localhost`, `127.0.0.1`, `[::1]` and the names of `Dashboard::hosts`",
        (false, _) => "addresses, `localhost` and the names of `Dashboard::hosts`",
    };
    let text = format!("{asked}, and answers to {known}");
    Err(Refusal::new(StatusCode::MISDIRECTED_REQUEST, text))
}

fn host_of(parts: &Parts) -> Option<&str> {
    match parts.headers.get(header::HOST) {
        // What is no text is no name.
        Some(host) => Some(host.to_str().unwrap_or_default()),
        None => parts.uri.authority().map(http::uri::Authority::as_str),
    }
}

pub(crate) fn may_read(dashboard: &Dashboard, parts: &Parts) -> Result<(), Refusal> {
    let challenge = dashboard.config.challenge.clone();
    let text = match &dashboard.config.read_if {
        Some(may_read) if unharmed(|| may_read(parts))? => return Ok(()),
        Some(_) => "you may not look at this dashboard: its `read_if` does not let this request in",
        None if challenge.is_none() => return Ok(()),
        // Who asks for credentials and looks at none has forgotten to.
        None => {
            "nobody may look at this dashboard: it has a `challenge`, and no `read_if` that \
                 says whose answer is right"
        }
    };
    Err(match challenge.filter(|_| !is_by_script(parts)) {
        Some(challenge) => Refusal::challenge(text, challenge),
        None => Refusal::new(StatusCode::FORBIDDEN, text),
    })
}

/// A browser that is asked for a password opens a dialog, over whatever is shown: not for what a
/// script asks, as that of the page does each second. Browsers say so themselves where they trust
/// the connection; the second header is what scripts say by an old custom, those of the page too.
fn is_by_script(parts: &Parts) -> bool {
    let says = |name, value| parts.headers.get(name).is_some_and(|said| said == value);
    says("sec-fetch-dest", "empty") || says("x-requested-with", "XMLHttpRequest")
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
        (Some(site), ..) => format!(
            "{what}: the browser calls this one `{}`. Give it on the dashboard's own page",
            site.escape_debug()
        ),
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
    let text = "a guard of this dashboard, `read_if` or `steer_if`, panicked: nobody gets in until \
                the program is mended";
    let refused = || Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, text);
    foreign::unharmed(ask).ok_or_else(refused)
}
