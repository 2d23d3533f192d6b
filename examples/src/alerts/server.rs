//! A server that somebody breaks: each connection is a question, and an answer is one byte.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time;

const GOOD: u8 = 1;
const BAD: u8 = 0;

/// What the server does once it is broken.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Fault {
    /// Answers nothing, and keeps the connection.
    Hangs,
    /// Answers that it failed.
    Fails,
    /// Fails for a second, works for a second, and so on.
    Flaps,
    /// Answers after this time.
    Late(Duration),
}

#[derive(Clone, Debug)]
pub(crate) struct Server {
    pub(crate) at: SocketAddr,
    is_broken: Arc<AtomicBool>,
}

impl Server {
    pub(crate) async fn start(fault: Fault) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let server = Self { at: listener.local_addr()?, is_broken: Arc::default() };
        tokio::spawn(server.clone().serve(listener, fault));
        Ok(server)
    }

    pub(crate) fn set_broken(&self, is_broken: bool) {
        self.is_broken.store(is_broken, Ordering::Relaxed);
    }

    async fn serve(self, listener: TcpListener, fault: Fault) {
        let started = time::Instant::now();
        while let Ok((connection, _)) = listener.accept().await {
            let is_broken = self.is_broken.load(Ordering::Relaxed);
            let flaps = started.elapsed().as_secs() % 2 == 0;
            let fault = match fault {
                Fault::Flaps if flaps => Some(Fault::Fails),
                Fault::Flaps => None,
                fault => Some(fault),
            };
            tokio::spawn(answer(connection, fault.filter(|_| is_broken)));
        }
    }
}

async fn answer(mut connection: TcpStream, fault: Option<Fault>) -> io::Result<()> {
    match fault {
        None | Some(Fault::Flaps) => connection.write_all(&[GOOD]).await,
        Some(Fault::Fails) => connection.write_all(&[BAD]).await,
        Some(Fault::Late(time)) => {
            time::sleep(time).await;
            connection.write_all(&[GOOD]).await
        }
        // Until the caller has gone.
        Some(Fault::Hangs) => connection.read_u8().await.map(drop),
    }
}

/// Asks a server. What the circuits of this program guard.
pub(crate) async fn ask(server: SocketAddr) -> io::Result<()> {
    let mut connection = TcpStream::connect(server).await?;
    match connection.read_u8().await? {
        GOOD => Ok(()),
        _ => Err(io::Error::other("the server has failed")),
    }
}
