//! Orders, receipts, and the queue between them when no gateway works.

use std::fmt;

use tokio::sync::Mutex;

use crate::gateway::GatewayName;

/// What a customer buys.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Order {
    pub(crate) number: u64,
    pub(crate) cents: u64,
}

impl fmt::Display for Order {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "order {}: {} cents", self.number, self.cents)
    }
}

/// What the customer gets for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Receipt {
    Paid(GatewayName),
    Queued,
}

/// Orders that are to be charged when a gateway is back.
#[derive(Debug, Default)]
pub(crate) struct OrderQueue {
    orders: Mutex<Vec<Order>>,
}

impl OrderQueue {
    pub(crate) async fn put(&self, order: Order) -> Receipt {
        self.orders.lock().await.push(order);
        Receipt::Queued
    }

    pub(crate) async fn len(&self) -> usize {
        self.orders.lock().await.len()
    }
}
