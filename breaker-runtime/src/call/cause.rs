//! Why a fallback is asked, and the errors of calls that took too long.

use core::convert::Infallible;
use core::fmt;
use core::time::Duration;

use crate::call::rejection::CircuitOpen;
use crate::call::sources;

/// Why a fallback answers a call: the call was rejected, timed out, or failed.
///
/// A closure under `fallback_on = failure` gets a `Cause<R>`, where `R` is what the function
/// returns. A closure under `fallback_on = timeout` gets a `Cause`, which is [`Open`](Self::Open)
/// or [`TimedOut`](Self::TimedOut): nobody can make its `Failed`. The guide's chapter
/// [Fallbacks](crate::_guide::fallbacks) has more.
///
/// ```
/// use breaker_runtime::{circuit_breaker, Cause};
///
/// #[circuit_breaker(fallback_on = failure, fallback = |cause| recorded(pair, &cause))]
/// fn rate(pair: &str) -> Result<f64, String> {
///     Err(format!("the bank is closed: {pair}"))
/// }
///
/// fn recorded(pair: &str, cause: &Cause<Result<f64, String>>) -> Result<f64, String> {
///     eprintln!("{pair}: {cause}");
///     match cause {
///         Cause::Failed(Err(error)) if pair.is_empty() => Err(error.clone()),
///         _ => Ok(1.08),
///     }
/// }
///
/// assert_eq!(rate("EURUSD"), Ok(1.08));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cause<R = Infallible> {
    /// The call was rejected: it did not run.
    Open(CircuitOpen),
    /// The call ran into its `timeout`, and its body was dropped.
    TimedOut(TimedOut),
    /// The call failed and returned this. The failure is counted already.
    Failed(R),
}

/// A failed call is shown as such and no more: what it returned may be anything.
impl<R> fmt::Display for Cause<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open(open) => open.fmt(f),
            Self::TimedOut(timed_out) => timed_out.fmt(f),
            Self::Failed(_) => f.write_str("the call failed"),
        }
    }
}

/// The error of a call that ran into its `timeout`: the body was dropped, and the call counts as a
/// failure.
///
/// `TimedOut` is small, `Copy`, and made without allocating. Errors of your own take it by `From`,
/// like a [`CircuitOpen`]. The guide's chapter [Errors and retries](crate::_guide::errors) has
/// more.
///
/// ```
/// use breaker_runtime::{CircuitOpen, TimedOut};
///
/// #[derive(Debug)]
/// enum RateError {
///     Down(CircuitOpen),
///     TooSlow(TimedOut),
/// }
///
/// impl From<CircuitOpen> for RateError {
///     fn from(open: CircuitOpen) -> Self { Self::Down(open) }
/// }
///
/// impl From<TimedOut> for RateError {
///     fn from(late: TimedOut) -> Self { Self::TooSlow(late) }
/// }
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct TimedOut {
    lateness: Lateness,
}

/// What a [`TimedOut`] says, as its own source: see `Rejection` for the reason.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Lateness {
    name: &'static str,
    after: Duration,
}

impl TimedOut {
    #[cfg_attr(not(feature = "tokio"), expect(dead_code, reason = "only the timeout makes it"))]
    pub(crate) const fn new(name: &'static str, after: Duration) -> Self {
        Self { lateness: Lateness { name, after } }
    }

    /// The time-out that caused `error`, if one did: the error itself, or one of its sources.
    ///
    /// [`CircuitOpen::behind`] says which sources it follows.
    #[must_use]
    pub fn behind(error: &(dyn core::error::Error + '_)) -> Option<Self> {
        sources::find(error).map(|lateness| Self { lateness: *lateness })
    }

    /// The circuit's name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.lateness.name
    }

    /// The `timeout` that the call exceeded.
    #[must_use]
    pub const fn after(&self) -> Duration {
        self.lateness.after
    }
}

/// Shown as by `Display`, because `main` prints errors by `Debug`.
impl fmt::Debug for TimedOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for TimedOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "call of `{}` timed out after {:?}", self.name(), self.after())
    }
}

impl core::error::Error for TimedOut {
    /// What [`behind`](TimedOut::behind) looks for.
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        Some(&self.lateness)
    }
}

/// The last line of a printed chain of errors, below the one that names the circuit.
impl fmt::Display for Lateness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the circuit breaker dropped the call before it ended")
    }
}

/// Shown as the error is whose source it is.
impl fmt::Debug for Lateness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&TimedOut { lateness: *self }, f)
    }
}

impl core::error::Error for Lateness {}

/// Of kind [`TimedOut`](std::io::ErrorKind::TimedOut); the time-out is its inner error.
impl From<TimedOut> for std::io::Error {
    fn from(timed_out: TimedOut) -> Self {
        Self::new(std::io::ErrorKind::TimedOut, timed_out)
    }
}

/// A return type that can be made from a time-out: the function can have a `timeout` without a
/// fallback.
///
/// `Result<T, E>` where `E: From<TimedOut>` implements `TimeOut`. Implement it for return types of
/// your own:
///
/// ```
/// use breaker_runtime::{TimeOut, TimedOut};
///
/// enum Reply { Answer(String), TooLate }
///
/// impl TimeOut for Reply {
///     fn time_out(_: TimedOut) -> Self { Self::TooLate }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "a call that timed out can't be answered with a `{Self}`",
    label = "can't be made from a `TimedOut`",
    note = "return a `Result` whose error can be made from a time-out: \
            `impl From<breaker_runtime::TimedOut> for E {{ .. }}`, for an `E` of your own; \
            `thiserror` writes it for a variant `Late(#[from] breaker_runtime::TimedOut)`",
    note = "or let a fallback answer time-outs as it does rejections: \
            `fallback = .., fallback_on = timeout`"
)]
pub trait TimeOut {
    /// The answer to a call that timed out.
    fn time_out(timed_out: TimedOut) -> Self;
}

#[diagnostic::do_not_recommend]
impl<T, E: From<TimedOut>> TimeOut for Result<T, E> {
    #[inline]
    fn time_out(timed_out: TimedOut) -> Self {
        Err(E::from(timed_out))
    }
}
