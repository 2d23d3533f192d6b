//! Functions that share a circuit, or call themselves.

use std::io;

use breaker_runtime::{CircuitBreaker, Policy, circuit_breaker};

use super::{down, failure};

static SHARED: CircuitBreaker = CircuitBreaker::new("round: shared", Policy::new());
breaker_runtime::register!(SHARED);

#[circuit_breaker(breaker = SHARED, fallback_on = failure, fallback = secondary)]
fn primary() -> io::Result<u8> {
    down("primary")
}

#[circuit_breaker(breaker = SHARED, fallback_on = failure, fallback = |_| Ok(u8::MAX))]
fn secondary() -> io::Result<u8> {
    down("secondary")
}

struct Shop;

#[circuit_breaker(name = "round: shop", fallback_on = failure, fallback = |_| self.elsewhere())]
impl Shop {
    fn buy(&self) -> io::Result<u8> {
        let Self = self;
        down("buy")
    }

    fn order(&self) -> io::Result<u8> {
        let Self = self;
        down("order")
    }

    #[circuit_breaker(skip)]
    fn elsewhere(&self) -> io::Result<u8> {
        self.order()
    }
}

#[test]
fn of_functions_that_share_a_circuit() {
    assert_eq!(primary().ok(), Some(u8::MAX), "no circle");
    assert_eq!(failure(|| Shop.buy()), ("order".to_owned(), 3));
    assert_eq!(failure(|| Shop.order()), ("order".to_owned(), 2));
}

/// Fails at its leaves, and has what it has read by then from those.
#[circuit_breaker(
    name = "round: walk", threshold = 1000, fallback_on = failure, fallback = |_| Ok(leaf(depth))
)]
fn walk(depth: u32) -> io::Result<u32> {
    match depth {
        0 => down("leaf"),
        1 => walk(0).and_then(|_| down("twig")),
        _ => Ok(walk(depth - 1)? + walk(depth - 2)?),
    }
}

fn leaf(depth: u32) -> u32 {
    10_u32.pow(depth)
}

#[test]
fn a_function_that_calls_itself_in_its_body_is_no_circle() {
    assert_eq!(walk(0).ok(), Some(1));
    assert_eq!(walk(1).ok(), Some(10));
    assert_eq!(walk(4).ok(), Some(3 * 10 + 2));
}
