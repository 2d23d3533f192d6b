//! Ticks as the body of a response, for as long as ten seconds.
//!
//! It holds nothing but how far it is: what it sends is made when its reader takes it, so a slow
//! reader misses ticks (or gets the whole document, if it was away for long) and keeps nothing
//! alive. The recorder wakes it at each tick; it needs no timer, and no runtime.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::request::Parts;
use http_body::{Body, Frame};

use crate::dashboard::Dashboard;
use crate::http::events::{Position, RETRY};

/// After that the client asks again: no stream outlives a shutdown for long.
const LONGEST: Duration = Duration::from_secs(10);

#[derive(Debug)]
pub(super) struct Stream {
    dashboard: Dashboard,
    position: Position,
    began: Instant,
    is_begun: bool,
}

impl Stream {
    pub(super) fn new(dashboard: Dashboard, parts: &Parts) -> Self {
        let position = Position::of(&dashboard, parts);
        Self { dashboard, position, began: Instant::now(), is_begun: false }
    }

    /// What there is to send, if there is something.
    fn next(&mut self) -> Option<Bytes> {
        if !core::mem::replace(&mut self.is_begun, true) {
            return Some(Bytes::from_static(RETRY));
        }
        Some(self.position.next(&self.dashboard)).filter(|events| !events.is_empty())
    }
}

impl Body for Stream {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        // Before looking: who ticks or closes after that wakes this one.
        self.dashboard.shared().wake_at_next(context.waker());
        if self.dashboard.is_closed() || self.began.elapsed() >= LONGEST {
            return Poll::Ready(None);
        }
        match self.next() {
            Some(events) => Poll::Ready(Some(Ok(Frame::data(events)))),
            None => Poll::Pending,
        }
    }
}
