//! A long answer that keeps its reader's place for as long as it is read.

use std::io::{Error, ErrorKind};
use std::pin::Pin;
use std::sync::{Arc, Weak};
use std::task::{Context, Poll, Wake};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use parking_lot::Mutex;

use crate::queue::Reading;
use crate::record::recorder::Shared;
use crate::view::live::Live;

/// An answer that is no longer is left to the server.
pub(super) const SHORT: usize = 64 << 10;

/// Bytes that a server is given at a time. It takes sixteen of these, and keeps them until they are
/// sent.
pub(super) const PIECE: usize = 8 << 10;

/// The rest of an answer, unless it was taken away.
type Unread = Mutex<Option<Rest>>;

#[derive(Debug)]
pub(super) struct Held {
    unread: Arc<Unread>,
}

#[derive(Debug)]
struct Rest {
    bytes: Bytes,
    last_read: Instant,
    _reading: Reading,
}

impl Held {
    /// Of a reader for whom one waits at each tick of the record. A server asks for no more of an
    /// answer before its reader takes what it has: so the answer can't find out by itself.
    pub(super) fn new(bytes: Bytes, reading: Reading, ticks: &Arc<Shared<Live>>) -> Self {
        let patience = reading.patience();
        let rest = Rest { bytes, last_read: Instant::now(), _reading: reading };
        let unread = Arc::new(Mutex::new(Some(rest)));
        let watch =
            Watch { unread: Arc::downgrade(&unread), ticks: Arc::downgrade(ticks), patience };
        Arc::new(watch).go_on();
        Self { unread }
    }
}

impl Body for Held {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        let mut unread = self.unread.lock();
        let Some(rest) = &mut *unread else {
            let text = "nobody has read the rest of it for too long";
            return Poll::Ready(Some(Err(Error::new(ErrorKind::TimedOut, text))));
        };
        rest.last_read = Instant::now();
        let next = rest.bytes.len().min(PIECE);
        // A copy: a part of the answer would keep all of it.
        let piece = Bytes::copy_from_slice(&rest.bytes.split_to(next));
        Poll::Ready((!piece.is_empty()).then(|| Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.unread.lock().as_ref().is_some_and(|rest| rest.bytes.is_empty())
    }

    fn size_hint(&self) -> SizeHint {
        let left = self.unread.lock().as_ref().map_or(0, |rest| rest.bytes.len());
        SizeHint::with_exact(left as u64)
    }
}

/// Looks at each tick whether somebody still reads.
struct Watch {
    unread: Weak<Unread>,
    ticks: Weak<Shared<Live>>,
    patience: Duration,
}

impl Watch {
    fn go_on(self: Arc<Self>) {
        if let Some(ticks) = self.ticks.upgrade() {
            ticks.wake_at_next(&self.into());
        }
    }
}

impl Wake for Watch {
    /// Who has not read for so long loses the place, and the answer its end.
    fn wake(self: Arc<Self>) {
        let Some(unread) = self.unread.upgrade() else { return };
        let mut rest = unread.lock();
        let has_left = rest.take_if(|rest| rest.last_read.elapsed() >= self.patience).is_some();
        drop(rest);
        if !has_left {
            self.go_on();
        }
    }
}

#[cfg(all(test, feature = "serve"))]
#[expect(clippy::expect_used, reason = "a failed test")]
mod tests {
    use std::io::{Read, Write};
    use std::net::{SocketAddr, TcpStream};

    use ::axum::Router;
    use ::axum::body;
    use ::axum::response::Response;
    use http::StatusCode;

    use super::*;
    use crate::dashboard::Dashboard;
    use crate::queue::{PLACES, Queue};

    /// More than the system takes for a connection of which nobody reads.
    const LONG: usize = 12 << 20;

    async fn long(dashboard: Dashboard) -> Response {
        let turn = dashboard.queue.clone().turn().await;
        let held = turn
            .and_then(|turn| turn.made(LONG))
            .map(|reading| Held::new(Bytes::from(vec![b'x'; LONG]), reading, dashboard.shared()));
        let mut response = Response::new(held.map_or_else(body::Body::empty, body::Body::new));
        if response.body().is_end_stream() {
            *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
        }
        response
    }

    /// A server of long answers.
    fn serve(dashboard: &Dashboard) -> SocketAddr {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        listener.set_nonblocking(true).expect("tokio's");
        let dashboard = dashboard.clone();
        let app: Router = Router::new().fallback(move || long(dashboard.clone()));
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
            runtime.block_on(async {
                ::axum::serve(tokio::net::TcpListener::from_std(listener)?, app).await
            })
        });
        address
    }

    /// Asks, and reads the first line.
    fn ask(address: SocketAddr) -> (TcpStream, String) {
        let mut stream = TcpStream::connect(address).expect("a server");
        let request = b"GET / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
        stream.write_all(request).expect("it reads");
        let mut line = [0; 12];
        stream.read_exact(&mut line).expect("an answer");
        (stream, String::from_utf8_lossy(&line).into_owned())
    }

    fn read(mut stream: TcpStream) -> usize {
        let mut rest = Vec::new();
        // A connection that breaks off may say so.
        let _ = stream.read_to_end(&mut rest);
        rest.len()
    }

    #[test]
    fn eight_who_never_read_leave_and_get_no_more_than_they_had() {
        let mut dashboard = Dashboard::new();
        dashboard.queue = Queue::with_patience(Duration::from_millis(300));
        let address = serve(&dashboard);
        let stalled: Vec<_> = (0..PLACES).map(|_| ask(address)).collect();
        assert!(stalled.iter().all(|(_, line)| line.ends_with("200")), "{stalled:?}");
        let began = Instant::now();
        let next = loop {
            let (stream, line) = ask(address);
            if line.ends_with("200") {
                break stream;
            }
            assert!(line.ends_with("503") && began.elapsed() < Duration::from_mins(1), "{line}");
            std::thread::sleep(Duration::from_millis(20));
        };
        assert!(read(next) > LONG, "who reads gets all of it");
        for (stream, _) in stalled {
            assert!(read(stream) < LONG, "its end was taken away");
        }
    }
}
