//! A small service as somebody would write it: it quotes prices at a bank's exchange rate, and
//! mails receipts.
//!
//! How it is tested, with a circuit of each test's own, is in `tests/tested_service.rs`.

use std::collections::HashMap;
use std::future::Future;
use std::io;
use std::sync::{Mutex, PoisonError};

use breaker_runtime::circuit_breaker;

/// What the service calls. A test brings its own.
pub trait Outside: Send + Sync {
    /// Asks the bank what a thousand of ours are in that currency.
    fn rate(&self, currency: &str) -> impl Future<Output = io::Result<u64>> + Send;

    /// Hands a mail over.
    ///
    /// # Errors
    ///
    /// The mail server's.
    fn send(&self, mail: &str) -> io::Result<()>;
}

/// The service.
#[derive(Debug, Default)]
pub struct Service<O> {
    /// What it calls.
    pub outside: O,
    last_rates: Mutex<HashMap<String, u64>>,
}

impl<O: Outside> Service<O> {
    /// What this many cents cost in that currency.
    ///
    /// # Errors
    ///
    /// There is no rate, and never was.
    pub async fn price(&self, cents: u64, currency: &str) -> io::Result<u64> {
        Ok(cents * self.rate(currency).await? / 1000)
    }

    /// The bank's rate; while it is down or slow, the last one that it gave.
    #[circuit_breaker(
        name = "bank",
        threshold = 3,
        window = "10s",
        timeout = "2s",
        open_for = "30s",
        ramp_up = "1m",
        fallback = self.last_rate(currency),
        fallback_on = failure
    )]
    async fn rate(&self, currency: &str) -> io::Result<u64> {
        let rate = self.outside.rate(currency).await?;
        let mut last_rates = self.last_rates.lock().unwrap_or_else(PoisonError::into_inner);
        last_rates.insert(currency.to_owned(), rate);
        Ok(rate)
    }

    fn last_rate(&self, currency: &str) -> io::Result<u64> {
        let last_rates = self.last_rates.lock().unwrap_or_else(PoisonError::into_inner);
        last_rates.get(currency).copied().ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    /// Mails a receipt. The caller tries again later if it gets an error.
    ///
    /// # Errors
    ///
    /// The mail server's, or that it is not asked at the moment.
    #[circuit_breaker(name = "mail", consecutive = 2, open_for = "5m")]
    pub fn mail_receipt(&self, order: u64) -> io::Result<()> {
        self.outside.send(&format!("Thank you for order {order}."))
    }
}
