//! What can't mean what it says.
use breaker_runtime::circuit_breaker;

#[allow(dead_code)]
enum Error {
    Down,
    Gone,
}

#[circuit_breaker(failure(Err(Error::Down)))]
fn failures_alone() -> Result<(), Error> {
    Ok(())
}

#[circuit_breaker(failure(Err(e) if matches!(e, Error::Down)))]
fn failures_alone_by_a_guard() -> Result<(), Error> {
    Ok(())
}

#[circuit_breaker(ignore(Err(_)), failure(Err(Error::Down)))]
fn list_of_failures() -> Result<(), Error> {
    Ok(())
}

#[circuit_breaker(failure(Err(_)), success(Err(Error::Gone)))]
fn list_of_answers() -> Result<(), Error> {
    Ok(())
}

#[circuit_breaker(failure(None))]
fn names_alone() -> Result<Option<u8>, Error> {
    Ok(None)
}

#[circuit_breaker(failure(Ok(_)))]
fn every_success() -> Result<(), Error> {
    Ok(())
}

#[circuit_breaker(ignore(Ok(_)))]
fn never_closes() -> Result<(), Error> {
    Ok(())
}

#[circuit_breaker(success(Err(_)))]
fn every_error() -> Result<(), Error> {
    Ok(())
}

#[circuit_breaker(ignore(Err(Error::Gone)), success(Err(Error::Gone)))]
fn ignored_already() -> Result<(), Error> {
    Ok(())
}

#[circuit_breaker(ignore(0))]
fn nothing_fails() -> u8 {
    0
}

#[circuit_breaker(name = "shop-{id}")]
fn interpolated(id: u8) -> Result<(), Error> {
    let _ = id;
    Ok(())
}

#[circuit_breaker(key = 5 + 5)]
fn same_for_every_call() -> Result<(), Error> {
    Ok(())
}

#[circuit_breaker(open_for = "1m", max_open_for = "60s")]
fn never_longer() -> Result<(), Error> {
    Ok(())
}

fn main() {}
