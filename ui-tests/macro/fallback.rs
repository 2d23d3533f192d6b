//! Fallbacks that can't answer.
use std::future::Future;
use std::pin::Pin;

use breaker_runtime::{CircuitOpen, circuit_breaker};
type Result = std::result::Result<u32, std::io::Error>;

const DEFAULT: Result = Ok(1);

#[circuit_breaker(fallback = "cached")]
fn in_quotes() -> Result {
    Ok(1)
}

#[circuit_breaker(fallback = "n/a")]
fn text() -> Result {
    Ok(1)
}

#[circuit_breaker(fallback = || DEFAULT)]
fn closure_without_parameter() -> Result {
    Ok(1)
}

#[circuit_breaker(fallback = |open, id| DEFAULT)]
fn closure_with_two_parameters(id: u32) -> Result {
    Ok(id)
}

#[circuit_breaker(fallback = DEFAULT)]
fn constant() -> Result {
    Ok(1)
}

#[circuit_breaker(fallback = None)]
fn none() -> Option<u32> {
    Some(1)
}

#[circuit_breaker(fallback = cached)]
fn future_of_unknown_making(id: u32) -> Pin<Box<dyn Future<Output = Result>>> {
    make(id)
}

#[circuit_breaker(fallback = cached_pair)]
fn pattern_in_a_future((a, b): (u32, u32)) -> impl Future<Output = Result> {
    async move { Ok(a + b) }
}

fn make(id: u32) -> Pin<Box<dyn Future<Output = Result>>> {
    Box::pin(async move { Ok(id) })
}

async fn cached(id: u32) -> Result {
    Ok(id)
}

async fn cached_pair((a, b): (u32, u32)) -> Result {
    Ok(a + b)
}

#[circuit_breaker(fallback = itself)]
fn itself(id: u32) -> Result {
    Ok(id)
}

#[circuit_breaker(fallback = |_| itself_by_closure(id))]
fn itself_by_closure(id: u32) -> Result {
    Ok(id)
}

#[circuit_breaker(fallback = |_| Box::pin(itself_later(id)).await)]
async fn itself_later(id: u32) -> Result {
    Ok(id)
}

#[circuit_breaker(key = id, fallback = |_| another_key(id + 1))]
fn another_key(id: u32) -> Result {
    Ok(id)
}

struct Gateway;

#[circuit_breaker(fallback_on = failure, fallback = |_| self.by_expression(id))]
impl Gateway {
    #[circuit_breaker(fallback = Self::by_path)]
    fn by_path(&self) -> Result {
        Ok(1)
    }

    #[circuit_breaker(fallback = Gateway::by_type)]
    fn by_type(&self) -> Result {
        Ok(1)
    }

    fn by_expression(&self, id: u32) -> Result {
        Ok(id)
    }

    #[circuit_breaker(fallback = self.others(id))]
    fn by_another(&self, id: u32) -> Result {
        Ok(id)
    }

    #[circuit_breaker(skip)]
    fn others(&self, id: u32) -> Result {
        Ok(id)
    }
}

impl Gateway {
    #[circuit_breaker(fallback = Self::charge)]
    fn charge(&self) -> Result {
        Ok(1)
    }
}

#[circuit_breaker(fallback_on = failure)]
fn fallback_on_without_a_fallback(id: u32) -> Result {
    Ok(id)
}

#[circuit_breaker(fallback = plain, fallback_on = "failure")]
fn fallback_on_in_quotes(id: u32) -> Result {
    Ok(id)
}

#[circuit_breaker(fallback = plain, fallback_on = errors)]
fn fallback_on_something_else(id: u32) -> Result {
    Ok(id)
}

#[circuit_breaker(fallback = other, fallback_on = failure)]
fn exclusive_argument(list: &mut Vec<u32>) -> Result {
    Ok(list[0])
}

#[circuit_breaker(fallback = |_| Ok(7), fallback_on = failure)]
fn boxed_without_a_block(id: u32) -> std::pin::Pin<Box<dyn Future<Output = Result>>> {
    Box::pin(std::future::ready(Ok(id)))
}

struct Client;

impl Client {
    #[circuit_breaker(fallback = Self::other, fallback_on = failure)]
    fn exclusive_self(&mut self) -> Result {
        Ok(1)
    }

    #[circuit_breaker(fallback = self.other(), fallback_on = failure)]
    fn owned_self(self) -> Result {
        Ok(1)
    }
}

#[circuit_breaker(fallback = |_| Ok(a), fallback_on = failure)]
fn pattern_in_a_future_that_fails((a, b): (u32, u32)) -> impl Future<Output = Result> {
    async move { Ok(a + b) }
}

#[circuit_breaker(fallback = id)]
fn an_argument(id: u32) -> Result {
    Ok(id)
}

#[circuit_breaker(fallback = Err(open.into()))]
fn a_closure_without_its_parameter(id: u32) -> Result {
    Ok(id)
}

fn main() {
    let _: Option<CircuitOpen> = None;
}
