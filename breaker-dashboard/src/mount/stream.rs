//! Ticks as the body of a response, for as long as ten seconds.
//!
//! It holds how far it is: what it sends is made when its reader takes it, so a slow reader misses
//! ticks (or gets the whole document, if it was away for long). What is long is held as other long
//! answers are, and given up if nobody reads it. The recorder wakes it at each tick; it needs no
//! timer, and no runtime.

use std::io::Error;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::request::Parts;
use http_body::{Body, Frame};

use super::held::{Held, PIECE};
use crate::dashboard::Dashboard;
use crate::http::events::{Position, RETRY};

/// After that the client asks again: no stream outlives a shutdown for long.
const LONGEST: Duration = Duration::from_secs(10);

type Next = Poll<Option<Result<Frame<Bytes>, Error>>>;

#[derive(Debug)]
pub(super) struct Stream {
    dashboard: Dashboard,
    position: Position,
    began: Instant,
    is_begun: bool,
    sending: Option<Held>,
}

impl Stream {
    pub(super) fn new(dashboard: Dashboard, parts: &Parts) -> Self {
        let position = Position::of(&dashboard, parts);
        Self { dashboard, position, began: Instant::now(), is_begun: false, sending: None }
    }

    /// What there is to send, if there is something.
    fn next(&mut self) -> Option<Bytes> {
        if !core::mem::replace(&mut self.is_begun, true) {
            return Some(Bytes::from_static(RETRY));
        }
        Some(self.position.next(&self.dashboard)).filter(|events| !events.is_empty())
    }

    /// The first frame of these events; none, the end, where there is no room for them.
    fn begin(&mut self, events: Bytes, context: &mut Context<'_>) -> Next {
        if events.len() <= PIECE {
            return Poll::Ready(Some(Ok(Frame::data(events))));
        }
        let reading = self.dashboard.queue.clone().made_aside(events.len());
        let held = |reading| Held::new(events, reading, self.dashboard.shared());
        self.sending = reading.map(held);
        self.go_on(context).unwrap_or(Poll::Ready(None))
    }

    /// The next frame of the events that are being sent, if there is one.
    fn go_on(&mut self, context: &mut Context<'_>) -> Option<Next> {
        let next = Pin::new(self.sending.as_mut()?).poll_frame(context);
        if matches!(next, Poll::Ready(None)) {
            self.sending = None;
            return None;
        }
        Some(next)
    }
}

impl Body for Stream {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Next {
        if self.dashboard.is_closed() {
            return Poll::Ready(None);
        }
        if let Some(next) = self.go_on(context) {
            return next;
        }
        // Before looking: who ticks or closes after that wakes this one.
        self.dashboard.shared().wake_at_next(context.waker());
        if self.dashboard.is_closed() || self.began.elapsed() >= LONGEST {
            return Poll::Ready(None);
        }
        match self.next() {
            Some(events) => self.begin(events, context),
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

    #[test]
    fn long_events_are_sent_in_pieces_and_end_the_stream_where_others_have_the_room() {
        let dashboard = Dashboard::new();
        let (parts, ()) = http::Request::new(()).into_parts();
        let mut context = Context::from_waker(std::task::Waker::noop());
        let begin = |length: usize, context: &mut Context<'_>| {
            let mut stream = Stream::new(dashboard.clone(), &parts);
            let first = stream.begin(Bytes::from(vec![b'x'; length]), context);
            (stream, first)
        };
        let length = |frame: Next| match frame {
            Poll::Ready(Some(Ok(frame))) => frame.into_data().map_or(0, |data| data.len()),
            _ => 0,
        };
        let (mut stream, first) = begin(2 * PIECE + 1, &mut context);
        assert_eq!(length(first), PIECE);
        let rest = [(); 2].map(|()| stream.go_on(&mut context).map_or(0, length));
        assert_eq!(rest, [PIECE, 1]);
        assert!(stream.go_on(&mut context).is_none(), "then what is new");
        let (_unread, first) = begin(100 << 20, &mut context);
        assert_eq!(length(first), PIECE);
        assert!(matches!(begin(100 << 20, &mut context).1, Poll::Ready(None)));
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
