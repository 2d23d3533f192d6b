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

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::task::Wake;

    use super::*;

    struct Woken(AtomicBool);

    impl Wake for Woken {
        fn wake(self: Arc<Self>) {
            self.0.store(true, Ordering::Relaxed);
        }
    }

    /// A server that shuts down waits for no stream: each is woken, and ends.
    #[test]
    fn a_stream_is_woken_and_ends_once_its_dashboard_is_closed() {
        let dashboard = Dashboard::new();
        let (parts, ()) = http::Request::new(()).into_parts();
        let mut stream = Stream::new(dashboard.clone(), &parts);
        let woken = Arc::new(Woken(AtomicBool::new(false)));
        let waker = Arc::clone(&woken).into();
        let mut next = || Pin::new(&mut stream).poll_frame(&mut Context::from_waker(&waker));
        // A tick may come meanwhile, and wake it as well.
        while next().is_ready() {}
        dashboard.close();
        assert!(woken.0.load(Ordering::Relaxed));
        assert!(matches!(next(), Poll::Ready(None)));
    }
}
