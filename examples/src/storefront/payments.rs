//! How the shop charges a card: the functions that this example is about.
//!
//! Gateway A is asked first; gateway B while A's circuit is open, and when A failed or took too
//! long; then the queue.

use std::error::Error;
use std::time::Duration;

use breaker_runtime::circuit_breaker;
use tokio::time::timeout;

use crate::shop::{Order, Receipt, Shop};

/// How long the shop waits for a gateway.
pub(crate) const TIMEOUT: Duration = Duration::from_secs(1);

/// Takes the HTTP client's errors, and the circuit's time-out.
pub(crate) type PaymentError = Box<dyn Error + Send + Sync>;

/// Charges through gateway A. While it is down it is asked again after 1, 2, and then every 3
/// seconds; when it is back, it gets its share of the orders little by little.
#[circuit_breaker(
    name = "gateway A",
    threshold = 5,
    window = "10s",
    timeout = TIMEOUT,
    open_for = "1s",
    max_open_for = "3s",
    ramp_up = "6s",
    last_error = true,
    fallback = charge_b,
    fallback_on = failure
)]
pub(crate) async fn charge_a(shop: &Shop, order: Order) -> Result<Receipt, PaymentError> {
    shop.gateway_a.charge(order).await
}

/// Charges through gateway B. It gets all orders as soon as it works: behind it is only the queue.
#[circuit_breaker(
    name = "gateway B",
    threshold = 5,
    window = "10s",
    timeout = TIMEOUT,
    open_for = "1s",
    last_error = true,
    fallback = enqueue,
    fallback_on = failure
)]
pub(crate) async fn charge_b(shop: &Shop, order: Order) -> Result<Receipt, PaymentError> {
    shop.gateway_b.charge(order).await
}

/// Keeps the order, to be charged when a gateway is back.
pub(crate) async fn enqueue(shop: &Shop, order: Order) -> Result<Receipt, PaymentError> {
    shop.queue.lock().await.push(order);
    Ok(Receipt::Queued)
}

/// The same without the attribute: every order waits for the gateways that are down.
pub(crate) async fn charge_unguarded(shop: &Shop, order: Order) -> Result<Receipt, PaymentError> {
    for gateway in [&shop.gateway_a, &shop.gateway_b] {
        if let Ok(Ok(receipt)) = timeout(TIMEOUT, gateway.charge(order)).await {
            return Ok(receipt);
        }
    }
    enqueue(shop, order).await
}
