//! A plain function with a fallback: an exchange rate from a server that goes away and comes back.
//!
//! ```text
//! cargo run --bin sync_function
//! ```

use std::io::{self, BufRead, BufReader, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use breaker_runtime::circuit_breaker;

const OPEN_FOR: Duration = Duration::from_millis(100);

/// Asks the server, until three failures say that it is down.
#[circuit_breaker(threshold = 3, window = "10s", open_for = OPEN_FOR, fallback = yesterdays_rate)]
fn exchange_rate(server: SocketAddr, pair: &str) -> io::Result<String> {
    let mut connection = TcpStream::connect(server)?;
    writeln!(connection, "{pair}")?;
    let mut rate = String::new();
    BufReader::new(connection).read_line(&mut rate)?;
    Ok(rate.trim().to_owned())
}

/// Answers while the circuit is open. It gets the same arguments.
fn yesterdays_rate(_server: SocketAddr, pair: &str) -> io::Result<String> {
    match pair {
        "EURUSD" => Ok("EURUSD 1.0790, yesterday's".to_owned()),
        _ => Err(io::ErrorKind::NotFound.into()),
    }
}

fn main() -> io::Result<()> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let server = listener.local_addr()?;

    println!("The server is up:");
    during(listener, 2, || ask(server));

    println!("The server is down. Three calls find out, the others don't try:");
    (0..6).for_each(|_| ask(server));

    println!("The server is up again, and so is the circuit after its open time of {OPEN_FOR:?}:");
    let listener = TcpListener::bind(server)?;
    thread::sleep(OPEN_FOR);
    during(listener, 2, || ask(server));
    Ok(())
}

fn ask(server: SocketAddr) {
    match exchange_rate(server, "EURUSD") {
        Ok(rate) => println!("  {rate}"),
        Err(error) => println!("  error: {error}"),
    }
}

/// Calls `visit` this many times while a server answers as many connections, and no more.
fn during(listener: TcpListener, times: usize, visit: impl Fn()) {
    let server = thread::spawn(move || {
        listener.incoming().take(times).try_for_each(|connection| quote(&connection?))
    });
    (0..times).for_each(|_| visit());
    if let Ok(Err(error)) = server.join() {
        println!("  the server failed: {error}");
    }
}

fn quote(mut connection: &TcpStream) -> io::Result<()> {
    let mut pair = String::new();
    BufReader::new(connection).read_line(&mut pair)?;
    writeln!(connection, "{} 1.0835, live", pair.trim())
}
