//! A payment gateway: an HTTP server on loopback that does as it is told, and the client that
//! charges through it.

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
use reqwest::{Client, Error, Response};
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};
use tokio::time::sleep;

use crate::payments::PaymentError;
use crate::shop::{Order, Receipt};

/// What a gateway does with a call.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Takes the payment.
    Healthy,
    /// Answers `500 Internal Server Error`.
    Failing,
    /// Takes the call and never answers.
    Hanging,
    /// Takes the payment, slowly and few at a time: it has just been restarted.
    Cold,
}

impl Mode {
    pub(crate) const fn is_down(self) -> bool {
        matches!(self, Self::Failing | Self::Hanging)
    }
}

/// A running gateway, as the shop sees it.
pub(crate) struct Gateway {
    url: String,
    client: Client,
    receipt: Receipt,
    desk: Arc<Desk>,
}

/// The server's side.
struct Desk {
    mode: watch::Sender<Mode>,
    calls_while_down: AtomicUsize,
    cold_places: Semaphore,
}

impl Gateway {
    /// Opens a healthy gateway on a port that is free.
    pub(crate) async fn open(receipt: Receipt) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let url = format!("http://{}/charges", listener.local_addr()?);
        let mode = watch::Sender::new(Mode::Healthy);
        let (calls_while_down, cold_places) = (AtomicUsize::new(0), Semaphore::new(4));
        let desk = Arc::new(Desk { mode, calls_while_down, cold_places });
        let routes = Router::new().route("/charges", post(take)).with_state(Arc::clone(&desk));
        tokio::spawn(async move { axum::serve(listener, routes).await });
        // A proxy of the environment would come between the shop and loopback.
        let client = Client::builder().no_proxy().build().map_err(io::Error::other)?;
        Ok(Self { url, client, receipt, desk })
    }

    /// Charges the order's card; waits as long as it takes.
    pub(crate) async fn charge(&self, order: Order) -> Result<Receipt, PaymentError> {
        let answer = self.client.post(&self.url).body(order.to_string()).send().await;
        // Who reads the error knows the gateway by its circuit's name.
        answer.and_then(Response::error_for_status).map_err(Error::without_url)?;
        Ok(self.receipt)
    }

    pub(crate) fn turn(&self, mode: Mode) {
        self.desk.mode.send_replace(mode);
    }

    /// How many calls arrived while the gateway was down.
    pub(crate) fn calls_while_down(&self) -> usize {
        self.desk.calls_while_down.load(Ordering::Relaxed)
    }
}

async fn take(State(desk): State<Arc<Desk>>, order: String) -> Result<String, StatusCode> {
    let mode = *desk.mode.borrow();
    if mode.is_down() {
        desk.calls_while_down.fetch_add(1, Ordering::Relaxed);
    }
    sleep(Duration::from_micros(fastrand::u64(10_000..30_000))).await;
    match mode {
        Mode::Healthy => {}
        Mode::Failing => return Err(StatusCode::INTERNAL_SERVER_ERROR),
        Mode::Hanging => pending().await,
        Mode::Cold => {
            let _place = desk.cold_places.acquire().await;
            sleep(Duration::from_millis(80)).await;
        }
    }
    Ok(format!("charged {order}"))
}
