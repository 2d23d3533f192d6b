//! How long viewers keep a server from its graceful shutdown.

use std::io::{Error, Read, Result, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use axum::Router;
use breaker_dashboard::Dashboard;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::sync::oneshot;

/// Half of them poll on a connection that they keep, half listen to events.
const VIEWERS: usize = 10;

/// From the moment at which the server is told to end until it has ended.
pub(crate) fn takes() -> Result<Duration> {
    let runtime = Runtime::new()?;
    let dashboard = Dashboard::new();
    let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0"))?;
    let address = listener.local_addr()?;
    let (stop, stopped) = oneshot::channel::<()>();
    let shutdown = dashboard.close_on(async { drop(stopped.await) });
    let app = Router::new().nest("/circuits", dashboard.router());
    let serving =
        runtime.spawn(async { axum::serve(listener, app).with_graceful_shutdown(shutdown).await });
    let viewers = (0..VIEWERS).map(|number| viewer(address, number % 2 == 0));
    let viewers = viewers.collect::<Result<Vec<_>>>()?;
    let told = Instant::now();
    drop(stop);
    runtime.block_on(serving).map_err(Error::other)??;
    let elapsed = told.elapsed();
    drop(viewers);
    Ok(elapsed)
}

/// A connection that has begun to be answered.
fn viewer(address: SocketAddr, listens: bool) -> Result<TcpStream> {
    let mut stream = TcpStream::connect(address)?;
    let path = if listens { "events" } else { "state" };
    write!(stream, "GET /circuits/api/v1/{path} HTTP/1.1\r\nhost: localhost\r\n\r\n")?;
    stream.read_exact(&mut [0])?;
    Ok(stream)
}
