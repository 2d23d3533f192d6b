//! An error that notes where it was made notes the function that was rejected.

use std::panic::Location;

use breaker_runtime::{CircuitBreaker, CircuitOpen, KeyedCircuitBreaker, Policy, circuit_breaker};
use tests::run;

/// As the reports of eyre and the errors of snafu do.
#[derive(Debug)]
struct Noted(&'static Location<'static>);

impl From<CircuitOpen> for Noted {
    #[track_caller]
    fn from(_: CircuitOpen) -> Self {
        Self(Location::caller())
    }
}

const OPEN_FIRST: Policy = Policy::new().threshold(1);

#[track_caller]
fn failed<T>() -> Result<T, Noted> {
    Err(Noted(Location::caller()))
}

/// The line of an error that the second call returns; the first one fails.
#[track_caller]
fn line_of_second<T>(mut call: impl FnMut() -> Result<T, Noted>) -> u32 {
    call().map(drop).unwrap_err();
    let Noted(at) = call().map(drop).unwrap_err();
    assert_eq!(at.file(), file!());
    at.line()
}

const SYNC: u32 = line!() + 1;
#[circuit_breaker(name = "located", policy = OPEN_FIRST)]
fn sync() -> Result<(), Noted> {
    failed()
}

const FUTURE: u32 = line!() + 1;
#[circuit_breaker(name = "located future", policy = OPEN_FIRST)]
async fn future() -> Result<(), Noted> {
    failed()
}

const BY_KEY: u32 = line!() + 1;
#[circuit_breaker(name = "located by key", policy = OPEN_FIRST, key = key)]
fn by_key(key: u8) -> Result<(), Noted> {
    let _ = key;
    failed()
}

const BY_ARMS: u32 = line!() + 1;
#[circuit_breaker(name = "located by arms", policy = OPEN_FIRST, success(Ok(())))]
fn by_arms() -> Result<(), Noted> {
    failed()
}

#[test]
fn an_annotated_function_is_where_its_attribute_is() {
    assert_eq!(line_of_second(sync), SYNC);
    assert_eq!(line_of_second(|| run(future())), FUTURE);
    assert_eq!(line_of_second(|| by_key(1)), BY_KEY);
    assert_eq!(line_of_second(by_arms), BY_ARMS);
}

#[test]
fn without_the_attribute_it_is_the_call() {
    let circuit = CircuitBreaker::new("located call", OPEN_FIRST);
    let at = line!() + 1;
    assert_eq!(line_of_second(|| circuit.call(failed::<()>)), at);
    let circuits = KeyedCircuitBreaker::new("located call by key", OPEN_FIRST, 8);
    let at = line!() + 1;
    assert_eq!(line_of_second(|| circuits.call("key", failed::<()>)), at);
}
