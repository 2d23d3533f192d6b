//! A shop: its payment backends, and the way from an order to its receipt.

use std::error::Error;

use crate::client::{GatewayClient, PaymentError};
use crate::gateway::{Gateway, GatewayName};
use crate::order::{Order, OrderQueue, Receipt};
use crate::payments;

/// What a shop takes payments with.
#[derive(Debug)]
pub(crate) struct Backends {
    pub(crate) gateway_a: GatewayClient,
    pub(crate) gateway_b: GatewayClient,
    pub(crate) queue: OrderQueue,
}

/// Whether a shop calls the annotated functions, or does the same as their bodies without the attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Protection {
    CircuitBreaker,
    None,
}

/// A shop with two gateways of its own.
#[derive(Debug)]
pub(crate) struct Shop {
    protection: Protection,
    backends: Backends,
    gateways: [Gateway; 2],
}

impl Shop {
    pub(crate) async fn open(protection: Protection) -> Result<Self, Box<dyn Error>> {
        let [a, b] = [Gateway::open().await?, Gateway::open().await?];
        let backends = Backends {
            gateway_a: GatewayClient::new(GatewayName::A, a.url())?,
            gateway_b: GatewayClient::new(GatewayName::B, b.url())?,
            queue: OrderQueue::default(),
        };
        Ok(Self { protection, backends, gateways: [a, b] })
    }

    /// From the button to the receipt. In both shops a payment that fails at one gateway goes on to the next, so that every order is
    /// served: the shops differ only in how long that takes, and in whom they bother.
    pub(crate) async fn checkout(&self, order: Order) -> Receipt {
        let mut payment = self.charge_a(order).await;
        if matches!(&payment, Err(failed) if failed.gateway == GatewayName::A) {
            payment = self.charge_b(order).await;
        }
        match payment {
            Ok(receipt) => receipt,
            Err(_) => self.backends.queue.put(order).await,
        }
    }

    async fn charge_a(&self, order: Order) -> Result<Receipt, PaymentError> {
        match self.protection {
            Protection::CircuitBreaker => payments::charge_a(&self.backends, order).await,
            Protection::None => self.backends.gateway_a.charge(order).await,
        }
    }

    async fn charge_b(&self, order: Order) -> Result<Receipt, PaymentError> {
        match self.protection {
            Protection::CircuitBreaker => payments::charge_b(&self.backends, order).await,
            Protection::None => self.backends.gateway_b.charge(order).await,
        }
    }

    /// Gateway A and gateway B.
    pub(crate) fn gateways(&self) -> [Gateway; 2] {
        self.gateways.clone()
    }

    /// Calls that the shop sent to gateways while they were down.
    pub(crate) fn calls_while_down(&self) -> usize {
        self.gateways.iter().map(Gateway::calls_while_down).sum()
    }

    /// Orders that nobody has charged yet.
    pub(crate) async fn queued(&self) -> usize {
        self.backends.queue.len().await
    }
}
