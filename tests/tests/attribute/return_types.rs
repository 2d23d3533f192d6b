//! Coercions and inference in return position, borrowed and opaque returns.

use core::error::Error as StdError;
use core::fmt::{Debug, Display};
use std::io;

use breaker_runtime::{CircuitOpen, Outcome, Reject, Verdict, circuit_breaker};

use crate::callee::{Answer, ask, ask_later, assert_guarded, wait};

#[circuit_breaker(threshold = 2, name = "dyn coercion")]
fn boxed_display(works: bool) -> Answer<Box<dyn Display>> {
    if ask(works)? == 0 {
        return Ok(Box::new("zero"));
    }
    Ok(Box::new(7))
}

#[circuit_breaker(threshold = 2, name = "async dyn coercion")]
async fn async_boxed_display(works: bool) -> Answer<Box<dyn Display + Send>> {
    if ask_later(works).await? == 0 {
        return Ok(Box::new("zero"));
    }
    Ok(Box::new(7))
}

#[circuit_breaker(threshold = 2, name = "fn coercion")]
fn pointer(works: bool) -> Answer<fn(bool) -> Answer> {
    ask(works)?;
    Ok(ask)
}

#[circuit_breaker(threshold = 2, name = "opaque")]
fn opaque(works: bool) -> Answer<impl Debug + Clone> {
    ask(works).map(|answer| vec![answer])
}

#[circuit_breaker(threshold = 2, name = "opaque with ?")]
fn opaque_iterator(works: bool) -> Answer<impl Iterator<Item = u32>> {
    let answer = ask(works)?;
    Ok((0..answer).filter(|number| number % 2 == 0))
}

#[circuit_breaker(threshold = 2, name = "async opaque")]
async fn async_opaque(works: bool) -> Answer<impl Debug> {
    ask_later(works).await
}

#[circuit_breaker(threshold = 2, name = "borrowed mutably")]
fn borrowed<'m>(map: &'m mut Vec<u32>, works: bool) -> Answer<&'m mut u32> {
    let answer = ask(works)?;
    map.push(answer);
    map.last_mut().ok_or(crate::callee::Error::Down)
}

#[circuit_breaker(threshold = 2, name = "async borrowed mutably")]
async fn async_borrowed(map: &mut Vec<u32>, works: bool) -> Answer<&mut u32> {
    map.push(ask_later(works).await?);
    map.last_mut().ok_or(crate::callee::Error::Down)
}

#[test]
fn trait_objects_are_coerced_at_every_return() {
    assert_guarded("dyn coercion", boxed_display);
    assert_guarded("async dyn coercion", |works| wait(async_boxed_display(works)));
}

#[test]
fn functions_are_coerced_to_pointers() {
    assert_guarded("fn coercion", pointer);
}

#[test]
fn opaque_types() {
    assert_guarded("opaque", opaque);
    assert_guarded("opaque with ?", opaque_iterator);
    assert_guarded("async opaque", |works| wait(async_opaque(works)));
}

#[test]
fn mutable_borrows() {
    let mut map = Vec::new();
    assert_guarded("borrowed mutably", |works| borrowed(&mut map, works).map(|last| *last));
    assert_guarded("async borrowed mutably", |works| {
        wait(async_borrowed(&mut map, works)).map(|last| *last)
    });
    *borrowed(&mut map, true).unwrap() = 1;
    assert_eq!(map.last(), Some(&1));
}

#[test]
fn errors_that_take_a_rejection_without_help() {
    #[circuit_breaker(threshold = 1, name = "boxed error")]
    fn boxed() -> Result<(), Box<dyn StdError + Send + Sync>> {
        Err("down".into())
    }
    #[circuit_breaker(threshold = 1, name = "io error")]
    fn input() -> io::Result<()> {
        Err(io::ErrorKind::TimedOut.into())
    }
    assert_eq!(boxed().unwrap_err().to_string(), "down");
    assert!(boxed().unwrap_err().is::<CircuitOpen>());
    assert_eq!(input().unwrap_err().kind(), io::ErrorKind::TimedOut);
    assert!(input().unwrap_err().get_ref().unwrap().is::<CircuitOpen>());
}

#[test]
fn the_error_that_the_caller_sees_is_its_own() {
    #[derive(Debug, PartialEq)]
    enum Mine {
        Boom(u8),
        Open,
    }
    impl From<CircuitOpen> for Mine {
        fn from(_: CircuitOpen) -> Self {
            Self::Open
        }
    }
    #[circuit_breaker(threshold = 1, name = "typed error")]
    fn typed() -> Result<(), Mine> {
        Err(Mine::Boom(1))
    }
    assert_eq!((typed(), typed()), (Err(Mine::Boom(1)), Err(Mine::Open)));
}

#[test]
fn types_that_reject_in_their_own_way() {
    #[derive(Debug, PartialEq)]
    struct Status(u16);
    impl Outcome for Status {
        fn verdict(&self) -> Verdict {
            if self.0 >= 500 { Verdict::Failure } else { Verdict::Success }
        }
    }
    impl Reject for Status {
        fn reject(_: CircuitOpen) -> Self {
            Self(429)
        }
    }
    #[circuit_breaker(threshold = 1, name = "status")]
    fn status(code: u16) -> Status {
        Status(code)
    }
    assert_eq!([status(200), status(500), status(200)], [Status(200), Status(500), Status(429)]);
}
