//! The first example, and a bank that is gone.

#![expect(clippy::unnecessary_wraps, reason = "a fallback returns what the function does")]

use std::net::TcpListener;

use breaker_runtime::testing::isolate;

use breaker_runtime::circuit_breaker;
use std::io::{self, Read};
use std::net::TcpStream;

#[circuit_breaker(threshold = 5, window = "10s", fallback = cached_rate)]
fn exchange_rate(bank: &str) -> io::Result<String> {
    let mut rate = String::new();
    TcpStream::connect(bank)?.read_to_string(&mut rate)?;
    Ok(rate)
}

fn cached_rate(_bank: &str) -> io::Result<String> {
    Ok("1.08".to_owned())
}

#[test]
fn after_five_failures_the_fallback_answers() {
    let _test = isolate();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let bank = listener.local_addr().unwrap().to_string();
    drop(listener);
    for _ in 0..5 {
        exchange_rate(&bank).unwrap_err();
    }
    assert_eq!(exchange_rate(&bank).unwrap(), "1.08");
}
