//! Time-outs that can't be answered.
use std::future::Future;
use std::io::Error;
use std::pin::Pin;

use breaker_runtime::{CircuitOpen, circuit_breaker};

struct Rejected;

impl From<CircuitOpen> for Rejected {
    fn from(_: CircuitOpen) -> Self {
        Self
    }
}

const TEN: u32 = 10;

#[circuit_breaker(timeout = "3s")]
async fn error_without_from(id: u32) -> Result<u32, Rejected> {
    Ok(id)
}

#[circuit_breaker(timeout = "3s")]
fn boxed(id: u32) -> Pin<Box<dyn Future<Output = Result<u32, Rejected>>>> {
    Box::pin(async move { Ok(id) })
}

#[circuit_breaker(timeout = "3s", failure(0), fallback = 0)]
async fn number(id: u32) -> u32 {
    id
}

#[circuit_breaker(timeout = TEN)]
async fn limit_of_another_type(id: u32) -> Result<u32, Error> {
    Ok(id)
}

#[circuit_breaker(timeout = limit)]
async fn limit_of_an_argument(limit: u32) -> Result<u32, Error> {
    Ok(limit)
}

#[circuit_breaker(timeout = "3s")]
async fn wrong_body(id: u32) -> Result<u32, Error> {
    id.to_string()
}

fn main() {}
