//! How a shop charges a card: gateway A is asked first; gateway B while A's circuit is open, and
//! when A failed or took too long; then the queue.

use std::error::Error;

use breaker_runtime::circuit_breaker;

use crate::demonstration::client::{Order, Receipt};
use crate::demonstration::shop::Shop;

/// Takes the HTTP client's errors, and the circuit's time-out.
pub(crate) type PaymentError = Box<dyn Error + Send + Sync>;

/// Charges through gateway A. While it is down it is asked again after one second, and then every
/// two; when it is back, it gets its share of the orders little by little.
#[circuit_breaker(
    name = "gateway A",
    threshold = 5,
    window = "10s",
    timeout = "250ms",
    open_for = "1s",
    max_open_for = "2s",
    jitter = "20%",
    ramp_up = "3s",
    fallback = charge_b,
    fallback_on = failure
)]
pub(crate) async fn charge_a(shop: &Shop, order: &Order) -> Result<Receipt, PaymentError> {
    shop.gateway_a.charge(order).await
}

/// Charges through gateway B.
#[circuit_breaker(
    name = "gateway B",
    threshold = 5,
    window = "10s",
    timeout = "250ms",
    open_for = "1s",
    fallback = enqueue,
    fallback_on = failure
)]
pub(crate) async fn charge_b(shop: &Shop, order: &Order) -> Result<Receipt, PaymentError> {
    shop.gateway_b.charge(order).await
}

/// Keeps the order, to be charged when a gateway is back.
pub(crate) async fn enqueue(shop: &Shop, order: &Order) -> Result<Receipt, PaymentError> {
    shop.queue.lock().await.push(order.cents());
    Ok(Receipt::Queued)
}
