//! Return types that can't be rejected, or say nothing about failure.
use std::future::Future;
use std::pin::Pin;

use breaker_runtime::circuit_breaker;

#[derive(Debug)]
struct PaymentError;

#[circuit_breaker]
fn error_without_from() -> Result<u32, PaymentError> {
    Ok(1)
}

#[circuit_breaker]
async fn error_without_from_async() -> Result<u32, PaymentError> {
    Ok(1)
}

#[circuit_breaker]
fn nothing() {}

#[circuit_breaker]
async fn nothing_async() {}

#[circuit_breaker]
fn option(id: u32) -> Option<u32> {
    Some(id)
}

#[circuit_breaker(fallback = |_| 0)]
fn number_with_fallback(id: u32) -> u32 {
    id
}

#[circuit_breaker]
fn future(id: u32) -> impl Future<Output = Result<u32, PaymentError>> {
    async move { Ok(id) }
}

#[circuit_breaker]
fn boxed(id: u32) -> Pin<Box<dyn Future<Output = u32>>> {
    Box::pin(async move { id })
}

#[circuit_breaker]
fn opaque(id: u32) -> Result<impl std::fmt::Display, PaymentError> {
    Ok(id)
}

fn main() {}
