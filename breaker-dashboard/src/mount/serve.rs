//! A server of its own, for programs without one.

use std::fmt::{self, Debug};
use std::io::Result;
use std::net::{SocketAddr, ToSocketAddrs};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use ::axum::serve::Listener;
use parking_lot::Mutex;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

use super::listen::listen;
use crate::dashboard::Dashboard;

/// How long requests under way are answered once the server ends: a reader that has stalled would
/// take for ever.
const LAST_ANSWERS: Duration = Duration::from_millis(500);
/// And how long whoever ends it waits for the port, which is given back before that.
const LONGEST_WAIT: Duration = Duration::from_secs(1);

/// Serves a dashboard on loopback, as [`Dashboard::serve`] does.
///
/// # Errors
///
/// Those of [`Dashboard::serve`].
pub fn serve(address: impl ToSocketAddrs + Debug) -> Result<Served> {
    Dashboard::new().serve(address)
}

impl Dashboard {
    /// Serves this dashboard on loopback, on a thread of its own, with or without a runtime around;
    /// until what comes back is dropped. Port 0 is any that is free.
    ///
    /// It answers to the names of loopback alone (`localhost`, `127.0.0.1`, `[::1]`), so that no
    /// page from elsewhere can read it through a name of its own.
    ///
    /// ```
    /// let served = breaker_dashboard::serve("127.0.0.1:0")?;
    /// println!("circuits: {}", served.url());
    /// # Ok::<(), std::io::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The address is not on loopback, is none, or can't be had: its port is taken. The error names
    /// it, and says what to write.
    pub fn serve(self, address: impl ToSocketAddrs + Debug) -> Result<Served> {
        let listener = listen(address)?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build()?;
        let (stop, stopped) = oneshot::channel::<()>();
        let (closing, closed) = mpsc::channel();
        let dashboard = self.with(|config| config.loopback_only = true);
        let work = move || {
            runtime.block_on(async move {
                let Ok(listener) = TcpListener::from_std(listener) else { return };
                let port = Port { listener, _closing: closing };
                run(port, dashboard, stopped).await;
            });
            // Not for threads that still make an answer which nobody reads.
            runtime.shutdown_background();
        };
        let name = String::from("circuit-breaker-dashboard");
        thread::Builder::new().name(name).spawn(work)?;
        Ok(Served { address, stop: Some(stop), closed: Mutex::new(closed) })
    }
}

/// Until it is stopped, and a moment longer for the requests under way.
async fn run(port: Port, dashboard: Dashboard, stopped: oneshot::Receiver<()>) {
    let (ending, ended) = oneshot::channel::<()>();
    let shutdown = dashboard.close_on(async {
        drop(stopped.await);
        drop(ending);
    });
    let server = ::axum::serve(port, dashboard.router::<()>()).with_graceful_shutdown(shutdown);
    let last_answers = async {
        drop(ended.await);
        tokio::time::sleep(LAST_ANSWERS).await;
    };
    tokio::select! {
        _ = server.into_future() => {}
        () = last_answers => {}
    }
}

/// The listener, and who waits until it is closed: fields are dropped in their order.
struct Port {
    listener: TcpListener,
    _closing: mpsc::Sender<()>,
}

impl Listener for Port {
    type Io = TcpStream;
    type Addr = SocketAddr;

    fn accept(&mut self) -> impl Future<Output = (TcpStream, SocketAddr)> + Send {
        Listener::accept(&mut self.listener)
    }

    fn local_addr(&self) -> Result<SocketAddr> {
        self.listener.local_addr()
    }
}

/// A dashboard that is served: until this is dropped. Its port is free then, and requests under way
/// have half a second.
#[must_use = "dropped, it ends the server: keep it, or `detach` it"]
pub struct Served {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    /// Behind a lock, for a receiver can't be shared, and this can.
    closed: Mutex<mpsc::Receiver<()>>,
}

impl Served {
    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What a browser is given.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Serves for as long as the program runs.
    pub fn detach(mut self) {
        self.stop.take().into_iter().for_each(core::mem::forget);
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            drop(stop);
            // Until the port is free: nobody sends.
            let _ = self.closed.get_mut().recv_timeout(LONGEST_WAIT);
        }
    }
}

impl Debug for Served {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Served").field("url", &self.url()).finish_non_exhaustive()
    }
}
