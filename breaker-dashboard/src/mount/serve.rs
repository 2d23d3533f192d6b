//! A server of its own, for programs without one.

use std::fmt::Debug;
use std::io::Result;
use std::net::{SocketAddr, ToSocketAddrs};
use std::thread;

use tokio::sync::oneshot;

use super::listen::listen;
use crate::dashboard::Dashboard;

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
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
        let (stop, stopped) = oneshot::channel::<()>();
        let dashboard = self.with(|config| config.loopback_only = true);
        let work = move || {
            let shutdown = dashboard.close_on(async { drop(stopped.await) });
            runtime.block_on(async move {
                let Ok(listener) = tokio::net::TcpListener::from_std(listener) else { return };
                let server = ::axum::serve(listener, dashboard.router::<()>());
                drop(server.with_graceful_shutdown(shutdown).await);
            });
        };
        let name = String::from("circuit-breaker-dashboard");
        thread::Builder::new().name(name).spawn(work)?;
        Ok(Served { address, stop: Some(stop) })
    }
}

/// A dashboard that is served: until this is dropped.
#[derive(Debug)]
#[must_use = "dropped, it ends the server: keep it, or `detach` it"]
pub struct Served {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
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
