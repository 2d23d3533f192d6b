//! Error types and functions of every shape: a rejection is seen wherever the compiler knows
//! enough, and all of them compile.

#![expect(
    clippy::redundant_allocation,
    clippy::type_complexity,
    clippy::unused_self,
    reason = "shapes of functions"
)]

use core::error::Error;
use core::fmt::{self, Debug, Display};
use core::ops::Deref;
use core::pin::Pin;
use std::io;
use std::rc::Rc;
use std::sync::Arc;

use breaker_runtime::{CircuitOpen, circuit_breaker, registry};
use futures_util::future::BoxFuture;

use crate::errors::{At, PayError};
use crate::{open, wait};

/// How often the circuit of this function was told nothing, and how often of a failure.
#[track_caller]
fn assert_counts(function: &str, ignored: u64, failures: u64) {
    let name = format!("{}::{function}", module_path!());
    let calls = registry().get(&name).unwrap().snapshot().calls;
    assert_eq!((calls.ignored, calls.failure), (ignored, failures), "{name}");
}

/// Declares a test: functions return the error, and the circuit is told nothing, or of a failure.
macro_rules! errors {
    ($($test:ident: $error:ty = $value:expr, $ignored:literal, $failures:literal;)*) => {$(
        mod $test {
            use super::*;

            #[circuit_breaker]
            fn sync() -> Result<u8, $error> {
                Err($value)
            }

            #[circuit_breaker(failure(Ok(0)))]
            async fn later() -> Result<u8, $error> {
                Err($value)
            }

            #[test]
            fn test() {
                assert!(sync().is_err());
                assert!(wait(later()).is_err());
                assert_counts(concat!(stringify!($test), "::sync"), $ignored, $failures);
                assert_counts(concat!(stringify!($test), "::later"), $ignored, $failures);
            }
        }
    )*};
}

/// Derefs to an error, and is none.
#[derive(Debug)]
struct Report(Rc<dyn Error>);

impl From<CircuitOpen> for Report {
    fn from(open: CircuitOpen) -> Self {
        Self(Rc::new(open))
    }
}

impl Deref for Report {
    type Target = dyn Error;

    fn deref(&self) -> &Self::Target {
        &*self.0
    }
}

/// Derefs to a text.
#[derive(Debug)]
struct Text(String);

impl From<CircuitOpen> for Text {
    fn from(open: CircuitOpen) -> Self {
        Self(open.to_string())
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

/// Has a rejection in it, and is no error.
#[derive(Debug)]
struct NoError {
    _open: CircuitOpen,
}

impl From<CircuitOpen> for NoError {
    fn from(open: CircuitOpen) -> Self {
        Self { _open: open }
    }
}

errors! {
    itself: CircuitOpen = open(), 1, 0;
    of_io: io::Error = open().into(), 1, 0;
    derived: PayError = open().into(), 1, 0;
    boxed: Box<dyn Error> = open().into(), 1, 0;
    boxed_to_send: Box<dyn Error + Send + Sync> = PayError::from(open()).into(), 1, 0;
    of_anyhow: anyhow::Error = anyhow::Error::from(open()).context("order 7"), 1, 0;
    of_eyre: eyre::Report = PayError::from(open()).into(), 1, 0;
    behind_deref: Report = open().into(), 1, 0;
    text: Text = open().into(), 0, 1;
    no_error: NoError = open().into(), 0, 1;
}

#[circuit_breaker(fallback = Err(Arc::new(PayError::Declined)))]
fn shared() -> Result<(), Arc<PayError>> {
    Err(Arc::new(open().into()))
}

#[circuit_breaker(fallback = Err(Arc::new(PayError::Declined)))]
fn shared_object() -> Result<(), Arc<dyn Error>> {
    Err(Arc::new(PayError::from(open())))
}

#[circuit_breaker(fallback = Err(Arc::new(anyhow::anyhow!("declined"))))]
fn shared_anyhow() -> Result<(), Arc<anyhow::Error>> {
    Err(Arc::new(PayError::from(open()).into()))
}

#[circuit_breaker(fallback = Err(Box::new(Arc::new(PayError::Declined))))]
fn pointers() -> Result<(), Box<Arc<PayError>>> {
    Err(Box::new(Arc::new(open().into())))
}

#[circuit_breaker(fallback = Err(error))]
fn borrowed<'e>(error: &'e PayError) -> Result<&'static str, &'e PayError> {
    Err(error)
}

#[circuit_breaker(fallback = Err(error))]
fn borrowed_object<'e>(error: &'e (dyn Error + 'e)) -> Result<(), &'e (dyn Error + 'e)> {
    Err(error)
}

#[circuit_breaker(fallback = Err(At { path, error: PayError::Declined }))]
fn borrowing(path: &str) -> Result<&str, At<'_, PayError>> {
    Err(At { path, error: open().into() })
}

#[circuit_breaker(fallback = Err(At { path, error: PayError::Declined }))]
async fn borrowing_later<'a>(path: &'a str) -> Result<&'a str, At<'a, PayError>> {
    Err(At { path, error: open().into() })
}

