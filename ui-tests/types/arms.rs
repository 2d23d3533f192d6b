//! Wrong arms: the compiler's own errors and warnings, where the arms are.
#![deny(warnings)]
use breaker_runtime::circuit_breaker;
use std::io::Error;

#[circuit_breaker(failure(Some(_)))]
fn pattern_of_another_type(id: u32) -> Result<u32, Error> {
    Ok(id)
}

#[circuit_breaker(failure(Err(error) if error.kind() == 5))]
async fn guard_of_another_type(id: u32) -> Result<u32, Error> {
    Ok(id)
}

#[circuit_breaker(ignore(Err(e) if e.missing()))]
fn unknown_method(id: u32) -> Result<u32, Error> {
    Ok(id)
}

#[circuit_breaker(failure(Err(error)))]
fn unused_variable(id: u32) -> Result<u32, Error> {
    Ok(id)
}

#[circuit_breaker(failure(Ok(0..=9)), success(Ok(5)))]
fn unreachable_arm(id: u32) -> Result<u32, Error> {
    Ok(id)
}

#[circuit_breaker(failure(0))]
fn needs_a_fallback(id: u32) -> u32 {
    id
}

fn main() {}
