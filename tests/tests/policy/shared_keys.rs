//! `breaker` with `key`: several functions, one circuit for each key.

use core::time::Duration;

use breaker_runtime::{
    CircuitBreaker, KeyedCircuitBreaker, Policy, State, circuit_breaker, registry,
};
use tests::run;

use crate::Error;

static API: KeyedCircuitBreaker = KeyedCircuitBreaker::new("api", Policy::new().threshold(3), 64);

mod circuits {
    use super::{KeyedCircuitBreaker, Policy};

    pub(super) static STORE: KeyedCircuitBreaker =
        KeyedCircuitBreaker::new("store", Policy::new().threshold(2), 64);
    pub(super) static NEVER_CALLED: KeyedCircuitBreaker =
        KeyedCircuitBreaker::new("store, never called", Policy::new(), 64);
}

type Reply = Result<u32, Error>;

#[circuit_breaker(breaker = API, key = host)]
fn get(host: &str, reply: Reply) -> Reply {
    let _ = host;
    reply
}

#[circuit_breaker(
    breaker = API, key = format_args!("{host}"), timeout = "5s", ignore(Err(Error::Cancelled)),
)]
async fn put(host: &str, reply: Reply) -> Reply {
    let _ = host;
    tokio::time::sleep(Duration::ZERO).await;
    reply
}

#[circuit_breaker(breaker = API, key = host, fallback = Ok(0))]
fn delete(host: String, reply: Reply) -> Reply {
    drop(host);
    reply
}

#[circuit_breaker(
    breaker = API, key = host, fallback = |open| open.retry_after().map_or(Ok(1), |_| Ok(2)),
)]
fn head(host: &str, reply: Reply) -> Reply {
    let _ = host;
    reply
}

#[test]
fn functions_of_one_host_count_and_are_rejected_together_and_other_hosts_are_left_alone() {
    let down = |reply| get("down", reply);
    assert_eq!(down(Err(Error::Broken)), Err(Error::Broken));
    run(async {
        assert_eq!(put("down", Err(Error::Cancelled)).await, Err(Error::Cancelled));
        assert_eq!(put("down", Err(Error::Broken)).await, Err(Error::Broken));
    });
    assert_eq!(API.get("down").map(CircuitBreaker::state), Some(State::Closed));
    assert_eq!(delete("down".into(), Err(Error::Broken)), Err(Error::Broken));
    assert_eq!(API.get("down").map(CircuitBreaker::state), Some(State::Open));
    assert_eq!(down(Ok(7)), Err(Error::Open));
    assert_eq!(run(put("down", Ok(7))), Err(Error::Open));
    assert_eq!((delete("down".into(), Ok(7)), head("down", Ok(7))), (Ok(0), Ok(2)));
    assert_eq!((get("up", Ok(7)), run(put("up", Ok(8)))), (Ok(7), Ok(8)));
    let calls = API.get("down").unwrap().snapshot().calls;
    assert_eq!((calls.failure, calls.ignored, calls.rejected), (3, 1, 4));
}

struct Client {
    host: &'static str,
}

#[circuit_breaker(breaker = circuits::STORE, key = self.host)]
impl Client {
    fn load(&self, reply: Reply) -> Reply {
        reply
    }

    async fn store(&self, reply: Reply) -> Reply {
        tokio::task::yield_now().await;
        reply
    }

    #[circuit_breaker(fallback = Ok(5))]
    fn list(&self, reply: Reply) -> Reply {
        reply
    }
}

impl Client {
    #[circuit_breaker(breaker = circuits::STORE, key = self.host, fallback = Self::stored)]
    fn peek(&self, reply: Reply) -> Reply {
        reply
    }

    #[expect(clippy::unused_self, clippy::unnecessary_wraps, reason = "a fallback's signature")]
    fn stored(&self, _: Reply) -> Reply {
        Ok(6)
    }
}

#[test]
fn a_block_and_functions_outside_of_it_share_them_too() {
    let (down, up) = (Client { host: "down" }, Client { host: "up" });
    down.load(Err(Error::Broken)).unwrap_err();
    run(down.store(Err(Error::Broken))).unwrap_err();
    assert_eq!((down.load(Ok(7)), run(down.store(Ok(7)))), (Err(Error::Open), Err(Error::Open)));
    assert_eq!((down.list(Ok(7)), down.peek(Ok(7))), (Ok(5), Ok(6)));
    assert_eq!((up.load(Ok(7)), up.peek(Ok(8))), (Ok(7), Ok(8)));
}

#[circuit_breaker(breaker = circuits::NEVER_CALLED, key = host)]
#[expect(dead_code, reason = "listed all the same")]
fn never_called(host: &str) -> Reply {
    let _ = host;
    Ok(1)
}

#[test]
fn who_shares_them_lists_them_once() {
    let listed = registry().iter().filter(|circuit| circuit.name() == "store, never called");
    assert_eq!(listed.count(), 1);
    assert!(core::ptr::eq(registry().keyed("store").unwrap(), &raw const circuits::STORE));
    assert!(registry().check().is_ok());
}
