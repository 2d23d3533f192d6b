//! A payment gateway: an HTTP server on loopback that works or hangs, and counts what it receives.

use std::future::pending;
use std::io;
use std::net::Ipv4Addr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::routing::post;
use tokio::net::TcpListener;
use tokio::time::sleep;

use crate::demonstration::news::{Moment, now};

/// A call that the gateway received.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Arrival {
    pub(crate) at: Moment,
    pub(crate) shop: usize,
    /// It never gets an answer.
    pub(crate) hangs: bool,
}

pub(crate) struct Gateway {
    url: String,
    desk: Arc<Desk>,
}

#[derive(Default)]
struct Desk {
    hangs: AtomicBool,
    arrivals: Mutex<Vec<Arrival>>,
}

impl Gateway {
    /// Opens one on a port that is free. It serves for as long as the runtime runs.
    pub(crate) async fn open() -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let url = format!("http://{}/charges", listener.local_addr()?);
        let desk = Arc::new(Desk::default());
        let routes = Router::new().route("/charges", post(take)).with_state(Arc::clone(&desk));
        tokio::spawn(async move { axum::serve(listener, routes).await });
        Ok(Self { url, desk })
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    pub(crate) fn hang(&self, hangs: bool) {
        self.desk.hangs.store(hangs, Ordering::Relaxed);
    }

    /// The calls so far.
    pub(crate) fn arrivals(&self) -> Vec<Arrival> {
        self.desk.arrivals.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

async fn take(State(desk): State<Arc<Desk>>, bill: String) -> String {
    let hangs = desk.hangs.load(Ordering::Relaxed);
    let shop = bill.split(' ').next().and_then(|shop| shop.parse().ok()).unwrap_or_default();
    let arrival = Arrival { at: now(), shop, hangs };
    desk.arrivals.lock().unwrap_or_else(PoisonError::into_inner).push(arrival);
    if hangs {
        pending::<()>().await;
    }
    sleep(Duration::from_micros(fastrand::u64(10_000..30_000))).await;
    format!("charged {bill}")
}
