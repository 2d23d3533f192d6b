//! Errors of a type parameter, and with one.

use core::error::Error;
use core::fmt::{self, Debug, Display};
use core::ops::Deref;

use breaker_runtime::{CircuitOpen, circuit_breaker};
use tests::run;

use super::assert_counts;
use crate::errors::{At, PayError};
use crate::open;

/// With something of any type beside the rejection.
#[derive(Debug)]
struct With<T>(T, CircuitOpen);

impl<T: Display> Display for With<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<T: Debug + Display> Error for With<T> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.1)
    }
}

#[circuit_breaker(fallback = Err(error))]
fn any_error<E: Error>(error: E) -> Result<(), E> {
    Err(error)
}

#[circuit_breaker(fallback = Err(error))]
async fn any_error_by_clause<T, E>(error: E) -> Result<T, E>
where
    E: Error,
{
    Err(error)
}

#[circuit_breaker]
fn unknown<E: From<CircuitOpen>>(error: E) -> Result<(), E> {
    Err(error)
}

#[circuit_breaker(fallback = Err(With(with, open())))]
fn with<T: Debug + Display>(with: T) -> Result<(), With<T>> {
    Err(With(with, open()))
}

#[circuit_breaker(fallback = Err(With(with, open())))]
fn without_bounds<T>(with: T) -> Result<(), With<T>> {
    Err(With(with, open()))
}

/// Its `Error` is for `E: Error + 'static`.
#[derive(Debug, thiserror::Error)]
#[error("wrapped")]
struct Wrap<E>(#[source] E);

#[circuit_breaker(fallback = Err(Wrap(error)))]
fn wrapping<E: Error>(error: E) -> Result<(), Wrap<E>> {
    Err(Wrap(error))
}

#[circuit_breaker(fallback = Err(Wrap(error)))]
async fn wrapping_for_ever<E>(error: E) -> Result<(), Wrap<E>>
where
    E: Error + 'static,
{
    Err(Wrap(error))
}

#[circuit_breaker(fallback = Err(error))]
fn dereferenced<E: Deref<Target: Error>>(error: E) -> Result<(), E> {
    Err(error)
}

trait Gateway {
    type Error: Error + From<CircuitOpen>;
    type Unbounded: From<CircuitOpen>;

    #[circuit_breaker]
    fn charge(&self) -> Result<(), Self::Error> {
        Err(open().into())
    }

    #[circuit_breaker]
    fn refund(&self) -> Result<(), Self::Unbounded> {
        Err(open().into())
    }
}

struct Card;

impl Gateway for Card {
    type Error = PayError;
    type Unbounded = PayError;
}

#[test]
fn generics() {
    let path = String::from("shop");
    assert!(any_error(PayError::from(open())).is_err());
    assert!(any_error(At { path: &path, error: open() }).is_err());
    assert!(run(any_error_by_clause::<(), _>(With(&*path, open()))).is_err());
    assert!(unknown(PayError::from(open())).is_err());
    assert!(with(&path).is_err() && without_bounds(&path).is_err());
    assert!(dereferenced(Box::new(PayError::from(open()))).is_err());
    assert_counts(module_path!(), "any_error", 2, 0);
    assert_counts(module_path!(), "any_error_by_clause", 1, 0);
    assert_counts(module_path!(), "unknown", 0, 1);
    assert_counts(module_path!(), "with", 1, 0);
    assert_counts(module_path!(), "without_bounds", 0, 1);
    assert_counts(module_path!(), "dereferenced", 1, 0);
    assert!(wrapping(open()).is_err() && run(wrapping_for_ever(open())).is_err());
    assert_counts(module_path!(), "wrapping", 0, 1);
    assert_counts(module_path!(), "wrapping_for_ever", 1, 0);
    assert!(Card.charge().is_err() && Card.refund().is_err());
    assert_counts(module_path!(), "Gateway::charge", 1, 0);
    assert_counts(module_path!(), "Gateway::refund", 0, 1);
}
