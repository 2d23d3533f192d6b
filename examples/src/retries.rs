//! Retries around a circuit around a time-out: each attempt asks the circuit anew, and nobody
//! insists when it is open.
//!
//! ```text
//! cargo run --bin retries
//! ```

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use backon::{ExponentialBuilder, Retryable};
use breaker_runtime::{CircuitOpen, circuit_breaker};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::sleep;

const OPEN_FOR: Duration = Duration::from_millis(200);

/// One attempt. The time-out is inside the circuit: running into it is a failure.
#[circuit_breaker(
    name = "rates", threshold = 3, window = "10s", open_for = OPEN_FOR, timeout = "50ms"
)]
async fn ask(server: SocketAddr, pair: &str) -> io::Result<String> {
    let mut connection = TcpStream::connect(server).await?;
    connection.write_all(format!("{pair}\n").as_bytes()).await?;
    let mut rate = String::new();
    BufReader::new(connection).read_line(&mut rate).await?;
    Ok(rate.trim().to_owned())
}

/// Up to ten attempts, unless the circuit is open: then one more would only be rejected, too.
async fn exchange_rate(server: SocketAddr, pair: &str) -> io::Result<String> {
    (|| ask(server, pair))
        .retry(ExponentialBuilder::new().with_min_delay(Duration::from_millis(5)).with_max_times(9))
        .when(|error| CircuitOpen::behind(error).is_none())
        .notify(|error, delay| println!("  {error}; again in {delay:?}"))
        .await
}

#[tokio::main]
async fn main() -> io::Result<()> {
    let bank = Arc::new(Bank::default());
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let server = listener.local_addr()?;
    tokio::spawn(serve(listener, Arc::clone(&bank)));

    println!("The bank answers:");
    report(&bank, server).await;

    println!("It hangs. Three attempts find out, and the fourth ends the retries:");
    bank.hangs.store(true, Ordering::Relaxed);
    report(&bank, server).await;

    println!("Nobody tries again while the circuit is open:");
    report(&bank, server).await;

    println!("It answers again, and so does the circuit after {OPEN_FOR:?}:");
    bank.hangs.store(false, Ordering::Relaxed);
    sleep(OPEN_FOR).await;
    report(&bank, server).await;
    Ok(())
}

async fn report(bank: &Bank, server: SocketAddr) {
    let before = bank.asked.load(Ordering::Relaxed);
    match exchange_rate(server, "EURUSD").await {
        Ok(rate) => println!("  {rate}"),
        Err(error) => println!("  error: {error}"),
    }
    println!("  calls that arrived: {}", bank.asked.load(Ordering::Relaxed) - before);
}

/// A server that quotes exchange rates, or takes calls and never answers.
#[derive(Debug, Default)]
struct Bank {
    hangs: AtomicBool,
    asked: AtomicU32,
}

async fn serve(listener: TcpListener, bank: Arc<Bank>) -> io::Result<()> {
    loop {
        let (connection, _) = listener.accept().await?;
        tokio::spawn(quote(connection, Arc::clone(&bank)));
    }
}

async fn quote(mut connection: TcpStream, bank: Arc<Bank>) -> io::Result<()> {
    let mut pair = String::new();
    BufReader::new(&mut connection).read_line(&mut pair).await?;
    bank.asked.fetch_add(1, Ordering::Relaxed);
    if bank.hangs.load(Ordering::Relaxed) {
        std::future::pending::<()>().await;
    }
    connection.write_all(format!("{} 1.0835\n", pair.trim()).as_bytes()).await
}
