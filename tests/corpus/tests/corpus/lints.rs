//! No lint that the plain function has not.

use core::future::{Future, Ready, ready};
use core::str::FromStr;

use breaker_runtime::{CircuitOpen, circuit_breaker};
use tokio::task::JoinHandle;

use crate::callee::{Error, block_on};

/// An error of somebody else.
#[derive(Debug)]
struct Large([u8; 256]);

impl From<CircuitOpen> for Large {
    fn from(_: CircuitOpen) -> Self {
        Self([0; 256])
    }
}

struct Parsed(u8);

impl FromStr for Parsed {
    type Err = Large;

    #[circuit_breaker]
    fn from_str(text: &str) -> Result<Self, Large> {
        text.parse().map(Self).map_err(|_| Large([1; 256]))
    }
}

struct Whole(u8);

#[circuit_breaker]
impl FromStr for Whole {
    type Err = Large;

    fn from_str(text: &str) -> Result<Self, Large> {
        if text.is_empty() {
            return Err(Large([1; 256]));
        }
        let parse = |text: &str| text.parse::<u8>().ok();
        parse(text).map(Self).ok_or(Large([2; 256]))
    }
}

#[circuit_breaker(success(_), fallback = ())]
fn nothing(works: bool) {
    assert!(works);
}

#[circuit_breaker(success(_), fallback = |_| ())]
async fn nothing_later(works: bool) {
    assert!(works);
}

#[circuit_breaker(success(_), fallback = |_open| {}, fallback_on = failure)]
async fn nothing_at_last(_works: bool) {}

#[circuit_breaker(success(_), fallback = ())]
fn nothing_boxed() -> futures_util::future::BoxFuture<'static, ()> {
    Box::pin(async {})
}

#[circuit_breaker(success(_), fallback = ready(0))]
async fn yields() -> Ready<u32> {
    ready(1)
}

#[circuit_breaker(success(_), fallback = tokio::spawn(async { 0 }))]
async fn spawns() -> JoinHandle<u32> {
    tokio::spawn(async { 1 })
}

#[circuit_breaker(success(_), fallback = ready(0))]
async fn yields_opaque(value: u32) -> impl Future<Output = u32> {
    ready(value)
}

struct Transaction {
    done: bool,
    log: Vec<&'static str>,
}

impl Drop for Transaction {
    fn drop(&mut self) {
        self.log.push(if self.done { "committed" } else { "rolled back" });
    }
}

impl Transaction {
    #[circuit_breaker]
    fn commit(mut self) -> Result<(), Error> {
        self.send()?;
        self.done = true;
        Ok(())
    }

    #[circuit_breaker(fallback = |_| Err(Error::Down))]
    async fn commit_later(mut self) -> Result<(), Error> {
        self.send()?;
        self.done = true;
        Ok(())
    }

    #[circuit_breaker(fallback = |_| Err(Error::Down), fallback_on = failure)]
    async fn commit_or(mut self: Box<Self>, hard: bool) -> Result<(), Error> {
        if hard {
            self.done = true;
            return Ok(());
        }
        self.done = self.send().is_ok();
        drop(self);
        Ok(())
    }

    #[circuit_breaker(success(_), fallback = ())]
    fn forget(mut self) {
        self.done = true;
    }

    fn send(&self) -> Result<(), Error> {
        if self.done { Err(Error::Down) } else { Ok(()) }
    }
}

#[circuit_breaker]
fn commit((mut transaction, mut tries): (Transaction, u32)) -> Result<(), Error> {
    tries += 1;
    transaction.done = tries > 0;
    Ok(())
}

#[circuit_breaker]
async fn commit_later((mut transaction, _tries): (Transaction, u32)) -> Result<(), Error> {
    transaction.send()?;
    transaction.done = true;
    Ok(())
}

#[circuit_breaker]
fn cased(
    #[expect(non_snake_case, reason = "a formula")] E: u32,
    #[allow(non_snake_case)] (M, _c): (u32, u32),
) -> Result<u32, Error> {
    Ok(E + M)
}

#[circuit_breaker]
async fn cased_later(
    #[expect(non_snake_case, reason = "a formula")] E: u32,
    #[cfg_attr(all(), allow(non_snake_case))] mut M: u32,
) -> Result<u32, Error> {
    M += 1;
    Ok(E + M)
}

#[circuit_breaker(fallback = cased_instead)]
async fn cased_with_fallback(
    #[allow(non_snake_case, unused_variables)] E: u32,
    #[cfg_attr(all(), expect(unused_variables, reason = "not yet"))] m: u32,
) -> Result<u32, Error> {
    Ok(1)
}

async fn cased_instead(_: u32, _: u32) -> Result<u32, Error> {
    Ok(1)
}

#[circuit_breaker]
fn expected(
    #[expect(unused_variables, reason = "not yet")] (left, right): (u32, u32),
) -> Result<u32, Error> {
    Ok(right)
}

#[circuit_breaker]
fn documented(
    /* a comment */ #[cfg(not(any()))] a: u32,
    #[cfg(any())] b: Missing,
    #[cfg_attr(all(), cfg(any()))] c: Missing,
) -> Result<u32, Error> {
    Ok(a)
}

#[test]
fn nothing_is_returned() {
    nothing(true);
    block_on(nothing_later(true));
    block_on(nothing_at_last(true));
    block_on(nothing_boxed());
}

#[test]
fn futures_are_returned() {
    block_on(async {
        assert_eq!(yields().await.await, 1);
        assert_eq!(spawns().await.await.ok(), Some(1));
        assert_eq!(yields_opaque(1).await.await, 1);
    });
}

#[test]
fn transactions_are_committed() {
    let transaction = || Transaction { done: false, log: Vec::new() };
    assert_eq!(transaction().commit(), Ok(()));
    assert_eq!(block_on(transaction().commit_later()), Ok(()));
    assert_eq!(block_on(Box::new(transaction()).commit_or(true)), Ok(()));
    assert_eq!(commit((transaction(), 1)), Ok(()));
    assert_eq!(block_on(commit_later((transaction(), 1))), Ok(()));
    transaction().forget();
}

#[test]
fn large_errors_are_somebody_elses() {
    assert_eq!("1".parse::<Parsed>().map_or(0, |parsed| parsed.0), 1);
    assert_eq!("".parse::<Whole>().map_or_else(|Large(error)| error[0], |whole| whole.0), 1);
}

#[test]
fn parameters_keep_their_lints() {
    assert_eq!(cased(1, (2, 3)), Ok(3));
    assert_eq!(block_on(cased_later(1, 2)), Ok(4));
    assert_eq!(block_on(cased_with_fallback(1, 2)), Ok(1));
    assert_eq!(expected((1, 2)), Ok(2));
    assert_eq!(documented(1), Ok(1));
}

/// As many names of one letter as the lint lets a function have: those in the attribute are none of
/// its own.
#[circuit_breaker(key = a, fallback = |e| Err(e.into()), failure(Ok(r) if *r > 9))]
async fn four_letters(a: u32, b: u32, (c, d): (u32, u32)) -> Result<u32, Error> {
    Ok(a + b + c + d)
}

#[test]
fn names_of_one_letter_are_counted_in_the_function_alone() {
    assert_eq!(block_on(four_letters(1, 1, (1, 1))), Ok(4));
}
