//! Ticks as events of a server (`text/event-stream`).

use std::convert::Infallible;

use bytes::Bytes;
use http::request::Parts;
use http::{HeaderName, HeaderValue, Response};

use super::api::document;
use super::headers::of_type;
use super::query::text;
use crate::dashboard::Dashboard;
use crate::document::{Steering, Tick};
use crate::view::live::shorter;

/// How far a stream is.
#[derive(Debug)]
pub(crate) struct Position {
    known: Option<Tick>,
}

impl Position {
    /// Where the client left off, if it says so.
    pub(crate) fn of(dashboard: &Dashboard, parts: &Parts) -> Self {
        let last = parts.headers.get("last-event-id").and_then(|id| id.to_str().ok());
        let last = last.map(str::to_owned).or_else(|| text(parts, "since"));
        let known = last.and_then(|cursor| dashboard.shared().publisher.tick_of(&cursor));
        Self { known }
    }

    /// The events since then, which are none if nothing is new: the document for who begins or has
    /// missed too much, else each tick.
    pub(crate) fn next(&mut self, dashboard: &Dashboard) -> Bytes {
        let live = &dashboard.shared().publisher;
        let mut text = Vec::new();
        let ticks = self.known.and_then(|tick| live.ticks_since(tick));
        // Streams are for machines that look: they carry no token.
        let whole = || document(dashboard, &Steering::default());
        let events = ticks.filter(|ticks| is_short(ticks, || whole().0)).unwrap_or_else(|| {
            let (document, tick) = whole();
            vec![(tick, document)]
        });
        for (tick, data) in events {
            event(&mut text, &live.cursor(tick), &data);
            self.known = Some(tick);
        }
        text.into()
    }
}

/// Whether these ticks are no longer than the document.
fn is_short(ticks: &[(Tick, Bytes)], whole: impl FnOnce() -> Bytes) -> bool {
    let ticks: Vec<_> = ticks.iter().map(|(_, data)| data.clone()).collect();
    shorter(&ticks, || Ok::<_, Infallible>(whole())).is_none()
}

fn event(text: &mut Vec<u8>, cursor: &str, data: &[u8]) {
    for part in [b"id: ", cursor.as_bytes(), b"\ndata: ", data, b"\n\n"] {
        text.extend_from_slice(part);
    }
}

/// A stream begins with how long to wait before asking again.
pub(crate) const RETRY: &[u8] = b"retry: 1000\n\n";

/// What is new at once, for servers that send whole responses: the client asks again.
pub(crate) fn at_once(dashboard: &Dashboard, parts: &Parts) -> Response<Bytes> {
    let events = [RETRY, &*Position::of(dashboard, parts).next(dashboard)].concat();
    as_events(of_type("text/event-stream", events.into()))
}

/// No proxy is to gather them.
pub(crate) fn as_events<B>(mut response: Response<B>) -> Response<B> {
    let name = HeaderName::from_static("x-accel-buffering");
    response.headers_mut().insert(name, HeaderValue::from_static("no"));
    response
}
