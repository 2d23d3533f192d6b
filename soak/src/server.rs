//! A server with many sites, each with weather of its own.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use tokio::sync::watch;

use crate::subject::Subject;

mod answers;
mod weather;

pub(crate) use weather::Weather;

/// Another one than the clients' own: else a client that asks a port nobody listens at may be given
/// that very port, and connect to itself.
#[cfg(target_os = "linux")]
const ADDRESS: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 2);
#[cfg(not(target_os = "linux"))]
const ADDRESS: Ipv4Addr = Ipv4Addr::LOCALHOST;

#[derive(Debug)]
pub(crate) struct Server {
    sites: Vec<watch::Sender<Weather>>,
    connections: Arc<AtomicUsize>,
    runtime: Runtime,
}

impl Server {
    pub(crate) fn start() -> io::Result<Self> {
        let mut runtime = tokio::runtime::Builder::new_multi_thread();
        let runtime = runtime.worker_threads(2).thread_name("server").enable_all().build()?;
        Ok(Self { sites: Vec::new(), connections: Arc::default(), runtime })
    }

    /// A site that is well.
    pub(crate) fn open_site(
        &mut self,
        subject: &'static Subject,
        seed: u64,
    ) -> io::Result<SocketAddr> {
        let listener = self.runtime.block_on(TcpListener::bind((ADDRESS, 0)))?;
        let address = listener.local_addr()?;
        let (sender, weather) = watch::channel(Weather::Well);
        self.sites.push(sender);
        let connections = Arc::clone(&self.connections);
        let site =
            Site { subject, address, weather, connections, chance: fastrand::Rng::with_seed(seed) };
        self.runtime.spawn(site.serve(listener));
        Ok(address)
    }

    pub(crate) fn change_weather(&self, chance: &mut fastrand::Rng) {
        if let Some(site) = chance.choice(&self.sites) {
            site.send_replace(Weather::draw(chance));
        }
    }

    pub(crate) fn be_well(&self) {
        for site in &self.sites {
            site.send_replace(Weather::Well);
        }
    }

    /// Connections that are open.
    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::Acquire)
    }
}

struct Site {
    subject: &'static Subject,
    address: SocketAddr,
    weather: watch::Receiver<Weather>,
    connections: Arc<AtomicUsize>,
    chance: fastrand::Rng,
}

impl Site {
    async fn serve(mut self, mut listener: TcpListener) {
        loop {
            self.accept_while_alive(&listener).await;
            drop(listener);
            // Fails only when the program ends.
            if self.weather.wait_for(|weather| *weather != Weather::Dead).await.is_err() {
                return;
            }
            listener = self.listen_again().await;
        }
    }

    async fn accept_while_alive(&mut self, listener: &TcpListener) {
        let mut weather = self.weather.clone();
        loop {
            tokio::select! {
                died = weather.wait_for(|weather| *weather == Weather::Dead) => {
                    drop(died);
                    return;
                }
                accepted = listener.accept() => if let Ok((stream, _)) = accepted {
                    self.welcome(stream);
                }
            }
        }
    }

    async fn listen_again(&self) -> TcpListener {
        loop {
            match TcpListener::bind(self.address).await {
                Ok(listener) => return listener,
                Err(_) => tokio::time::sleep(Duration::from_millis(1)).await,
            }
        }
    }

    fn welcome(&mut self, stream: TcpStream) {
        let (subject, weather) = (self.subject, self.weather.clone());
        let present = Present::new(&self.connections);
        let chance = self.chance.fork();
        tokio::spawn(async move {
            answers::serve(stream, subject, weather, chance).await;
            drop(present);
        });
    }
}

/// Counts a connection while it is open.
struct Present(Arc<AtomicUsize>);

impl Present {
    fn new(connections: &Arc<AtomicUsize>) -> Self {
        connections.fetch_add(1, Ordering::AcqRel);
        Self(Arc::clone(connections))
    }
}

impl Drop for Present {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}
