//! Methods of traits: provided, implemented, generic, and asynchronous in each way.

use async_trait::async_trait;
use breaker_runtime::circuit_breaker;

use crate::callee::{Answer, ask, ask_later, assert_guarded, wait};

trait Pay {
    const PRICE: u32;

    #[circuit_breaker(threshold = 2, name = "provided")]
    fn provided(&self, works: bool) -> Answer {
        ask(works).map(|answer| answer + Self::PRICE)
    }

    fn implemented(&self, works: bool) -> Answer;

    #[circuit_breaker(threshold = 2, name = "provided async")]
    async fn provided_async(&self, works: bool) -> Answer {
        ask_later(works).await.map(|answer| answer + Self::PRICE)
    }

    async fn implemented_async(&self, works: bool) -> Answer;
}

struct Card;
struct Cash;

impl Pay for Card {
    const PRICE: u32 = 1;

    #[circuit_breaker(threshold = 2, name = "implemented")]
    fn implemented(&self, works: bool) -> Answer {
        ask(works).map(|answer| answer + Self::PRICE)
    }

    #[circuit_breaker(threshold = 2, name = "implemented async")]
    async fn implemented_async(&self, works: bool) -> Answer {
        ask_later(works).await.map(|answer| answer + Self::PRICE)
    }
}

impl Pay for Cash {
    const PRICE: u32 = 2;

    fn implemented(&self, works: bool) -> Answer {
        ask(works)
    }

    async fn implemented_async(&self, works: bool) -> Answer {
        ask(works)
    }
}

#[test]
fn provided_methods() {
    assert_guarded("provided", |works| Card.provided(works));
    assert_guarded("provided async", |works| wait(Card.provided_async(works)));
}

#[test]
fn implemented_methods() {
    assert_guarded("implemented", |works| Card.implemented(works));
    assert_guarded("implemented async", |works| wait(Card.implemented_async(works)));
    assert!(Cash.implemented(false).is_err() && wait(Cash.implemented_async(false)).is_err());
}

#[test]
fn a_provided_method_is_one_circuit_for_all_who_inherit_it() {
    trait Fetch {
        #[circuit_breaker(threshold = 2, name = "inherited")]
        fn fetch(&self, works: bool) -> Answer {
            ask(works)
        }
    }
    impl Fetch for Card {}
    impl Fetch for Cash {}
    assert!(Card.fetch(false).is_err() && Cash.fetch(false).is_err());
    assert!(Card.fetch(true).is_err() && Cash.fetch(true).is_err());
}

#[async_trait]
trait Store: Sync {
    #[circuit_breaker(threshold = 2, name = "async_trait provided")]
    async fn load(&self, works: bool) -> Answer {
        ask_later(works).await
    }

    async fn save<'a, T: Clone + Send + Sync>(&'a mut self, value: &'a T, works: bool) -> Answer<T>
    where
        Self: Sized;
}

#[async_trait]
impl Store for Card {
    #[circuit_breaker(threshold = 2, name = "async_trait implemented")]
    async fn save<'a, T: Clone + Send + Sync>(
        &'a mut self,
        value: &'a T,
        works: bool,
    ) -> Answer<T> {
        ask_later(works).await?;
        Ok(value.clone())
    }
}

#[async_trait(?Send)]
trait Local {
    #[circuit_breaker(threshold = 2, name = "async_trait local")]
    async fn load(self, works: bool) -> Answer
    where
        Self: Sized,
    {
        let here = std::rc::Rc::new(works);
        ask_later(*here).await
    }
}

impl Local for Cash {}

#[test]
fn inside_async_trait() {
    assert_guarded("async_trait provided", |works| wait(Card.load(works)));
    assert_guarded("async_trait implemented", |works| wait(Card.save(&"order", works)));
    assert_guarded("async_trait local", |works| wait(Cash.load(works)));
}

#[test]
fn inside_async_trait_a_trait_object_still_works() {
    #[async_trait]
    trait Ping: Send + Sync {
        async fn ping(&self, works: bool) -> Answer;
    }
    #[async_trait]
    impl Ping for Card {
        #[circuit_breaker(threshold = 2, name = "async_trait object")]
        async fn ping(&self, works: bool) -> Answer {
            ask_later(works).await
        }
    }
    let card: Box<dyn Ping> = Box::new(Card);
    assert_guarded("async_trait object", |works| wait(card.ping(works)));
}

struct Typed<T>(T);

impl<T: Copy + Into<u64>> Typed<T> {
    #[circuit_breaker(threshold = 2, name = "method of a generic type")]
    fn ask(&self, works: bool) -> Answer<u64> {
        ask(works).map(|answer| u64::from(answer) + self.0.into())
    }
}

#[test]
fn a_method_of_a_generic_type() {
    assert_guarded("method of a generic type", |works| Typed(1_u8).ask(works));
}
