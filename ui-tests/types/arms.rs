//! Wrong arms: the compiler's own errors and warnings, where the arms are.
#![deny(warnings)]
use breaker_runtime::{CircuitOpen, circuit_breaker};
use std::io::Error;

#[circuit_breaker(failure(Some(_)))]
fn pattern_of_another_type(id: u32) -> Result<u32, Error> {
    Ok(id)
}

#[circuit_breaker(ignore(Err(error) if error.kind() == 5))]
async fn guard_of_another_type(id: u32) -> Result<u32, Error> {
    Ok(id)
}

#[circuit_breaker(ignore(Err(e) if e.missing()))]
fn unknown_method(id: u32) -> Result<u32, Error> {
    Ok(id)
}

#[circuit_breaker(failure(Some(reply)), fallback = |_| None)]
fn unused_variable(id: u32) -> Option<u32> {
    Some(id)
}

#[circuit_breaker(failure(Ok(0..=9)), success(Ok(5)))]
fn unreachable_arm(id: u32) -> Result<u32, Error> {
    Ok(id)
}

#[circuit_breaker(failure(0))]
fn needs_a_fallback(id: u32) -> u32 {
    id
}

enum Fault {
    Busy,
}

enum Flaw {
    Busy,
}

impl From<CircuitOpen> for Fault {
    fn from(_: CircuitOpen) -> Self {
        Self::Busy
    }
}

impl From<CircuitOpen> for Flaw {
    fn from(_: CircuitOpen) -> Self {
        Self::Busy
    }
}

struct Errors;

/// The compiler shows which methods have another error.
#[circuit_breaker(ignore(Err(Fault::Busy)))]
impl Errors {
    fn same(&self) -> Result<u32, Fault> {
        Err(Fault::Busy)
    }

    fn other(&self) -> Result<u32, Flaw> {
        Err(Flaw::Busy)
    }

    async fn other_later(&self) -> Result<u32, Flaw> {
        Err(Flaw::Busy)
    }
}

fn main() {}