#[test]
fn pointers_and_lifetimes() {
    assert!(shared().is_err() && shared_object().is_err() && pointers().is_err());
    assert!(shared_anyhow().is_err());
    let error = PayError::from(open());
    assert!(borrowed(&error).is_err() && borrowed_object(&error).is_err());
    let path = String::from("shop");
    assert!(borrowing(&path).is_err() && wait(borrowing_later(&path)).is_err());
    for function in [
        "shared",
        "shared_object",
        "shared_anyhow",
        "pointers",
        "borrowed",
        "borrowed_object",
        "borrowing",
        "borrowing_later",
    ] {
        assert_counts(function, 1, 0);
    }
}

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
    assert!(wait(any_error_by_clause::<(), _>(With(&*path, open()))).is_err());
    assert!(unknown(PayError::from(open())).is_err());
    assert!(with(&path).is_err() && without_bounds(&path).is_err());
    assert!(dereferenced(Box::new(PayError::from(open()))).is_err());
    assert_counts("any_error", 2, 0);
    assert_counts("any_error_by_clause", 1, 0);
    assert_counts("unknown", 0, 1);
    assert_counts("with", 1, 0);
    assert_counts("without_bounds", 0, 1);
    assert_counts("dereferenced", 1, 0);
    assert!(wrapping(open()).is_err() && wait(wrapping_for_ever(open())).is_err());
    assert_counts("wrapping", 0, 1);
    assert_counts("wrapping_for_ever", 1, 0);
    assert!(Card.charge().is_err() && Card.refund().is_err());
    assert_counts("Gateway::charge", 1, 0);
    assert_counts("Gateway::refund", 0, 1);
}

#[circuit_breaker(fallback = Ok(0))]
fn opaque_success() -> Result<impl Display, PayError> {
    if false { Ok(1) } else { Err(open().into()) }
}

#[circuit_breaker(fallback = Ok(0))]
fn opaque_error() -> Result<u8, impl Error> {
    if false { Ok(1) } else { Err(PayError::from(open())) }
}

#[circuit_breaker(fallback = Ok(0))]
fn opaque_error_of_some_kind() -> Result<u8, impl Debug> {
    if false { Ok(1) } else { Err(open().to_string()) }
}

#[circuit_breaker(fallback = Ok(0))]
async fn opaque_later() -> Result<impl Display, impl Error + Send> {
    if false { Ok(1) } else { Err(PayError::from(open())) }
}

#[test]
fn opaque_types() {
    assert!(opaque_success().is_err() && opaque_error().is_err());
    assert!(opaque_error_of_some_kind().is_err() && wait(opaque_later()).is_err());
    for function in ["opaque_success", "opaque_error", "opaque_later"] {
        assert_counts(function, 1, 0);
    }
    assert_counts("opaque_error_of_some_kind", 0, 1);
}

