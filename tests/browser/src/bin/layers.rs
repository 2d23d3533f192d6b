//! A program in which one circuit stands before another: who calls the outer one is hit when the
//! inner one is open. The inner one comes back by a ramp-up.

use std::error::Error;
use std::fmt;
use std::time::Duration;

use breaker_runtime::{CircuitOpen, circuit_breaker};
use browser::{Failed, ask};

#[derive(Debug)]
enum Unpaid {
    Rejected(CircuitOpen),
    Failed(Failed),
}

impl fmt::Display for Unpaid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not paid")
    }
}

impl Error for Unpaid {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Rejected(open) => Some(open),
            Self::Failed(failed) => Some(failed),
        }
    }
}

impl From<CircuitOpen> for Unpaid {
    fn from(open: CircuitOpen) -> Self {
        Self::Rejected(open)
    }
}

#[circuit_breaker(name = "pay", threshold = 5, window = "10s", open_for = "4s", ramp_up = "20s")]
async fn pay(_order: u64) -> Result<(), Unpaid> {
    ask("pay").map_err(Unpaid::Failed)
}

#[circuit_breaker(name = "checkout", threshold = 50, window = "10s", fallback = sorry,
    fallback_on = failure)]
async fn check_out(order: u64) -> Result<(), Unpaid> {
    pay(order).await
}

async fn sorry(_order: u64) -> Result<(), Unpaid> {
    Ok(())
}

/// Twenty orders a second.
async fn customers() {
    let mut pace = tokio::time::interval(Duration::from_millis(50));
    for order in 0_u64.. {
        pace.tick().await;
        let _ = check_out(order).await;
    }
}

fn main() -> std::io::Result<()> {
    browser::run(&browser::dashboard(), customers())
}
