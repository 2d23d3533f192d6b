//! The first example, and a bank that hangs.

use std::io::ErrorKind;
use std::net::TcpListener;

use breaker_runtime::testing::isolate;

use breaker_runtime::circuit_breaker;
use std::io;
use tokio::{io::AsyncReadExt, net::TcpStream};

#[circuit_breaker(threshold = 5, window = "10s", timeout = "2s", fallback = cached_rate)]
async fn exchange_rate(bank: &str) -> io::Result<String> {
    let mut rate = String::new();
    TcpStream::connect(bank).await?.read_to_string(&mut rate).await?;
    Ok(rate)
}

async fn cached_rate(_bank: &str) -> io::Result<String> {
    Ok("1.08".to_owned())
}

#[tokio::test(start_paused = true)]
async fn after_five_calls_that_hang_the_fallback_answers() {
    let _test = isolate().on_program_clock();
    // Takes connections, and never answers.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let bank = listener.local_addr().unwrap().to_string();
    let start = tokio::time::Instant::now();
    for _ in 0..5 {
        let late = exchange_rate(&bank).await.unwrap_err();
        assert_eq!(late.kind(), ErrorKind::TimedOut);
    }
    assert_eq!(exchange_rate(&bank).await.unwrap(), "1.08");
    assert_eq!(start.elapsed().as_secs(), 5 * 2);
}
