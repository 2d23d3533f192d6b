//! A gateway as a shop sees it, and what is bought.

use std::sync::atomic::{AtomicUsize, Ordering};

use reqwest::{Client, Error, Response};

use crate::demonstration::payments::PaymentError;

/// What a customer buys.
#[derive(Debug)]
pub(crate) struct Order {
    cents: u64,
    /// How many gateways were asked to charge for it.
    asked: AtomicUsize,
}

impl Order {
    pub(crate) const fn new(cents: u64) -> Self {
        Self { cents, asked: AtomicUsize::new(0) }
    }

    pub(crate) const fn cents(&self) -> u64 {
        self.cents
    }

    pub(crate) fn asked(&self) -> usize {
        self.asked.load(Ordering::Relaxed)
    }
}

/// What the customer gets for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Receipt {
    PaidThroughA,
    PaidThroughB,
    Queued,
}

pub(crate) struct Gateway {
    shop: usize,
    url: String,
    client: Client,
    receipt: Receipt,
}

impl Gateway {
    pub(crate) fn new(shop: usize, url: &str, receipt: Receipt) -> Result<Self, Error> {
        // A proxy of the environment would come between the shop and loopback.
        let client = Client::builder().no_proxy().build()?;
        Ok(Self { shop, url: url.to_owned(), client, receipt })
    }

    /// Charges for the order; waits as long as it takes.
    pub(crate) async fn charge(&self, order: &Order) -> Result<Receipt, PaymentError> {
        order.asked.fetch_add(1, Ordering::Relaxed);
        let bill = format!("{} {}", self.shop, order.cents);
        let answer = self.client.post(&self.url).body(bill).send().await;
        // Who reads the error knows the gateway by its circuit's name.
        answer.and_then(Response::error_for_status).map_err(Error::without_url)?;
        Ok(self.receipt)
    }
}