type PayResult<T> = Result<T, PayError>;

mod short {
    use super::PayError;

    pub(super) type Result<T, E = PayError> = core::result::Result<T, E>;
}

#[circuit_breaker]
fn alias() -> PayResult<Vec<u8>> {
    Err(open().into())
}

#[circuit_breaker(fallback = Ok(1))]
fn alias_with_default() -> short::Result<impl Display> {
    if false { Ok(1) } else { Err(open().into()) }
}

#[circuit_breaker]
#[expect(clippy::manual_async_fn, reason = "a shape of its own")]
fn future() -> impl Future<Output = PayResult<u8>> + Send {
    async { Err(open().into()) }
}

#[circuit_breaker]
fn made_elsewhere() -> impl Future<Output = PayResult<u8>> {
    core::future::ready(Err(open().into()))
}

#[circuit_breaker(failure(Ok(0)), fallback = Ok(1))]
fn made_elsewhere_with_arms() -> impl Future<Output = PayResult<u8>> {
    core::future::ready(Err(open().into()))
}

#[circuit_breaker(fallback = Ok(1))]
fn made_elsewhere_with_fallback() -> BoxFuture<'static, PayResult<u8>> {
    let made = core::future::ready(Err(open().into()));
    Box::pin(made)
}

#[circuit_breaker]
fn boxed_future(path: &str) -> BoxFuture<'_, io::Result<usize>> {
    Box::pin(async move { if path.is_empty() { Ok(0) } else { Err(open().into()) } })
}

#[circuit_breaker(success(Ok(_)))]
fn pinned(path: &str) -> Pin<Box<dyn Future<Output = Result<usize, Box<dyn Error>>> + '_>> {
    Box::pin(async move { if path.is_empty() { Ok(0) } else { Err(open().into()) } })
}

#[circuit_breaker(key = host)]
fn keyed(host: &str) -> io::Result<usize> {
    if host.is_empty() { Ok(0) } else { Err(open().into()) }
}

struct Shop;

#[circuit_breaker]
impl Shop {
    fn sell(&self) -> PayResult<u8> {
        Err(open().into())
    }

    #[circuit_breaker(success(Err(_)))]
    async fn deliver(&self) -> anyhow::Result<u8> {
        Err(open().into())
    }
}

#[async_trait::async_trait]
trait Stock {
    async fn count(&self) -> PayResult<u8>;
}

#[async_trait::async_trait]
impl Stock for Shop {
    #[circuit_breaker(name = "stock")]
    async fn count(&self) -> PayResult<u8> {
        Err(open().into())
    }
}

#[test]
fn functions() {
    assert!(alias().is_err() && alias_with_default().is_err());
    assert!(wait(future()).is_err() && wait(made_elsewhere()).is_err());
    assert!(wait(made_elsewhere_with_arms()).is_err());
    assert!(wait(made_elsewhere_with_fallback()).is_err());
    assert!(wait(boxed_future("/")).is_err() && wait(pinned("/")).is_err());
    for function in [
        "alias",
        "alias_with_default",
        "future",
        "made_elsewhere",
        "made_elsewhere_with_arms",
        "made_elsewhere_with_fallback",
        "boxed_future",
        "pinned",
    ] {
        assert_counts(function, 1, 0);
    }
    assert!(keyed("shop").is_err());
    let keys = registry().keyed(concat!(module_path!(), "::keyed")).unwrap();
    assert_eq!(keys.get("shop").unwrap().snapshot().calls.ignored, 1);
}

#[test]
fn methods() {
    assert!(Shop.sell().is_err() && wait(Shop.deliver()).is_err());
    assert_counts("Shop", 2, 0);
    assert!(wait(Shop.count()).is_err());
    assert_eq!(registry().get("stock").unwrap().snapshot().calls.ignored, 1);
}
