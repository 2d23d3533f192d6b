//! Fallbacks that are called with other arguments than they take: an error names the function once, and proposes no
//! call that nobody would write.
use std::fmt::Display;
use std::io::Error;

use breaker_runtime::{CircuitOpen, circuit_breaker};

fn of_two(_: u32, _: u8) -> Result<u32, Error> {
    Ok(1)
}

fn of_a_rejection(_: u32, _: CircuitOpen) -> Result<u32, Error> {
    Ok(1)
}

fn of_text<T: Display>(_: T) -> Result<u32, Error> {
    Ok(1)
}

fn of_a_guess<T: Default>(_: u32) -> Result<u32, Error> {
    let _ = T::default();
    Ok(1)
}

enum Answer {
    Nothing,
}

#[circuit_breaker(fallback = of_two)]
fn one_is_missing(id: u32) -> Result<u32, Error> {
    Ok(id)
}

#[circuit_breaker(fallback = of_a_rejection)]
async fn wants_the_rejection(id: u32) -> Result<u32, Error> {
    Ok(id)
}

#[circuit_breaker(fallback = of_two)]
fn in_another_order(kind: u8, id: u32) -> Result<u32, Error> {
    Ok(id + u32::from(kind))
}

#[circuit_breaker(fallback = of_text)]
fn bound_that_does_not_hold(ids: &[u8]) -> Result<u32, Error> {
    Ok(ids.len() as u32)
}

#[circuit_breaker(fallback = of_a_guess)]
fn type_that_nothing_says(id: u32) -> Result<u32, Error> {
    Ok(id)
}

#[circuit_breaker(fallback = Answer::Nothing)]
fn value_instead_of_a_function(id: u32) -> Result<u32, Error> {
    Ok(id)
}

struct Client;

impl Client {
    #[circuit_breaker(fallback = Self::cached)]
    fn too_many(&self, id: u32, kind: u8) -> Result<u32, Error> {
        Ok(id + u32::from(kind))
    }

    #[circuit_breaker(fallback = Self::cached)]
    fn owned(self, id: u32) -> Result<u32, Error> {
        Ok(id)
    }

    #[circuit_breaker(fallback = Self::cached)]
    async fn awaited(&self, id: u32) -> Result<u32, Error> {
        Ok(id)
    }

    fn cached(&self, id: u32) -> Result<u32, Error> {
        Ok(id)
    }
}

fn main() {}
