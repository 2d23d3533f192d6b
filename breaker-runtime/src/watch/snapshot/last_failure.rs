//! The last failure of a circuit, as it is shown.

use core::fmt;
use core::time::Duration;
use std::sync::Arc;

use super::line::Rounded;
use crate::circuit::parts::Parts;
use crate::events::failure::FailureKind;

/// The last failed call of a circuit, in a [`Snapshot`](super::Snapshot).
///
/// ```
/// use breaker_runtime::{circuit_breaker, registry, FailureKind};
///
/// #[circuit_breaker(name = "pairs", last_error = true)]
/// fn rate(pair: &str) -> Result<f64, Box<dyn std::error::Error>> {
///     if pair.is_empty() { Err("which pair?".into()) } else { Ok(1.08) }
/// }
///
/// rate("").unwrap_err();
/// let last = registry().get("pairs").unwrap().snapshot().last_failure.unwrap();
/// assert_eq!((last.kind, last.error.as_deref()), (FailureKind::Error, Some("which pair?")));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LastFailure {
    /// How long ago the call ended.
    pub ago: Duration,
    /// How the call failed.
    pub kind: FailureKind,
    /// The text of the call's error, if the circuit [keeps](crate::Policy::last_error) it and the
    /// error has a text: up to 200 bytes, a longer one ends with `…`.
    ///
    /// A circuit forgets the texts that it has, also in its history, when
    /// [`configure`](crate::Registry::configure) turns `last_error` off. A
    /// [reset](crate::CircuitBreaker::reset) keeps them.
    pub error: Option<Arc<str>>,
}

impl LastFailure {
    pub(super) fn of(parts: &Parts<'_>) -> Option<Self> {
        let (ago, last) = parts.last_failure()?;
        Some(Self { ago, kind: last.kind, error: last.error.clone() })
    }
}

/// `timeout 5s ago`, `error 5s ago: connection refused`.
impl fmt::Display for LastFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} ago", self.kind, Rounded(self.ago))?;
        self.error.as_ref().map_or(Ok(()), |error| write!(f, ": {error}"))
    }
}
