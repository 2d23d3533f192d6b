//! A closure that answers with the rejection in hand.

use std::task::Poll;

use breaker_runtime::testing::isolate;
use breaker_runtime::{CircuitOpen, State, circuit_breaker};
use tests::poll_once;

#[circuit_breaker(fallback = |open| shop.enqueue(order, open))]
async fn charge(shop: &Shop, order: &Order) -> Result<Receipt, PayError> {
    shop.gateway.charge(order).await
}

struct Shop {
    gateway: Gateway,
}

struct Gateway;

struct Order(u64);

#[derive(Debug, PartialEq)]
enum Receipt {
    Queued(u64),
}

#[derive(Debug, PartialEq)]
struct PayError;

impl Shop {
    #[expect(clippy::unused_self, clippy::unnecessary_wraps, reason = "a queue may be full")]
    fn enqueue(&self, order: &Order, open: CircuitOpen) -> Result<Receipt, PayError> {
        assert_eq!(open.state(), State::Open);
        Ok(Receipt::Queued(order.0))
    }
}

impl Gateway {
    #[expect(clippy::unused_async, reason = "a gateway is elsewhere")]
    async fn charge(&self, _order: &Order) -> Result<Receipt, PayError> {
        Err(PayError)
    }
}

#[test]
fn an_order_is_queued_while_the_gateway_is_down() {
    let _test = isolate();
    let shop = Shop { gateway: Gateway };
    for _ in 0..5 {
        assert_eq!(poll_once(charge(&shop, &Order(7))), Poll::Ready(Err(PayError)));
    }
    assert_eq!(poll_once(charge(&shop, &Order(7))), Poll::Ready(Ok(Receipt::Queued(7))));
}
