//! Attributes of other crates, above and below.

use std::sync::atomic::{AtomicU32, Ordering};

use bon::{bon, builder};
use breaker_runtime::{circuit_breaker, registry};
use cached::proc_macro::cached;
use rstest::{fixture, rstest};

use crate::callee::Error;

#[circuit_breaker]
#[builder]
fn built(
    #[builder(default)] id: u32,
    #[cfg_attr(all(), builder(into))] name: String,
    #[cfg_attr(any(), builder(into))] count: Option<u32>,
    #[allow(unused_variables)] other: u32,
) -> Result<String, Error> {
    Ok(format!("{id} {name} {count:?}"))
}

#[builder]
#[circuit_breaker]
async fn built_below(#[builder(default = 1)] mut id: u32, name: &str) -> Result<String, Error> {
    id += 1;
    Ok(format!("{id} {name}"))
}

struct Client {
    id: u32,
}

#[bon]
impl Client {
    #[builder]
    #[circuit_breaker]
    fn call(
        &self,
        #[builder(start_fn)] name: &str,
        #[builder(default)] times: u32,
    ) -> Result<String, Error> {
        Ok(format!("{} {name} {times}", self.id))
    }

    #[circuit_breaker(fallback = |_| Ok(self.id + more))]
    #[builder]
    async fn id(&self, #[builder(default)] more: u32) -> Result<u32, Error> {
        Ok(self.id + more)
    }
}

static CALLS: AtomicU32 = AtomicU32::new(0);

#[cached]
#[circuit_breaker(name = "cached above", success(_), fallback = 0)]
fn cached_above(id: u32) -> u32 {
    id + CALLS.fetch_add(1, Ordering::Relaxed)
}

#[cached(size = 10, key = "u32", convert = "{ id }", result = true)]
#[circuit_breaker(name = "cached result", fallback = |open| Err(open.to_string().into()))]
fn cached_result(id: u32) -> Result<u32, std::sync::Arc<str>> {
    Ok(id)
}

#[fixture]
#[circuit_breaker]
fn fixed() -> Result<u32, Error> {
    Ok(1)
}

#[rstest]
#[case(1)]
#[case(2)]
#[circuit_breaker]
fn cases(#[case] value: u32, fixed: Result<u32, Error>) -> Result<(), Error> {
    assert!(value >= fixed?);
    Ok(())
}

#[rstest]
#[circuit_breaker]
fn values(#[values(1, 2)] value: u32, #[from(fixed)] one: Result<u32, Error>) -> Result<(), Error> {
    assert!(value >= one?);
    Ok(())
}

#[tokio::test]
#[circuit_breaker(name = "tokio test")]
async fn tokio_test() -> Result<(), Error> {
    tokio::task::yield_now().await;
    Ok(())
}

#[circuit_breaker(name = "above tokio test")]
#[tokio::test]
async fn above_tokio_test() -> Result<(), Error> {
    tokio::task::yield_now().await;
    Ok(())
}

#[test]
#[circuit_breaker(name = "test")]
fn plain_test() -> Result<(), Error> {
    Ok(())
}

#[circuit_breaker(name = "should panic", success(_), fallback = ())]
#[test]
#[should_panic(expected = "as it should")]
fn panicking_test() {
    panic!("as it should")
}

#[test]
fn builders() {
    let built = built().name("a").other(2).call();
    assert_eq!(built, Ok("0 a None".to_owned()));
    let below = built_below().name("a").call();
    assert_eq!(crate::callee::block_on(below), Ok("2 a".to_owned()));
    let client = Client { id: 1 };
    assert_eq!(client.call("a").times(2).call(), Ok("1 a 2".to_owned()));
    assert_eq!(crate::callee::block_on(client.id().call()), Ok(1));
}

#[test]
fn caches() {
    assert_eq!((cached_above(1), cached_above(1)), (1, 1));
    let calls = registry().get("cached above").map(|circuit| circuit.snapshot().calls.success);
    // The circuit is around the cache, which leaves the attribute on the function that looks into
    // it.
    assert_eq!((cached_result(1), calls), (Ok(1), Some(2)));
}

#[deprecated = "for the test"]
#[must_use]
#[doc(hidden)]
#[cold]
#[circuit_breaker(success(_), fallback = 0)]
#[cfg_attr(all(), doc = "documented", inline)]
#[cfg(not(any()))]
#[doc(alias = "other")]
fn language() -> u32 {
    1
}

#[test]
#[expect(deprecated, reason = "as it says")]
fn attributes_of_the_language() {
    assert_eq!(language(), 1);
}
