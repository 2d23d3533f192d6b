//! Mistakes in the body: they read as they would without the attribute.
use std::future::Future;
use std::io::Error;

use breaker_runtime::circuit_breaker;

#[circuit_breaker]
fn wrong_type(id: u32) -> Result<u32, Error> {
    id.to_string()
}

#[circuit_breaker]
async fn wrong_type_async(id: u32) -> Result<u32, Error> {
    id.to_string()
}

#[circuit_breaker]
fn semicolon(id: u32) -> Result<u32, Error> {
    Ok(id);
}

#[circuit_breaker]
async fn semicolon_async(id: u32) -> Result<u32, Error> {
    Ok(id);
}

#[circuit_breaker]
fn wrong_question_mark(id: &str) -> Result<u32, Error> {
    Ok(id.parse::<u32>()?)
}

#[circuit_breaker]
async fn wrong_question_mark_async(id: &str) -> Result<u32, Error> {
    Ok(id.parse::<u32>()?)
}

#[circuit_breaker]
fn early_return(id: u32) -> Result<u32, Error> {
    if id == 0 {
        return "zero";
    }
    Ok(id)
}

#[circuit_breaker]
async fn early_return_async(id: u32) -> Result<u32, Error> {
    if id == 0 {
        return "zero";
    }
    Ok(id)
}

#[circuit_breaker]
fn unknown_name(id: u32) -> Result<u32, Error> {
    Ok(idd)
}

#[circuit_breaker]
fn future(id: u32) -> impl Future<Output = Result<u32, Error>> {
    async move { id.to_string() }
}

#[circuit_breaker]
fn assigns_to_a_constant_argument(id: u32) -> Result<u32, Error> {
    id += 1;
    Ok(id)
}

#[circuit_breaker]
fn uses_after_move(name: String) -> Result<usize, Error> {
    drop(name);
    Ok(name.len())
}

fn main() {}
