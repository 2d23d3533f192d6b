//! A network that can be cut, slowed down and swallowed.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::os::unix::net::UnixStream;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use crate::Server;
use crate::deaf::Deaf;

/// How the network is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Network {
    /// All is passed on.
    Good,
    /// All is passed on, later.
    Slow(Duration),
    /// Connections stand, and are accepted; nothing is passed on any more.
    Hole,
    /// Connections are closed, and new ones at once.
    Cut,
    /// Answers are passed on, messages are lost.
    Deaf,
    /// The next answer is cut off before its end, with its connection. Then all is good.
    Torn,
}

/// Stands before a server, on a port of its own.
#[derive(Debug)]
pub struct Proxy {
    port: u16,
    state: Arc<Mutex<State>>,
}

#[derive(Debug)]
struct State {
    network: Network,
    /// Both ends of each connection.
    open: Vec<(TcpStream, UnixStream)>,
    accepted: u32,
}

impl Proxy {
    /// Before this server.
    ///
    /// # Panics
    ///
    /// If there is no port.
    #[must_use]
    pub fn before(server: &Server) -> Self {
        Self::before_socket(server.socket())
    }

    /// Before whoever listens on this socket.
    ///
    /// # Panics
    ///
    /// If there is no port.
    #[must_use]
    pub fn before_socket(socket: String) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
        let port = listener.local_addr().expect("its address").port();
        let state = State { network: Network::Good, open: Vec::new(), accepted: 0 };
        let state = Arc::new(Mutex::new(state));
        let shared = Arc::downgrade(&state);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (Ok(stream), Some(state)) = (stream, shared.upgrade()) else { break };
                let _ = connect(stream, &socket, &state);
            }
        });
        Self { port, state }
    }

    /// Its address.
    #[must_use]
    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    /// Its port.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// Makes the network so. What was swallowed stays so: only new connections pass again.
    pub fn set(&self, network: Network) {
        let mut state = lock(&self.state);
        state.network = network;
        if network == Network::Cut {
            state.close();
        }
    }

    /// Closes the connections; new ones are as before.
    pub fn close(&self) {
        lock(&self.state).close();
    }

    /// How many connections there have been.
    #[must_use]
    pub fn accepted(&self) -> u32 {
        lock(&self.state).accepted
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        lock(&self.state).close();
        // The last connection finds nobody, and ends the listener.
        let _ = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port));
    }
}

impl State {
    fn close(&mut self) {
        for (near, far) in self.open.drain(..) {
            let _ = near.shutdown(Shutdown::Both);
            let _ = far.shutdown(Shutdown::Both);
        }
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

fn connect(near: TcpStream, socket: &str, state: &Arc<Mutex<State>>) -> io::Result<()> {
    let mut locked = lock(state);
    locked.accepted += 1;
    if locked.network == Network::Cut {
        return Ok(());
    }
    near.set_nodelay(true)?;
    let far = UnixStream::connect(socket)?;
    locked.open.push((near.try_clone()?, far.try_clone()?));
    pass_on(near.try_clone()?, far.try_clone()?, Arc::clone(state), Side::Asks, shut_unix);
    pass_on(far, near, Arc::clone(state), Side::Answers, shut_tcp);
    Ok(())
}

fn shut_unix(stream: &UnixStream) {
    let _ = stream.shutdown(Shutdown::Both);
}

fn shut_tcp(stream: &TcpStream) {
    let _ = stream.shutdown(Shutdown::Both);
}

/// Whose words they are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Asks,
    Answers,
}

/// One direction of a connection: what is read is written by a second thread when its time comes.
fn pass_on<R, W>(mut from: R, mut to: W, state: Arc<Mutex<State>>, side: Side, shut: fn(&W))
where
    R: Read + Send + 'static,
    W: Write + Send + 'static,
{
    let (sender, receiver) = mpsc::channel::<(Instant, Vec<u8>)>();
    thread::spawn(move || {
        for (when, bytes) in receiver {
            thread::sleep(when.saturating_duration_since(Instant::now()));
            if to.write_all(&bytes).is_err() {
                break;
            }
        }
        shut(&to);
    });
    thread::spawn(move || {
        let mut bytes = vec![0; 1 << 16];
        let (mut deaf, mut swallowed) = (Deaf::default(), false);
        while let Ok(length @ 1..) = from.read(&mut bytes) {
            let network = lock(&state).network;
            if (network, side) == (Network::Torn, Side::Answers) {
                lock(&state).network = Network::Good;
                let _ = sender.send((Instant::now(), bytes[..length - 1].to_vec()));
                break;
            }
            let delay = if let Network::Slow(delay) = network { delay } else { Duration::ZERO };
            swallowed |= network == Network::Hole;
            let passed = match network {
                Network::Deaf => deaf.without_messages(&bytes[..length]),
                _ => deaf.with_all(&bytes[..length]),
            };
            if !swallowed && sender.send((Instant::now() + delay, passed)).is_err() {
                break;
            }
        }
    });
}
