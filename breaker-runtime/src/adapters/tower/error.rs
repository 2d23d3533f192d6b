//! The error of a guarded service.

use core::fmt;

use crate::call::rejection::CircuitOpen;

/// What tower's own middleware turns errors into.
type BoxError = Box<dyn core::error::Error + Send + Sync>;

/// The error of a guarded service: a rejection, or the service's own error.
///
/// `Error` turns into tower's `BoxError` as the [`CircuitOpen`] or the service's error that it
/// holds, so that callers find these by their types. That works for services whose error is a
/// `BoxError` already, as behind a time-out or a buffer. For their sake, and as with
/// `anyhow::Error`, this type is not a [`std::error::Error`] itself.
///
/// ```
/// use breaker_runtime::tower::Error;
/// use breaker_runtime::{CircuitBreaker, CircuitOpen, Policy};
/// use std::io;
/// use tower::BoxError;
///
/// let rejected = Error::<io::Error>::Open(closed_for_the_night());
/// assert!(BoxError::from(rejected).is::<CircuitOpen>());
///
/// let broken = Error::Service(io::Error::from(io::ErrorKind::BrokenPipe));
/// assert!(BoxError::from(broken).is::<io::Error>());
///
/// fn closed_for_the_night() -> CircuitOpen {
///     static SHOP: CircuitBreaker = CircuitBreaker::new("shop", Policy::new());
///     SHOP.force_open();
///     SHOP.try_acquire().unwrap_err()
/// }
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Error<E> {
    /// The call was rejected: the service was not called.
    Open(CircuitOpen),
    /// The service failed, in a call or before it was ready.
    Service(E),
}

impl<E> Error<E> {
    /// The rejection, if the error is one.
    ///
    /// Retry policies ask for it: to retry an open circuit is pointless.
    #[must_use]
    pub const fn rejection(&self) -> Option<CircuitOpen> {
        match self {
            Self::Open(open) => Some(*open),
            Self::Service(_) => None,
        }
    }
}

/// Shows what is in it as is, because `main` prints errors by `Debug`.
impl<E: fmt::Debug> fmt::Debug for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open(open) => open.fmt(f),
            Self::Service(error) => error.fmt(f),
        }
    }
}

impl<E: fmt::Display> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open(open) => open.fmt(f),
            Self::Service(error) => error.fmt(f),
        }
    }
}

impl<E> From<CircuitOpen> for Error<E> {
    fn from(open: CircuitOpen) -> Self {
        Self::Open(open)
    }
}

impl<E: Into<BoxError>> From<Error<E>> for BoxError {
    fn from(error: Error<E>) -> Self {
        match error {
            Error::Open(open) => open.into(),
            Error::Service(error) => error.into(),
        }
    }
}
