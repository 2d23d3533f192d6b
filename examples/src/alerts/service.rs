//! A service whose upstreams break on command, and its metrics.
//!
//! It prints where they are, and takes one command a line: `break`, `mend`, `leave` (nobody calls
//! `left` any more), `mute` (nobody publishes metrics any more) and `speak`.

use std::io::{self, BufRead};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use axum::routing::get;
use breaker_runtime::metrics::{Publisher, publish_every};
use breaker_runtime::{circuit_breaker, registry};
use metrics_exporter_prometheus::PrometheusBuilder;
use tokio::net::TcpListener;
use tokio::time;

use crate::Outcome;
use crate::server::{Fault, Server, ask};

/// Between two calls of one caller.
const PAUSE: Duration = Duration::from_millis(50);
/// For how long `impatient`'s callers wait.
const PATIENCE: Duration = Duration::from_millis(100);

#[circuit_breaker(name = "hanging", threshold = 3, open_for = "1s", timeout = "2s")]
async fn hanging(server: SocketAddr) -> io::Result<()> {
    ask(server).await
}

#[circuit_breaker(name = "failing", threshold = 3, open_for = "1s")]
async fn failing(server: SocketAddr) -> io::Result<()> {
    ask(server).await
}

/// Nobody calls it any more while its server is broken.
#[circuit_breaker(name = "left", threshold = 3, open_for = "1s")]
async fn left(server: SocketAddr) -> io::Result<()> {
    ask(server).await
}

/// Nor this, with this key; with others somebody does.
#[circuit_breaker(name = "left by key", threshold = 3, open_for = "1s", key = server)]
async fn left_by_key(server: SocketAddr) -> io::Result<()> {
    ask(server).await
}

#[circuit_breaker(name = "flapping", threshold = 3, open_for = "500ms")]
async fn flapping(server: SocketAddr) -> io::Result<()> {
    ask(server).await
}

#[circuit_breaker(name = "impatient", threshold = 3)]
async fn impatient(server: SocketAddr) -> io::Result<()> {
    ask(server).await
}

#[circuit_breaker(name = "rehearsed", threshold = 3, open_for = "1s", dry_run = true)]
async fn rehearsed(server: SocketAddr) -> io::Result<()> {
    ask(server).await
}

#[circuit_breaker(name = "forced", threshold = 3)]
async fn forced(server: SocketAddr) -> io::Result<()> {
    ask(server).await
}

/// One circuit for each server; one of them breaks, one flaps.
#[circuit_breaker(name = "search", threshold = 3, open_for = "500ms", key = server)]
async fn search(server: SocketAddr) -> io::Result<()> {
    ask(server).await
}

/// One circuit, which those of the broken server take from the others for as long as it is broken.
#[circuit_breaker(name = "crowded", threshold = 1, open_for = "1s", key = server, max_keys = 1)]
async fn crowded(server: SocketAddr) -> io::Result<()> {
    ask(server).await
}

struct Service {
    servers: Vec<Server>,
    is_left: Arc<AtomicBool>,
    publisher: Option<Publisher>,
}

pub(crate) async fn run() -> Outcome {
    let at = serve_metrics().await?;
    let mut service = Service::start().await?;
    println!("{at}");
    let (send, mut commands) = tokio::sync::mpsc::channel(1);
    std::thread::spawn(move || {
        io::stdin()
            .lock()
            .lines()
            .map_while(Result::ok)
            .try_for_each(|line| send.blocking_send(line))
    });
    while let Some(command) = commands.recv().await {
        service.obey(&command);
    }
    Ok(())
}

async fn serve_metrics() -> Outcome<SocketAddr> {
    let exporter = PrometheusBuilder::new().install_recorder()?;
    let render = move || {
        let exporter = exporter.clone();
        async move { exporter.render() }
    };
    let routes = Router::new().route("/metrics", get(render));
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let at = listener.local_addr()?;
    tokio::spawn(async move { axum::serve(listener, routes).await });
    Ok(at)
}

impl Service {
    async fn start() -> io::Result<Self> {
        let mut service =
            Self { servers: Vec::new(), is_left: Arc::default(), publisher: Some(publishing()) };
        let hangs = service.server(Fault::Hangs).await?;
        let fails = service.server(Fault::Fails).await?;
        let flaps = service.server(Fault::Flaps).await?;
        let late = service.server(Fault::Late(10 * PATIENCE)).await?;
        // Several callers, for one alone waits for its own trial call.
        for _ in 0..3 {
            call(move || hanging(hangs));
        }
        call(move || failing(fails));
        call(move || flapping(flaps));
        call(move || time::timeout(PATIENCE, impatient(late)));
        call(move || rehearsed(fails));
        call(move || forced(late));
        for server in [hangs, fails, flaps, late] {
            call(move || time::timeout(10 * PATIENCE, search(server)));
        }
        for server in [late, fails] {
            call(move || crowded(server));
        }
        call(move || left_by_key(late));
        let is_left = Arc::clone(&service.is_left);
        call(move || {
            let is_left = is_left.load(Ordering::Relaxed);
            async move {
                if !is_left {
                    let _ = left(fails).await;
                    let _ = left_by_key(fails).await;
                }
            }
        });
        Ok(service)
    }

    async fn server(&mut self, fault: Fault) -> io::Result<SocketAddr> {
        let server = Server::start(fault).await?;
        let at = server.at;
        self.servers.push(server);
        Ok(at)
    }

    fn obey(&mut self, command: &str) {
        match command {
            "break" | "mend" => self.set_broken(command == "break"),
            "leave" => self.is_left.store(true, Ordering::Relaxed),
            "mute" => self.publisher = None,
            "speak" => self.publisher = Some(publishing()),
            _ => eprintln!("no such command: {command}"),
        }
    }

    fn set_broken(&self, is_broken: bool) {
        self.servers.iter().for_each(|server| server.set_broken(is_broken));
        let Some(forced) = registry().get("forced") else { return };
        if is_broken { forced.force_open() } else { forced.reset() }
    }
}

fn publishing() -> Publisher {
    publish_every(Duration::from_millis(500))
}

/// Somebody who calls all the time.
fn call<F>(mut again: impl FnMut() -> F + Send + 'static)
where
    F: Future<Output: Send> + Send + 'static,
{
    tokio::spawn(async move {
        loop {
            // What becomes of a call is in its circuit's counts.
            drop(again().await);
            time::sleep(PAUSE).await;
        }
    });
}
