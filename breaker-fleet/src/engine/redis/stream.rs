//! The bytes of a connection, as many as an engine of ours sends.

use core::pin::Pin;
use core::task::{Context, Poll};
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

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
    /// Looks the address up, and connects to the first place that answers.
    pub(super) async fn open(address: &Address, meter: Meter) -> io::Result<Self> {
        let io: Box<dyn Io> = match &address.place {
            #[cfg(unix)]
            Place::Unix(path) => Box::new(tokio::net::UnixStream::connect(path).await?),
            #[cfg(not(unix))]
            Place::Unix(_) => return Err(io::ErrorKind::Unsupported.into()),
            Place::Tcp { host, port } => {
                let stream = TcpStream::connect((host.as_str(), *port)).await?;
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

/// With the roots of the system, and a provider of this crate's: which one is the program's default
/// is the program's affair.
#[cfg(feature = "tls")]
async fn open_tls(host: &str, stream: TcpStream) -> io::Result<Box<dyn Io>> {
    use tokio_rustls::TlsConnector;
    use tokio_rustls::rustls::pki_types::ServerName;
    use tokio_rustls::rustls::{ClientConfig, RootCertStore, crypto::ring};

    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let name = ServerName::try_from(bare.to_owned()).map_err(io::Error::other)?;
    Ok(Box::new(TlsConnector::from(Arc::new(config)).connect(name, stream).await?))
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
