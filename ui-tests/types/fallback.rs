//! Fallbacks that do not fit the function: the errors are at the fallback.
use std::io::Error;

use breaker_runtime::{CircuitOpen, circuit_breaker};

#[circuit_breaker(fallback = missing)]
fn not_there(id: u32) -> Result<u32, Error> {
    Ok(id)
}

fn too_few_arguments() -> Result<u32, Error> {
    Ok(1)
}

#[circuit_breaker(fallback = too_few_arguments)]
fn gives_one(id: u32) -> Result<u32, Error> {
    Ok(id)
}

fn of_text(id: String) -> Result<u32, Error> {
    Ok(id.len() as u32)
}

#[circuit_breaker(fallback = of_text)]
fn gives_a_number(id: u32) -> Result<u32, Error> {
    Ok(id)
}

fn returns_text(_: u32) -> Result<String, Error> {
    Ok(String::new())
}

#[circuit_breaker(fallback = returns_text)]
fn wants_a_number(id: u32) -> Result<u32, Error> {
    Ok(id)
}

fn plain(_: u32) -> Result<u32, Error> {
    Ok(1)
}

#[circuit_breaker(fallback = plain)]
async fn wants_a_future(id: u32) -> Result<u32, Error> {
    Ok(id)
}

async fn asynchronous(_: u32) -> Result<u32, Error> {
    Ok(1)
}

#[circuit_breaker(fallback = asynchronous)]
fn wants_no_future(id: u32) -> Result<u32, Error> {
    Ok(id)
}

#[circuit_breaker(fallback = |open| open.name())]
fn closure_of_another_type(id: u32) -> Result<u32, Error> {
    Ok(id)
}

#[circuit_breaker(fallback = |open: Error| Err(open))]
fn closure_for_another_error(id: u32) -> Result<u32, Error> {
    Ok(id)
}

#[circuit_breaker(fallback = 1)]
fn expression_of_another_type(id: u32) -> Result<u32, Error> {
    Ok(id)
}

#[circuit_breaker(fallback = asynchronous(id))]
async fn forgotten_await(id: u32) -> Result<u32, Error> {
    Ok(id)
}

struct Client;

impl Client {
    #[circuit_breaker(fallback = Self::missing)]
    fn get(&self) -> Result<u32, Error> {
        Ok(1)
    }

    #[circuit_breaker(fallback = cached)]
    fn without_self(&self) -> Result<u32, Error> {
        self.cached()
    }

    fn cached(&self) -> Result<u32, Error> {
        Ok(1)
    }
}

fn main() {
    let _: Option<CircuitOpen> = None;
}
