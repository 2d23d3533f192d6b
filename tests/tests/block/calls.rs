//! What belongs to a call: on the block for all methods, and on a method, which wins.

use core::fmt;
use core::time::Duration;

use breaker_runtime::{Cause, circuit_breaker};
use tests::run;

use crate::{Answer, Error, ask, ask_later, circuit};

struct Shop(u32);

#[circuit_breaker(name = "shop", fallback = Self::queue, ignore(Err(Error::Cancelled)))]
impl Shop {
    fn pay(&self, answer: Answer) -> Answer {
        answer
    }

    #[circuit_breaker(fallback = Ok(self.0))]
    async fn pay_later(&self, answer: Answer) -> Answer {
        answer
    }

    #[circuit_breaker(fallback_on = failure)]
    fn pay_or_queue(&self, answer: Answer) -> Answer {
        answer
    }

    #[circuit_breaker(success(Err(Error::Down)))]
    fn pay_whatever(&self, answer: Answer) -> Answer {
        answer
    }

    #[circuit_breaker(ignore(Err(Error::Down)))]
    fn pay_or_not(&self, answer: Answer) -> Answer {
        answer
    }

    #[circuit_breaker(skip)]
    fn queue(&self, answer: Answer) -> Answer {
        answer.or(Ok(self.0 + 1))
    }
}

#[test]
fn arguments_of_a_method_go_before_those_of_its_block() {
    let (shop, circuit) = (Shop(40), circuit("shop"));
    let calls = || {
        let calls = circuit.snapshot().calls;
        (calls.success, calls.failure, calls.ignored)
    };
    assert_eq!(shop.pay(Err(Error::Down)), Err(Error::Down));
    assert_eq!(shop.pay(Err(Error::Cancelled)), Err(Error::Cancelled));
    assert_eq!(calls(), (0, 1, 1));
    assert_eq!(shop.pay_or_queue(Err(Error::Down)), Ok(41));
    assert_eq!(calls(), (0, 2, 1));
    // Argument by argument: `success` does not replace `ignore`, another `ignore` does.
    assert_eq!(shop.pay_whatever(Err(Error::Down)), Err(Error::Down));
    assert_eq!(shop.pay_whatever(Err(Error::Cancelled)), Err(Error::Cancelled));
    assert_eq!(calls(), (1, 2, 2));
    assert_eq!(shop.pay_or_not(Err(Error::Down)), Err(Error::Down));
    assert_eq!(shop.pay_or_not(Err(Error::Cancelled)), Err(Error::Cancelled));
    assert_eq!(calls(), (1, 3, 3));

    circuit.force_open();
    assert_eq!(shop.pay(Err(Error::Down)), Ok(41), "of the block");
    assert_eq!(run(shop.pay_later(Err(Error::Down))), Ok(40), "of its own");
}

struct Slow;

#[circuit_breaker(
    name = "slow", timeout = "3s", fallback = |cause| explain(&cause), fallback_on = failure
)]
impl Slow {
    async fn of_the_block(&self, time: u64) -> Answer {
        tokio::time::sleep(Duration::from_secs(time)).await;
        ask_later(true).await
    }

    #[circuit_breaker(timeout = "1s", fallback = |_| Ok(3), fallback_on = open)]
    async fn of_its_own(&self, time: u64) -> Answer {
        tokio::time::sleep(Duration::from_secs(time)).await;
        ask_later(true).await
    }

    #[circuit_breaker(timeout = off)]
    fn that_blocks(&self) -> Answer {
        ask(true)
    }

    #[circuit_breaker(timeout = off)]
    async fn that_takes_its_time(&self, time: u64) -> Answer {
        tokio::time::sleep(Duration::from_secs(time)).await;
        ask_later(true).await
    }
}

fn explain(cause: &Cause<Answer>) -> Answer {
    match cause {
        Cause::TimedOut(_) => Ok(1),
        _ => Ok(2),
    }
}

#[test]
fn a_timeout_of_the_block_is_for_all_methods_that_do_not_turn_it_off() {
    run(async {
        assert_eq!(Slow.of_the_block(2).await, Ok(7));
        assert_eq!(Slow.of_the_block(4).await, Ok(1));
        assert_eq!(Slow.of_its_own(2).await, Err(Error::Late));
        assert_eq!(Slow.that_blocks(), Ok(7));
        assert_eq!(Slow.that_takes_its_time(4).await, Ok(7));
    });
}

struct Foreign;

#[circuit_breaker(
    name = "foreign", timeout = "3s", fallback = |cause| Ok(shown(&cause)), fallback_on = timeout
)]
impl Foreign {
    async fn late(&self, time: u64) -> Result<String, fmt::Error> {
        tokio::time::sleep(Duration::from_secs(time)).await;
        Err(fmt::Error)
    }

    #[circuit_breaker(timeout = off)]
    fn that_blocks(&self) -> Result<String, fmt::Error> {
        Err(fmt::Error)
    }

    #[circuit_breaker(fallback = Ok("own".to_owned()))]
    async fn with_its_own(&self, time: u64) -> Result<String, fmt::Error> {
        self.late(time).await
    }
}

fn shown(cause: &Cause) -> String {
    cause.to_string()
}

#[test]
fn a_fallback_of_the_block_answers_time_outs_of_methods_that_have_one() {
    run(async {
        assert_eq!(Foreign.late(4).await.unwrap(), "call of `foreign` timed out after 3s");
        assert_eq!(Foreign.late(2).await, Err(fmt::Error));
        assert_eq!(Foreign.that_blocks(), Err(fmt::Error));
        assert_eq!(Foreign.with_its_own(2).await, Err(fmt::Error));
    });
    circuit("foreign").force_open();
    run(async {
        assert_eq!(Foreign.late(0).await.unwrap(), "circuit `foreign` is forced open");
        assert_eq!(Foreign.that_blocks().unwrap(), "circuit `foreign` is forced open");
        assert_eq!(Foreign.with_its_own(0).await.unwrap(), "own");
    });
}
