//! Values in place of futures and of a `Result`: what is meant is inside.
use std::io::Error;

use breaker_runtime::{CircuitOpen, circuit_breaker};

enum Failed {
    Cancelled,
    Busy(u32),
}

impl From<CircuitOpen> for Failed {
    fn from(_: CircuitOpen) -> Self {
        Self::Busy(0)
    }
}

#[circuit_breaker(failure(404))]
fn number(id: u32) -> Result<u32, Failed> {
    Ok(id)
}

#[circuit_breaker(failure(500..=599))]
fn status(id: u16) -> Result<u16, Failed> {
    Ok(id)
}

#[circuit_breaker(ignore(Failed::Cancelled | Failed::Busy(_)))]
async fn variants(id: u32) -> Result<u32, Failed> {
    Ok(id)
}

#[circuit_breaker(failure(Failed::Busy(_)))]
fn failures(id: u32) -> Result<u32, Failed> {
    Ok(id)
}

#[circuit_breaker(failure(Some(0)))]
fn option(id: u32) -> Result<Option<u32>, Failed> {
    Ok(Some(id))
}

#[circuit_breaker(fallback = |open| async move { Err(open.into()) })]
async fn block(id: u32) -> Result<u32, Error> {
    Ok(id)
}

#[circuit_breaker(fallback = async { Ok(1) })]
async fn block_without_a_closure(id: u32) -> Result<u32, Error> {
    Ok(id)
}

#[circuit_breaker(fallback = |_| async { Ok(1) })]
fn block_that_nobody_awaits(id: u32) -> Result<u32, Error> {
    Ok(id)
}

fn main() {}
