//! `breaker`: several functions, one circuit.

use breaker_runtime::{CircuitBreaker, Policy, State, circuit_breaker, registry};
use tests::run;

use crate::{Error, circuit, is_open};

static DB: CircuitBreaker = CircuitBreaker::new("shared db", Policy::new().threshold(3));

mod circuits {
    use super::{CircuitBreaker, Policy};

    pub(super) static CACHE: CircuitBreaker =
        CircuitBreaker::new("shared cache", Policy::new().consecutive(1));
    pub(super) static NEVER_CALLED: CircuitBreaker =
        CircuitBreaker::new("shared, never called", Policy::new());
}

static REFERRED_TO: CircuitBreaker = CircuitBreaker::new("shared by reference", Policy::new());
static BY_REFERENCE: &CircuitBreaker = &REFERRED_TO;

#[circuit_breaker(breaker = BY_REFERENCE)]
fn count(reply: Result<u32, Error>) -> Result<u32, Error> {
    reply
}

#[test]
fn a_static_that_refers_to_a_circuit_names_it() {
    assert_eq!(count(Ok(1)), Ok(1));
    assert_eq!(REFERRED_TO.snapshot().calls.success, 1);
}

#[circuit_breaker(breaker = DB)]
fn read(reply: Result<u32, Error>) -> Result<u32, Error> {
    reply
}

#[circuit_breaker(breaker = DB, ignore(Err(Error::Cancelled)))]
async fn write(reply: Result<u32, Error>) -> Result<u32, Error> {
    reply
}

#[circuit_breaker(breaker = DB, failure(None), fallback = Some(7))]
fn look_up(reply: Option<u32>) -> Option<u32> {
    reply
}

#[test]
fn all_functions_of_a_circuit_count_and_are_rejected_together() {
    assert_eq!(read(Err(Error::Broken)), Err(Error::Broken));
    assert_eq!(run(write(Err(Error::Cancelled))), Err(Error::Cancelled));
    assert_eq!(run(write(Err(Error::Broken))), Err(Error::Broken));
    assert_eq!(DB.state(), State::Closed);
    assert_eq!(look_up(None), None);
    assert_eq!(DB.state(), State::Open);
    assert_eq!(read(Ok(1)), Err(Error::Open));
    assert_eq!(run(write(Ok(1))), Err(Error::Open));
    assert_eq!(look_up(Some(1)), Some(7));
    let calls = DB.snapshot().calls;
    assert_eq!((calls.failure, calls.ignored, calls.rejected), (3, 1, 3));
}

struct Cache;

impl Cache {
    #[circuit_breaker(breaker = circuits::CACHE, fallback = Self::empty, fallback_on = failure)]
    fn get<T: Clone>(&self, reply: Result<T, Error>, _default: T) -> Result<T, Error> {
        reply
    }

    fn empty<T: Clone>(&self, _reply: Result<T, Error>, default: T) -> Result<T, Error> {
        Ok(default)
    }

    #[circuit_breaker(breaker = circuits::CACHE)]
    fn boxed<'a>(
        &'a self,
        reply: &'a u32,
    ) -> std::pin::Pin<Box<dyn Future<Output = Result<&'a u32, Error>> + Send + 'a>> {
        let made = async move { Ok(reply) };
        if *reply > 5 { Box::pin(made) } else { Box::pin(std::future::ready(Ok(reply))) }
    }
}

#[test]
fn what_belongs_to_the_call_goes_with_it() {
    assert_eq!(run(Cache.boxed(&9)), Ok(&9));
    assert_eq!(Cache.get(Err(Error::Broken), 3), Ok(3));
    assert!(is_open("shared cache"));
    assert_eq!(Cache.get(Ok("there"), "default"), Ok("default"));
    assert_eq!(run(Cache.boxed(&9)), Err(Error::Open));
}

#[circuit_breaker(breaker = circuits::NEVER_CALLED)]
#[expect(dead_code, reason = "listed all the same")]
fn never_called() -> Result<(), Error> {
    Ok(())
}

#[test]
fn it_is_listed_once_from_the_start_under_its_own_name() {
    for name in ["shared db", "shared cache", "shared, never called"] {
        let count = registry().iter().filter(|circuit| circuit.name() == name).count();
        assert_eq!(count, 1, "{name}");
    }
    assert!(std::ptr::eq(circuit("shared db"), &raw const DB));
    registry().check().unwrap();
}
