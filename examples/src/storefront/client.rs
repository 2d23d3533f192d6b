//! The shop's side of a payment gateway: an HTTP client with a time-out, as any shop has one.

use std::error::Error;
use std::fmt;
use std::time::Duration;

use reqwest::{Client, Response};

use crate::gateway::GatewayName;
use crate::order::{Order, Receipt};

/// How long the shop waits for a gateway.
pub(crate) const TIMEOUT: Duration = Duration::from_secs(1);

/// A client of one gateway.
#[derive(Debug)]
pub(crate) struct GatewayClient {
    name: GatewayName,
    url: String,
    http: Client,
}

impl GatewayClient {
    pub(crate) fn new(name: GatewayName, url: &str) -> Result<Self, reqwest::Error> {
        // A proxy of the environment would come between the shop and loopback.
        let http = Client::builder().timeout(TIMEOUT).no_proxy().build()?;
        Ok(Self { name, url: url.to_owned(), http })
    }

    /// Charges the order's card; waits for a gateway that hangs until the time-out.
    pub(crate) async fn charge(&self, order: Order) -> Result<Receipt, PaymentError> {
        let request = self.http.post(&self.url).body(order.to_string());
        match request.send().await.and_then(Response::error_for_status) {
            Ok(_) => Ok(Receipt::Paid(self.name)),
            Err(cause) => Err(PaymentError { gateway: self.name, cause }),
        }
    }
}

/// A gateway answered with an error, or not in time.
#[derive(Debug)]
pub(crate) struct PaymentError {
    pub(crate) gateway: GatewayName,
    cause: reqwest::Error,
}

impl fmt::Display for PaymentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "gateway {} took no payment", self.gateway.letter())
    }
}

impl Error for PaymentError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.cause)
    }
}
