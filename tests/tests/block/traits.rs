//! Blocks that implement a trait.

use async_trait::async_trait;
use breaker_runtime::circuit_breaker;
use tests::run;

use crate::{Answer, ask, ask_later, assert_shared};

trait Pay {
    type Receipt;
    const PRICE: u32;

    fn pay(&self, works: bool) -> Answer<Self::Receipt>;

    async fn pay_later(&self, works: bool) -> Answer<Self::Receipt>;

    fn provided(&self, works: bool) -> Answer {
        ask(works)
    }
}

struct Card;
struct Cash<T>(T);

#[circuit_breaker(threshold = 2)]
impl Pay for Card {
    type Receipt = u32;
    const PRICE: u32 = 1;

    fn pay(&self, works: bool) -> Answer<Self::Receipt> {
        ask(works).map(|answer| answer + Self::PRICE)
    }

    async fn pay_later(&self, works: bool) -> Answer<Self::Receipt> {
        ask_later(works).await.map(|answer| answer + <Self as Pay>::PRICE)
    }
}

#[circuit_breaker(threshold = 2)]
impl<T: Copy + Into<u64>> Pay for Cash<T> {
    type Receipt = u64;
    const PRICE: u32 = 2;

    fn pay(&self, works: bool) -> Answer<u64> {
        ask(works).map(|answer| u64::from(answer) + self.0.into())
    }

    async fn pay_later(&self, works: bool) -> Answer<u64> {
        self.pay_quietly(works).await
    }
}

impl<T: Copy + Into<u64>> Cash<T> {
    async fn pay_quietly(&self, works: bool) -> Answer<u64> {
        Ok(u64::from(ask_later(works).await?) + self.0.into())
    }
}

#[test]
fn the_methods_of_a_block_share_a_circuit_that_is_named_after_type_and_trait() {
    let name = concat!("<", module_path!(), "::Card as Pay>");
    assert_shared(name, |works| Card.pay(works), |works| run(Card.pay_later(works)));
    let name = concat!("<", module_path!(), "::Cash as Pay>");
    let (small, large) = (Cash(1_u8), Cash(2_u32));
    assert_shared(name, |works| small.pay(works), |works| run(large.pay_later(works)));
    // What the block does not say is not in it.
    assert!(Card.provided(false).is_err() && Card.provided(false).is_err());
    assert!(Card.provided(true).is_ok());
}

#[async_trait]
trait Store: Send + Sync {
    async fn load(&self, works: bool) -> Answer;
    async fn save<'a>(&'a self, value: &'a mut u32, works: bool) -> Answer<&'a mut u32>;
    fn count(&self) -> u32;
}

struct Disk;
struct Tape;

#[circuit_breaker(threshold = 2, name = "above async_trait")]
#[async_trait]
impl Store for Disk {
    async fn load(&self, works: bool) -> Answer {
        ask_later(works).await
    }

    async fn save<'a>(&'a self, value: &'a mut u32, works: bool) -> Answer<&'a mut u32> {
        *value += self.load_quietly(works).await?;
        Ok(value)
    }

    #[circuit_breaker(skip)]
    fn count(&self) -> u32 {
        1
    }
}

impl Disk {
    async fn load_quietly(&self, works: bool) -> Answer {
        ask_later(works).await
    }
}

#[async_trait]
#[circuit_breaker(threshold = 2, name = "below async_trait", timeout = "10s")]
impl Store for Tape {
    async fn load(&self, works: bool) -> Answer {
        ask_later(works).await
    }

    async fn save<'a>(&'a self, value: &'a mut u32, works: bool) -> Answer<&'a mut u32> {
        *value += ask_later(works).await?;
        Ok(value)
    }

    #[circuit_breaker(skip)]
    fn count(&self) -> u32 {
        2
    }
}

#[test]
fn on_either_side_of_async_trait() {
    for (name, store) in
        [("above async_trait", &Disk as &dyn Store), ("below async_trait", &Tape as &dyn Store)]
    {
        assert_shared(
            name,
            |works| run(store.load(works)),
            |works| run(store.save(&mut 0, works)).map(|value| *value),
        );
        assert!(store.count() > 0);
    }
}
