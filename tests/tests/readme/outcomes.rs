//! Arms over the returned value.

use std::task::Poll;

use breaker_runtime::circuit_breaker;
use breaker_runtime::testing::isolate;
use tests::poll_once;

#[circuit_breaker(threshold = "50%", window = "1m", slow_call = "2s",
    ignore(Err(PayError::Declined)), // not the gateway's fault
    failure(Ok(reply) if reply.status().is_server_error()))] // a 503 that is an `Ok`
async fn pay(gateway: &Gateway, order: &Order) -> Result<Reply, PayError> {
    gateway.pay(order).await
}

struct Gateway;

struct Order {
    status: Option<u16>,
}

#[derive(Debug, PartialEq)]
struct Reply(u16);

struct Status(u16);

#[derive(Debug, PartialEq, thiserror::Error)]
enum PayError {
    #[error("the card was declined")]
    Declined,
    #[error(transparent)]
    Unavailable(#[from] breaker_runtime::CircuitOpen),
}

impl Gateway {
    #[expect(clippy::unused_async, reason = "a gateway is elsewhere")]
    async fn pay(&self, order: &Order) -> Result<Reply, PayError> {
        order.status.map(Reply).ok_or(PayError::Declined)
    }
}

impl Reply {
    fn status(&self) -> Status {
        Status(self.0)
    }
}

impl Status {
    fn is_server_error(&self) -> bool {
        self.0 >= 500
    }
}

#[test]
fn a_declined_card_is_ignored_and_a_503_is_a_failure() {
    let test = isolate();
    for status in [None, Some(503), Some(200)] {
        assert!(poll_once(pay(&Gateway, &Order { status })).is_ready());
    }
    let calls = test.circuit("readme::outcomes::pay").unwrap().snapshot().calls;
    assert_eq!((calls.ignored, calls.failure, calls.success), (1, 1, 1));
    assert_eq!(
        poll_once(pay(&Gateway, &Order { status: None })),
        Poll::Ready(Err(PayError::Declined))
    );
}
