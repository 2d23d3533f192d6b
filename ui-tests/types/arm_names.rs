//! Names in arms that look like constants, and are none: a new variable would match everything.
use std::io::Error;

use breaker_runtime::circuit_breaker;

const TIMED_OUT: u32 = 408;

#[circuit_breaker(failure(Ok(TIMED_OT)))]
fn a_constant_that_is_missing(id: u32) -> Result<u32, Error> {
    let _ = TIMED_OUT;
    Ok(id)
}

#[circuit_breaker(failure(Ok(TIMED_OUT)), ignore(Err(CANCELLED)))]
async fn another_one(id: u32) -> Result<u32, Error> {
    Ok(id)
}

#[circuit_breaker(ignore(Err(Cancelled)))]
fn a_variant_that_is_missing(id: u32) -> Result<u32, Error> {
    Ok(id)
}

fn main() {}
