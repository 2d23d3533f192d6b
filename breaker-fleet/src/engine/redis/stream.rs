//! The bytes of a connection, as many as an engine of ours sends: large messages of others are left
//! out, and no answer is longer than that.

use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll, ready};
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpStream, lookup_host};
use tokio::time::{Instant, timeout, timeout_at};

use super::CONNECT;
use super::address::Address;
use super::sieve::Sieve;
use super::url::Place;
use crate::wire::{MOST_BYTES, Said};

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

/// So many bytes are read at once.
const AT_ONCE: usize = 1 << 13;

/// A connection that is metered, once large messages are left out.
pub(super) struct Stream {
    io: Box<dyn Io>,
    sieve: Sieve,
    /// What was passed by the sieve and is not taken yet, and how much of it is.
    passed: Vec<u8>,
    taken: usize,
    meter: Meter,
}

pub(super) trait Io: AsyncRead + AsyncWrite + Unpin + Send {}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> Io for T {}

impl Stream {
    /// Looks the address up, and connects to the first place that answers.
    pub(super) async fn open(address: &Address, meter: Meter, until: Instant) -> io::Result<Self> {
        let io: Box<dyn Io> = match address.place() {
            #[cfg(unix)]
            Place::Unix(path) => {
                Box::new(in_time(until, tokio::net::UnixStream::connect(path)).await?)
            }
            #[cfg(not(unix))]
            Place::Unix(_) => return Err(io::ErrorKind::Unsupported.into()),
            Place::Tcp { host, port } => {
                let stream = in_time(until, reach(host, *port, until)).await?;
                match address.tls() {
                    #[cfg(feature = "tls")]
                    true => super::tls::open(address, host, stream, until).await?,
                    _ => Box::new(stream),
                }
            }
        };
        Ok(Self { io, sieve: Sieve::default(), passed: Vec::new(), taken: 0, meter })
    }

    /// Reads until there is something to take. Whether there is: not once the connection is closed.
    fn poll_fill(&mut self, context: &mut Context<'_>) -> Poll<io::Result<bool>> {
        while self.taken == self.passed.len() {
            let mut bytes = [0; AT_ONCE];
            let mut read = ReadBuf::new(&mut bytes);
            ready!(Pin::new(&mut self.io).poll_read(context, &mut read))?;
            if read.filled().is_empty() {
                return Poll::Ready(self.end());
            }
            self.passed.clear();
            self.taken = 0;
            self.sieve.pass(read.filled(), &mut self.passed);
        }
        Poll::Ready(Ok(true))
    }

    /// The connection is closed. To the client half an answer would be one of nobody it knows.
    fn end(&self) -> io::Result<bool> {
        if self.sieve.is_within() { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(false) }
    }
}

async fn in_time<T>(until: Instant, made: impl Future<Output = io::Result<T>>) -> io::Result<T> {
    let late = |_| Err(silent(&format!("no connection within {}", Said(CONNECT))));
    timeout_at(until, made).await.unwrap_or_else(late)
}

/// A system lets a stopped program's callers wait, as a network does from which nothing comes back.
fn silent(what: &str) -> io::Error {
    let what = format!("{what}: it is stopped, paused or out of reach");
    io::Error::new(io::ErrorKind::TimedOut, what)
}

async fn reach(host: &str, port: u16, until: Instant) -> io::Result<TcpStream> {
    let places: Vec<_> = lookup_host((host, port)).await?.collect();
    let stream = first_that_answers(&places, until).await?;
    stream.set_nodelay(true)?;
    Ok(stream)
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
            Err(_) => last = silent(&format!("{place} says nothing")),
        }
    }
    Err(last)
}

impl AsyncRead for Stream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if !ready!(self.poll_fill(context))? {
            return Poll::Ready(Ok(()));
        }
        let left = &self.passed[self.taken..];
        let count = left.len().min(buffer.remaining());
        buffer.put_slice(&left[..count]);
        self.taken += count;
        Poll::Ready(self.meter.count(count))
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
    use core::time::Duration;

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
            assert!(error.unwrap_err().to_string().contains("says nothing: it is stopped"));
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
