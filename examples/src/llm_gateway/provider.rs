//! A provider of two models: an HTTP server on loopback that streams tokens as it is told to.

use std::future::pending;
use std::io;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, StatusCode, Uri};
use axum::response::Response;
use axum::routing::any;
use futures_util::stream;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::time::sleep;

/// What a provider does with a prompt for one of its models.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Streams an answer.
    Healthy,
    /// Takes the prompt and never sends a token.
    Silent,
    /// Answers `429 Too Many Requests`, with `Retry-After`.
    Limited,
    /// Streams half of an answer and closes the connection.
    CutOff,
    /// Answers `503 Service Unavailable`.
    Down,
}

/// How long a provider that is busy says to wait, in seconds: the unit of the header.
const RETRY_AFTER_SECONDS: u16 = 2;

/// The tokens of each answer, one after the other.
pub(crate) const ANSWER: [&str; 12] = [
    "A ", "circuit ", "breaker ", "stops ", "calling ", "what ", "is ", "down, ", "and ", "asks ",
    "again ", "later.",
];

/// Where a stream is cut off.
const HALF: usize = ANSWER.len() / 2;

/// A running provider, as a gateway sees it.
pub(crate) struct Provider {
    url: String,
    desk: Arc<Desk>,
}

/// The server's side.
struct Desk {
    /// What it does with prompts for the large model, and for the small one.
    modes: watch::Sender<[Mode; 2]>,
    in_vain: AtomicUsize,
}

impl Provider {
    /// Opens a healthy provider on a port that is free.
    pub(crate) async fn open() -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let url = format!("http://{}", listener.local_addr()?);
        let modes = watch::Sender::new([Mode::Healthy; 2]);
        let desk = Arc::new(Desk { modes, in_vain: AtomicUsize::new(0) });
        let routes = Router::new().fallback(any(answer)).with_state(Arc::clone(&desk));
        tokio::spawn(async move { axum::serve(listener, routes).await });
        Ok(Self { url, desk })
    }

    /// Where prompts for this model go.
    pub(crate) fn url(&self, model: &str) -> String {
        format!("{}/{model}", self.url)
    }

    pub(crate) fn turn(&self, large: Mode, small: Mode) {
        self.desk.modes.send_replace([large, small]);
    }

    /// How many prompts arrived that were not answered as they should.
    pub(crate) fn in_vain(&self) -> usize {
        self.desk.in_vain.load(Ordering::Relaxed)
    }
}

async fn answer(State(desk): State<Arc<Desk>>, uri: Uri) -> Result<Response, StatusCode> {
    let [large, small] = *desk.modes.borrow();
    let mode = if uri.path() == "/small" { small } else { large };
    if mode != Mode::Healthy {
        desk.in_vain.fetch_add(1, Ordering::Relaxed);
    }
    match mode {
        Mode::Healthy => Ok(Response::new(tokens(ANSWER.len()))),
        Mode::CutOff => Ok(Response::new(tokens(HALF))),
        Mode::Silent => pending::<Result<Response, StatusCode>>().await,
        Mode::Limited => {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::TOO_MANY_REQUESTS;
            let after = HeaderValue::from(RETRY_AFTER_SECONDS);
            response.headers_mut().insert(RETRY_AFTER, after);
            Ok(response)
        }
        Mode::Down => Err(StatusCode::SERVICE_UNAVAILABLE),
    }
}

/// So many tokens, a moment apart. Where that is not the whole answer, an error follows, for which
/// the server closes the connection in the middle of the body.
fn tokens(count: usize) -> Body {
    let cut_off = || io::Error::from(io::ErrorKind::ConnectionReset);
    Body::from_stream(stream::unfold(0, move |at| async move {
        // The first one takes the longest.
        let pause = if at == 0 { fastrand::u64(20..60) } else { fastrand::u64(6..14) };
        sleep(Duration::from_millis(pause)).await;
        match ANSWER.get(at) {
            Some(token) if at < count => Some((Ok(*token), at + 1)),
            Some(_) => Some((Err(cut_off()), ANSWER.len())),
            None => None,
        }
    }))
}
