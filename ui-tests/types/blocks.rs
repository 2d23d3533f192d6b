//! What the compiler says about methods in a block with a circuit.
use std::io::Error;

use breaker_runtime::circuit_breaker;

struct Gateway;
struct Odd<T>(T);

#[circuit_breaker]
impl Gateway {
    fn new() -> Self {
        Gateway
    }

    fn name(&self) -> &'static str {
        "gateway"
    }

    fn wrong_body(&self) -> Result<u32, Error> {
        "text"
    }

    #[circuit_breaker(fallback = Self::missing)]
    fn wrong_fallback(&self) -> Result<u32, Error> {
        Ok(1)
    }
}

#[circuit_breaker(threshold = Self::LIMIT)]
impl<T> Odd<T> {
    const LIMIT: u32 = 5;

    fn ask(&self) -> Result<u32, Error> {
        Ok(1)
    }
}

#[circuit_breaker(threshold = LIMIT)]
impl Odd<u8> {
    fn missing_constant(&self) -> Result<u32, Error> {
        Ok(1)
    }
}

#[circuit_breaker(fallback = Self::queue)]
impl Odd<u16> {
    fn pay(&self, amount: u32) -> Result<u32, Error> {
        Ok(amount)
    }

    fn refund(&self) -> Result<u32, Error> {
        Ok(1)
    }

    #[circuit_breaker(skip)]
    fn queue(&self, amount: u32) -> Result<u32, Error> {
        Ok(amount)
    }
}

fn main() {}
