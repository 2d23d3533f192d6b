//! No runtime where the attribute looks for it: one error each; and arguments behind a `=`.
use std::io::Error;

use breaker_runtime::circuit_breaker;

#[circuit_breaker(crate = ::nowhere, threshold = 5, fallback = |_| Ok(id), failure(Ok(7)))]
fn another_crate(id: u32) -> Result<u32, Error> {
    Ok(id)
}

#[circuit_breaker(crate = crate::missing, key = host)]
async fn another_module(host: &str) -> Result<usize, Error> {
    Ok(host.len())
}

struct Gateway;

#[circuit_breaker(crate = ::elsewhere)]
impl Gateway {
    fn charge(&self) -> Result<u32, Error> {
        Ok(1)
    }

    async fn refund(&self) -> Result<u32, Error> {
        Ok(1)
    }
}

#[circuit_breaker = "payments"]
fn behind_equals(id: u32) -> Result<u32, Error> {
    Ok(id)
}

fn main() {}
