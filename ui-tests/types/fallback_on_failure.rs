//! Fallbacks for failed calls: arguments that can't be cloned, and closures that expect something else.
use breaker_runtime::{CircuitOpen, circuit_breaker};
use std::io::Error;

struct Connection;

#[circuit_breaker(fallback = second, fallback_on = failure)]
fn not_clone(connection: Connection, id: u32) -> Result<u32, Error> {
    drop(connection);
    Ok(id)
}

fn second(_: Connection, id: u32) -> Result<u32, Error> {
    Ok(id)
}

#[circuit_breaker(fallback = second_async, fallback_on = failure)]
async fn not_clone_async(connection: Connection, id: u32) -> Result<u32, Error> {
    drop(connection);
    Ok(id)
}

async fn second_async(_: Connection, id: u32) -> Result<u32, Error> {
    Ok(id)
}

#[circuit_breaker(fallback = |_| Ok(value), fallback_on = failure)]
fn generic<T>(value: T, keep: bool) -> Result<T, Error> {
    if keep { Ok(value) } else { Err(Error::other("no")) }
}

#[circuit_breaker(fallback = |open: CircuitOpen| Err(open.into()), fallback_on = failure)]
fn gets_a_cause(id: u32) -> Result<u32, Error> {
    Ok(id)
}

#[circuit_breaker(fallback = missing, fallback_on = failure)]
fn missing_fallback(id: u32) -> Result<u32, Error> {
    Ok(id)
}

#[circuit_breaker(fallback = 1, fallback_on = failure)]
fn expression_of_another_type(id: u32) -> Result<u32, Error> {
    Ok(id)
}

fn main() {}
