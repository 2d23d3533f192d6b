//! Calls that do not look like one: of constants, operators and plain functions.

use core::future::{Ready, ready};
use core::ops::Index;

use breaker_runtime::testing::isolate;
use breaker_runtime::{CircuitOpen, circuit_breaker};
use tests::poll_to_end;

use super::circuit;

type Next = fn(u32) -> Result<u32, CircuitOpen>;

const NEXT: Next = capitals_too;
const PREVIOUS: Next = capitals;

#[circuit_breaker(name = "round: capitals", fallback = |_| NEXT(x))]
fn capitals(x: u32) -> Result<u32, CircuitOpen> {
    Ok(x)
}

#[circuit_breaker(name = "round: capitals too", fallback = PREVIOUS(x))]
fn capitals_too(x: u32) -> Result<u32, CircuitOpen> {
    Ok(x + 1)
}

/// Looks up what it has by a call.
struct Table;

impl Index<u32> for Table {
    type Output = u32;

    fn index(&self, x: u32) -> &u32 {
        match operator(x) {
            Ok(0) => &0,
            Ok(_) => &1,
            Err(_) => &2,
        }
    }
}

const TABLE: Table = Table;

#[circuit_breaker(name = "round: operator", fallback = Ok(TABLE[x]))]
fn operator(x: u32) -> Result<u32, CircuitOpen> {
    Ok(x)
}

#[test]
fn of_calls_that_do_not_look_like_one() {
    for name in ["round: capitals", "round: capitals too", "round: operator"] {
        circuit(name).force_open();
    }
    assert_eq!(capitals(1).expect_err("a circle").name(), "round: capitals");
    assert_eq!(capitals_too(1).expect_err("a circle").name(), "round: capitals too");
    assert_eq!(operator(5), Ok(2), "the look-up was rejected");
    circuit("round: capitals too").reset();
    assert_eq!(capitals(1), Ok(2));
}

#[circuit_breaker(name = "round: asked at once", fallback = at_once)]
async fn asked_at_once() -> Result<u32, CircuitOpen> {
    Ok(1)
}

/// No future of its own: it does its work before anybody polls what it returns.
fn at_once() -> Ready<Result<u32, CircuitOpen>> {
    ready(poll_to_end(asked_at_once()))
}

#[test]
fn of_a_plain_function_that_returns_a_future() {
    let test = isolate();
    test.circuit("round: asked at once").unwrap().force_open();
    let rejected = poll_to_end(asked_at_once()).expect_err("it comes round");
    assert_eq!(rejected.name(), "round: asked at once");
}
