//! The bytes of a connection, as many as an engine of ours sends.

use core::pin::Pin;
use core::task::{Context, Poll};
use core::time::Duration;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpStream, lookup_host};
use tokio::time::{Instant, timeout};

use super::address::{Address, Place};
use crate::wire::MOST_BYTES;

/// What may be sent before anything of it is understood: the longest answer, and what is pushed
/// meanwhile. The client keeps all of it in memory.
const MOST_UNREAD: usize = 4 * MOST_BYTES;

/// Counts what has come since the last answer or message. Without it one endless answer would fill
/// the memory of its reader.
#[derive(Clone, Debug, Default)]
pub(super) struct Meter(Arc<AtomicUsize>);

impl Meter {
    /// Something was understood.
    pub(super) fn reset(&self) {
        self.0.store(0, Ordering::Relaxed);
    }

    fn count(&self, bytes: usize) -> io::Result<()> {
        let unread = self.0.fetch_add(bytes, Ordering::Relaxed) + bytes;
        if unread <= MOST_UNREAD {
            return Ok(());
        }
        Err(io::Error::new(io::ErrorKind::InvalidData, "more bytes than an answer has"))
    }
}

/// A connection that is metered.
pub(super) struct Stream {
    io: Box<dyn Io>,
    meter: Meter,
}

trait Io: AsyncRead + AsyncWrite + Unpin + Send {}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> Io for T {}

impl Stream {
    /// Looks the address up, and connects to the first place that answers, within this time.
    pub(super) async fn open(
        address: &Address,
        meter: Meter,
        within: Duration,
    ) -> io::Result<Self> {
        let until = Instant::now() + within;
        let io: Box<dyn Io> = match &address.place {
            #[cfg(unix)]
            Place::Unix(path) => Box::new(tokio::net::UnixStream::connect(path).await?),
            #[cfg(not(unix))]
            Place::Unix(_) => return Err(io::ErrorKind::Unsupported.into()),
            Place::Tcp { host, port } => {
                let places: Vec<_> = lookup_host((host.as_str(), *port)).await?.collect();
                let stream = first_that_answers(&places, until).await?;
                stream.set_nodelay(true)?;
                match address.tls {
                    #[cfg(feature = "tls")]
                    true => open_tls(host, stream).await?,
                    _ => Box::new(stream),
                }
            }
        };
        Ok(Self { io, meter })
    }
}

/// One after the other, each for an equal share of the time: one that is silent takes no other's.
async fn first_that_answers(places: &[SocketAddr], until: Instant) -> io::Result<TcpStream> {
    let count = u32::try_from(places.len()).unwrap_or(u32::MAX).max(1);
    let share = until.saturating_duration_since(Instant::now()) / count;
    let mut last = io::Error::new(io::ErrorKind::NotFound, "the name has no address");
    for place in places {
        match timeout(share, TcpStream::connect(place)).await {
            Ok(Ok(stream)) => return Ok(stream),
            Ok(Err(error)) => last = error,
            Err(_) => last = io::Error::new(io::ErrorKind::TimedOut, format!("{place} is silent")),
        }
    }
    Err(last)
}

/// With the roots of the system, and a provider of this crate's: which one is the program's default
/// is the program's affair.
#[cfg(feature = "tls")]
async fn open_tls(host: &str, stream: TcpStream) -> io::Result<Box<dyn Io>> {
    use tokio_rustls::TlsConnector;
    use tokio_rustls::rustls::pki_types::ServerName;
    use tokio_rustls::rustls::{ClientConfig, crypto::ring};

    // Anew each time, for they change. Many files: not on the thread that the fleet runs on.
    let roots = tokio::task::spawn_blocking(roots).await.map_err(io::Error::other)??;
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let name = ServerName::try_from(bare.to_owned()).map_err(io::Error::other)?;
    Ok(Box::new(TlsConnector::from(Arc::new(config)).connect(name, stream).await?))
}

/// Whom the system trusts.
#[cfg(feature = "tls")]
fn roots() -> io::Result<tokio_rustls::rustls::RootCertStore> {
    let found = rustls_native_certs::load_native_certs();
    let mut roots = tokio_rustls::rustls::RootCertStore::empty();
    roots.add_parsable_certificates(found.certs);
    if !roots.is_empty() {
        return Ok(roots);
    }
    let why = found.errors.first().map_or_else(|| "it has none".to_owned(), ToString::to_string);
    let why = format!("no root certificates of the system's: {why}");
    Err(io::Error::new(io::ErrorKind::NotFound, why))
}

impl AsyncRead for Stream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.io).poll_read(context, buffer);
        match read {
            Poll::Ready(Ok(())) => Poll::Ready(self.meter.count(buffer.filled().len() - before)),
            other => other,
        }
    }
}

impl AsyncWrite for Stream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.io).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use tokio::net::TcpSocket;
    use tokio::runtime::Builder;

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn a_silent_place_leaves_the_others_their_time() {
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let (silent, _kept) = silent().await;
            let good = TcpSocket::new_v4().unwrap();
            good.bind("127.0.0.1:0".parse().unwrap()).unwrap();
            let good = good.listen(8).unwrap();
            let good = good.local_addr().unwrap();
            let until = Instant::now() + SECOND;
            let stream = first_that_answers(&[silent, good], until).await.unwrap();
            assert_eq!(stream.peer_addr().unwrap(), good);
            let left = until.saturating_duration_since(Instant::now());
            assert!(left > SECOND / 4, "{left:?}");
            let error = first_that_answers(&[silent], Instant::now() + SECOND / 10).await;
            assert!(error.unwrap_err().to_string().contains("silent"));
            assert!(first_that_answers(&[], until).await.is_err());
        });
    }

    /// A place that answers nobody any more: as many wait as the system lets wait.
    async fn silent() -> (SocketAddr, impl Sized) {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
        let listener = socket.listen(1).unwrap();
        let place = listener.local_addr().unwrap();
        let mut waiting = Vec::new();
        while let Ok(stream) = timeout(SECOND / 10, TcpStream::connect(place)).await {
            waiting.push(stream);
            assert!(waiting.len() < 1000, "everybody is answered");
        }
        (place, (listener, waiting))
    }
}
