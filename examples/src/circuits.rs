//! All circuits of a program in a list: the registry knows every annotated function, even before
//! its first call.
//!
//! ```text
//! cargo run --bin circuits
//! ```

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};

use breaker_runtime::{Snapshot, circuit_breaker, registry};

/// Opens at five failures within ten seconds, as all circuits do that are not told otherwise.
#[circuit_breaker(name = "stock")]
fn stock(server: SocketAddr) -> io::Result<TcpStream> {
    TcpStream::connect(server)
}

#[circuit_breaker(name = "reviews", consecutive = 3)]
fn reviews(server: SocketAddr) -> io::Result<TcpStream> {
    TcpStream::connect(server)
}

#[circuit_breaker(name = "search", threshold = "50%", window = "20 calls", min_calls = 10)]
fn search(server: SocketAddr) -> io::Result<TcpStream> {
    TcpStream::connect(server)
}

/// Without a name it is called by its path.
#[circuit_breaker(threshold = 2, window = "1m", open_for = "5s")]
fn weather(server: SocketAddr) -> io::Result<TcpStream> {
    TcpStream::connect(server)
}

fn main() -> io::Result<()> {
    println!("Before the first call:");
    list();

    let up = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let up_at = up.local_addr()?;
    let down_at = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?;
    for call in 0..12 {
        // What becomes of a call is in its circuit's counts.
        let _ = stock(up_at);
        let _ = reviews(down_at);
        let _ = search(if call % 2 == 0 { up_at } else { down_at });
        let _ = weather(down_at);
    }

    println!("\nAfter twelve calls of each:");
    list();
    registry().check().map_err(io::Error::other)
}

fn list() {
    println!(
        "  {:20}{:10}{:>4}{:>8}{:>10}  opens at",
        "circuit", "state", "ok", "failed", "rejected"
    );
    for Snapshot { name, state, calls, policy, .. } in registry().snapshot() {
        let rule = policy.settings().rule;
        println!(
            "  {name:20}{state:10}{:>4}{:>8}{:>10}  {rule}",
            calls.success, calls.failure, calls.rejected
        );
    }
}
