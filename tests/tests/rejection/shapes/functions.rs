//! Functions: aliases of types, futures, keys, methods and traits.

use core::error::Error;
use core::fmt::Display;
use core::pin::Pin;
use std::io;

use breaker_runtime::{circuit_breaker, registry};
use futures_util::future::BoxFuture;
use tests::run;

use super::assert_counts;
use crate::errors::PayError;
use crate::open;

type PayResult<T> = Result<T, PayError>;

mod short {
    use super::PayError;

    pub(super) type Result<T, E = PayError> = core::result::Result<T, E>;
}

#[circuit_breaker]
fn alias() -> PayResult<Vec<u8>> {
    Err(open().into())
}

#[circuit_breaker(fallback = Ok(1))]
fn alias_with_default() -> short::Result<impl Display> {
    if false { Ok(1) } else { Err(open().into()) }
}

#[circuit_breaker]
#[expect(clippy::manual_async_fn, reason = "a shape of its own")]
fn future() -> impl Future<Output = PayResult<u8>> + Send {
    async { Err(open().into()) }
}

#[circuit_breaker]
fn made_elsewhere() -> impl Future<Output = PayResult<u8>> {
    core::future::ready(Err(open().into()))
}

#[circuit_breaker(failure(Ok(0)), fallback = Ok(1))]
fn made_elsewhere_with_arms() -> impl Future<Output = PayResult<u8>> {
    core::future::ready(Err(open().into()))
}

#[circuit_breaker(fallback = Ok(1))]
fn made_elsewhere_with_fallback() -> BoxFuture<'static, PayResult<u8>> {
    let made = core::future::ready(Err(open().into()));
    Box::pin(made)
}

#[circuit_breaker]
fn boxed_future(path: &str) -> BoxFuture<'_, io::Result<usize>> {
    Box::pin(async move { if path.is_empty() { Ok(0) } else { Err(open().into()) } })
}

#[circuit_breaker(success(Ok(_)))]
fn pinned(path: &str) -> Pin<Box<dyn Future<Output = Result<usize, Box<dyn Error>>> + '_>> {
    Box::pin(async move { if path.is_empty() { Ok(0) } else { Err(open().into()) } })
}

#[circuit_breaker(key = host)]
fn keyed(host: &str) -> io::Result<usize> {
    if host.is_empty() { Ok(0) } else { Err(open().into()) }
}

struct Shop;

#[circuit_breaker]
impl Shop {
    fn sell(&self) -> PayResult<u8> {
        Err(open().into())
    }

    #[circuit_breaker(success(Err(_)))]
    async fn deliver(&self) -> anyhow::Result<u8> {
        Err(open().into())
    }
}

#[async_trait::async_trait]
trait Stock {
    async fn count(&self) -> PayResult<u8>;
}

#[async_trait::async_trait]
impl Stock for Shop {
    #[circuit_breaker(name = "stock")]
    async fn count(&self) -> PayResult<u8> {
        Err(open().into())
    }
}

#[test]
fn functions() {
    assert!(alias().is_err() && alias_with_default().is_err());
    assert!(run(future()).is_err() && run(made_elsewhere()).is_err());
    assert!(run(made_elsewhere_with_arms()).is_err());
    assert!(run(made_elsewhere_with_fallback()).is_err());
    assert!(run(boxed_future("/")).is_err() && run(pinned("/")).is_err());
    for function in [
        "alias",
        "alias_with_default",
        "future",
        "made_elsewhere",
        "made_elsewhere_with_arms",
        "made_elsewhere_with_fallback",
        "boxed_future",
        "pinned",
    ] {
        assert_counts(module_path!(), function, 1, 0);
    }
    assert!(keyed("shop").is_err());
    let keys = registry().keyed(concat!(module_path!(), "::keyed")).unwrap();
    assert_eq!(keys.get("shop").unwrap().snapshot().calls.ignored, 1);
}

#[test]
fn methods() {
    assert!(Shop.sell().is_err() && run(Shop.deliver()).is_err());
    assert_counts(module_path!(), "Shop", 2, 0);
    assert!(run(Shop.count()).is_err());
    assert_eq!(registry().get("stock").unwrap().snapshot().calls.ignored, 1);
}
