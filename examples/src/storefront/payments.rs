//! How the shop charges a card: the functions that this example is about.
//!
//! Gateway A is asked first, gateway B while A's circuit is open, and the order queue while B's circuit is open too.

use breaker_runtime::circuit_breaker;

use crate::client::PaymentError;
use crate::order::{Order, Receipt};
use crate::shop::Backends;

/// Charges through gateway A.
#[circuit_breaker(
    name = "gateway A",
    threshold = 5,
    window = "10s",
    open_for = "2s",
    fallback = charge_b
)]
pub(crate) async fn charge_a(shop: &Backends, order: Order) -> Result<Receipt, PaymentError> {
    shop.gateway_a.charge(order).await
}

/// Charges through gateway B.
#[circuit_breaker(
    name = "gateway B",
    threshold = 5,
    window = "10s",
    open_for = "2s",
    fallback = enqueue
)]
pub(crate) async fn charge_b(shop: &Backends, order: Order) -> Result<Receipt, PaymentError> {
    shop.gateway_b.charge(order).await
}

/// Keeps the order, to be charged when a gateway is back.
pub(crate) async fn enqueue(shop: &Backends, order: Order) -> Result<Receipt, PaymentError> {
    Ok(shop.queue.put(order).await)
}
