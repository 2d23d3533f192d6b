//! The first example, and the client that it calls.

use std::task::Poll;

use breaker_runtime::testing::isolate;
use tests::poll_once;

use breaker_runtime::circuit_breaker;

#[circuit_breaker(threshold = 5, window = "10s", fallback = cached_rate)]
async fn exchange_rate(client: &Client, pair: &str) -> Result<Rate, RateError> {
    client.get(pair).await
}

async fn cached_rate(_client: &Client, pair: &str) -> Result<Rate, RateError> {
    Rate::last_known(pair)
}

struct Client;

#[derive(Debug, PartialEq)]
struct Rate(&'static str);

#[derive(Debug, PartialEq)]
struct RateError;

#[expect(clippy::unused_async, reason = "a client waits")]
impl Client {
    async fn get(&self, _pair: &str) -> Result<Rate, RateError> {
        Err(RateError)
    }
}

impl Rate {
    #[expect(clippy::unnecessary_wraps, reason = "a cache may be empty")]
    fn last_known(_pair: &str) -> Result<Self, RateError> {
        Ok(Self("1.0790"))
    }
}

#[test]
fn after_five_failures_the_fallback_answers() {
    let _test = isolate();
    for _ in 0..5 {
        assert_eq!(poll_once(exchange_rate(&Client, "EURUSD")), Poll::Ready(Err(RateError)));
    }
    assert_eq!(poll_once(exchange_rate(&Client, "EURUSD")), Poll::Ready(Ok(Rate("1.0790"))));
}
