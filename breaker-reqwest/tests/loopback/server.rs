//! An HTTP/1.1 server that does as it is told.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// What each connection gets, which is then closed.
#[derive(Clone, Debug)]
pub(crate) enum Reply {
    /// A status with a body.
    Status(u16),
    /// A status, and a header.
    With(u16, String),
    /// Half of the body that the head promises.
    CutOff,
    /// The same, and then nothing, on an open connection.
    Stalls,
    /// A body in pieces, one each ten milliseconds.
    Trickles(usize),
    /// Nothing, on an open connection.
    Hangs,
    /// Nothing, on one that is closed.
    HangsUp,
}

pub(crate) struct Server {
    address: SocketAddr,
    reply: watch::Sender<Reply>,
    asked: Arc<AtomicUsize>,
}

impl Server {
    pub(crate) async fn start(reply: Reply) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("bound");
        let (reply, _) = watch::channel(reply);
        let asked = Arc::new(AtomicUsize::new(0));
        let server = Self { address, reply: reply.clone(), asked: Arc::clone(&asked) };
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                asked.fetch_add(1, Ordering::SeqCst);
                let reply = reply.borrow().clone();
                tokio::spawn(async move {
                    // Clients give up.
                    let _ = serve(stream, reply).await;
                });
            }
        });
        server
    }

    /// An address at which nobody listens.
    pub(crate) async fn gone() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("bound");
        Self { address, reply: watch::channel(Reply::Hangs).0, asked: Arc::default() }
    }

    pub(crate) fn turn(&self, reply: Reply) {
        self.reply.send_replace(reply);
    }

    /// How many requests have come.
    pub(crate) fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }

    pub(crate) fn address(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// The key of its circuit.
    pub(crate) fn host(&self) -> String {
        self.address.to_string()
    }

    pub(crate) fn port(&self) -> u16 {
        self.address.port()
    }

    pub(crate) fn socket(&self) -> SocketAddr {
        self.address
    }
}

async fn serve(mut stream: TcpStream, reply: Reply) -> std::io::Result<()> {
    read_request(&mut stream).await?;
    let close = "connection: close\r\n";
    let text = match &reply {
        Reply::Status(status) => {
            format!("HTTP/1.1 {status} -\r\n{close}content-length: 5\r\n\r\nhello")
        }
        Reply::With(status, header) => {
            format!("HTTP/1.1 {status} -\r\n{close}{header}\r\ncontent-length: 0\r\n\r\n")
        }
        Reply::CutOff | Reply::Stalls => {
            format!("HTTP/1.1 200 -\r\n{close}content-length: 4000\r\n\r\nhello")
        }
        Reply::Trickles(pieces) => {
            let length = *pieces * 5;
            format!("HTTP/1.1 200 -\r\n{close}content-length: {length}\r\n\r\n")
        }
        Reply::Hangs => return std::future::pending().await,
        Reply::HangsUp => return Ok(()),
    };
    stream.write_all(text.as_bytes()).await?;
    match reply {
        Reply::Trickles(pieces) => trickle(&mut stream, pieces).await,
        Reply::Stalls => std::future::pending().await,
        _ => Ok(()),
    }
}

async fn trickle(stream: &mut TcpStream, pieces: usize) -> std::io::Result<()> {
    for _ in 0..pieces {
        tokio::time::sleep(Duration::from_millis(10)).await;
        stream.write_all(b"hello").await?;
    }
    Ok(())
}

/// To the end of its head, or of a body in chunks.
async fn read_request(stream: &mut TcpStream) -> std::io::Result<()> {
    let mut request = Vec::new();
    loop {
        if stream.read_buf(&mut request).await? == 0 {
            return Ok(());
        }
        let text = String::from_utf8_lossy(&request).to_ascii_lowercase();
        let end =
            if text.contains("transfer-encoding: chunked") { "0\r\n\r\n" } else { "\r\n\r\n" };
        if text.contains(end) {
            return Ok(());
        }
    }
}
