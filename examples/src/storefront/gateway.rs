//! A payment gateway: an HTTP server on loopback that works, fails or hangs as it is told.

use std::future::pending;
use std::io;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use tokio::net::TcpListener;
use tokio::sync::watch;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum GatewayName {
    A,
    B,
}

impl GatewayName {
    pub(crate) const fn letter(self) -> char {
        match self {
            Self::A => 'A',
            Self::B => 'B',
        }
    }
}

/// What a gateway does with a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Takes the payment.
    Healthy,
    /// Answers `500 Internal Server Error`.
    Failing,
    /// Takes the call and never answers.
    Hanging,
}

/// A running gateway. Clones are the same gateway.
#[derive(Clone, Debug)]
pub(crate) struct Gateway {
    url: String,
    desk: Arc<Desk>,
}

#[derive(Debug)]
struct Desk {
    mode: watch::Sender<Mode>,
    calls_while_down: AtomicUsize,
}

impl Gateway {
    /// Opens a healthy gateway on a port that is free.
    pub(crate) async fn open() -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let url = format!("http://{}/charges", listener.local_addr()?);
        let mode = watch::Sender::new(Mode::Healthy);
        let desk = Arc::new(Desk { mode, calls_while_down: AtomicUsize::new(0) });
        let routes = Router::new().route("/charges", post(charge)).with_state(Arc::clone(&desk));
        tokio::spawn(async move { axum::serve(listener, routes).await });
        Ok(Self { url, desk })
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    pub(crate) fn turn(&self, mode: Mode) {
        self.desk.mode.send_replace(mode);
    }

    /// How many calls arrived while the gateway was not healthy.
    pub(crate) fn calls_while_down(&self) -> usize {
        self.desk.calls_while_down.load(Ordering::Relaxed)
    }
}

impl Desk {
    fn take_call(&self) -> Mode {
        let mode = *self.mode.borrow();
        if mode != Mode::Healthy {
            self.calls_while_down.fetch_add(1, Ordering::Relaxed);
        }
        mode
    }
}

async fn charge(State(desk): State<Arc<Desk>>, order: String) -> Result<String, StatusCode> {
    let mode = desk.take_call();
    tokio::time::sleep(Duration::from_micros(fastrand::u64(10_000..30_000))).await;
    match mode {
        Mode::Healthy => Ok(format!("charged {order}")),
        Mode::Failing => Err(StatusCode::INTERNAL_SERVER_ERROR),
        Mode::Hanging => pending().await,
    }
}
