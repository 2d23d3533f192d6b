//! What a return value means to a circuit, and how a rejection becomes one.

use core::time::Duration;

use crate::call::rejection::CircuitOpen;

/// What a call counts as for its circuit: the answer of [`Outcome::verdict`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Verdict {
    /// The call worked.
    Success,
    /// The call failed: enough failures open the circuit.
    Failure,
    /// The call failed, and the callee asks callers to wait this long, as by `Retry-After`: opens
    /// the circuit at once, for that time (rule
    /// [S19](crate::_guide::rules#s19-told-to-wait)).
    ///
    /// At most for `max_open_for`, or for ten times `open_for` where that is not set; jitter only
    /// lengthens it. While the circuit is open the latest end wins: many calls that are told to
    /// wait open it once. A time of zero is a [`Failure`](Self::Failure).
    OpenFor(Duration),
    /// The call failed, and opens the circuit at once, for as long as the circuit's own rule would:
    /// the callee asks callers to wait, and does not say how long.
    Open,
    /// The call says nothing about the callee: it counts neither as a success nor as a failure.
    Ignored,
}

impl Verdict {
    /// [`OpenFor`](Self::OpenFor) a time; [`Open`](Self::Open) if the callee did not say how long.
    ///
    /// The arms of `open(pattern => time)` mean this.
    ///
    /// ```
    /// use breaker_runtime::Verdict;
    /// use std::time::Duration;
    ///
    /// let minute = Duration::from_secs(60);
    /// assert_eq!(Verdict::open_for(minute), Verdict::OpenFor(minute));
    /// assert_eq!(Verdict::open_for(Some(minute)), Verdict::OpenFor(minute));
    /// assert_eq!(Verdict::open_for(None), Verdict::Open);
    /// ```
    #[must_use]
    #[inline]
    pub fn open_for(time: impl Into<Option<Duration>>) -> Self {
        time.into().map_or(Self::Open, Self::OpenFor)
    }

    /// Whether the call failed: [`Failure`](Self::Failure), and whatever opens the circuit at once.
    ///
    /// ```
    /// use breaker_runtime::Verdict;
    ///
    /// assert!(Verdict::Failure.is_failure() && Verdict::Open.is_failure());
    /// assert!(!Verdict::Ignored.is_failure());
    /// ```
    #[must_use]
    #[inline]
    pub const fn is_failure(self) -> bool {
        matches!(self, Self::Failure | Self::OpenFor(_) | Self::Open)
    }
}

/// A return type that says whether the call worked.
///
/// `Result` implements `Outcome`: an `Err` is a failure and an `Ok` a success. Implement it for
/// types of your own. The guide's chapter [What counts](crate::_guide::outcomes) has more.
///
/// ```
/// use breaker_runtime::{circuit_breaker, Outcome, Verdict};
///
/// struct Reply { status: u16 }
///
/// impl Outcome for Reply {
///     fn verdict(&self) -> Verdict {
///         match self.status {
///             500.. => Verdict::Failure,
///             400.. => Verdict::Ignored,
///             _ => Verdict::Success,
///         }
///     }
/// }
///
/// #[circuit_breaker(fallback = Reply { status: 503 })]
/// fn fetch(path: &str) -> Reply {
///     Reply { status: if path == "/" { 200 } else { 404 } }
/// }
/// assert_eq!(fetch("/").status, 200);
/// ```
#[diagnostic::on_unimplemented(
    message = "a circuit can't tell whether this return type is a failure: `{Self}`",
    label = "neither a `Result` nor an `Outcome`",
    note = "say in the attribute what a failure is, with match arms over this type: \
            `failure(..)`; \
            by hand, end the permit of `try_acquire` with `success()` or `failure()`",
    note = "if it is a future, it has not run yet: by hand, use `call_async`; in the attribute, \
            write an `async fn`, end the body in `Box::pin(async move {{ .. }})`, \
            or spell the type out as `Pin<Box<dyn Future<Output = ..>>>` or `BoxFuture<'_, ..>`",
    note = "or return a `Result`, or a type of your own that implements `breaker_runtime::Outcome`",
    note = "in an `impl` block that has the attribute, leave a method out with \
            `#[circuit_breaker(skip)]`"
)]
pub trait Outcome {
    /// How the call that returned this counts.
    fn verdict(&self) -> Verdict;
}

/// A return type that can be made from a rejection: the function needs no fallback.
///
/// `Result<T, E>` where `E: From<CircuitOpen>` implements `Reject`: `Box<dyn Error>`,
/// `anyhow::Error`, `std::io::Error`, and errors of your own. Implement it for other return types:
///
/// ```
/// use breaker_runtime::{CircuitOpen, Outcome, Reject, Verdict};
///
/// enum Price { Known(u32), Unknown }
///
/// impl Outcome for Price {
///     fn verdict(&self) -> Verdict {
///         if matches!(self, Price::Known(_)) { Verdict::Success } else { Verdict::Failure }
///     }
/// }
///
/// impl Reject for Price {
///     fn reject(_: CircuitOpen) -> Self {
///         Price::Unknown
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "a rejected call can't be answered with this return type: `{Self}`",
    label = "can't be made from a `CircuitOpen`",
    note = "return a `Result` whose error can be made from a rejection: \
            `impl From<breaker_runtime::CircuitOpen> for E {{ .. }}`, for an `E` of your own; \
            `thiserror` writes it for a variant `Open(#[from] breaker_runtime::CircuitOpen)`",
    note = "or add a fallback: `#[circuit_breaker(fallback = ..)]`; what is no `Result` needs \
            arms, `failure(..)`, as well; \
            by hand, answer the rejection of `try_acquire`",
    note = "if it is a future, it has not run yet: by hand, use `call_async`; in the attribute, \
            write an `async fn`, end the body in `Box::pin(async move {{ .. }})`, \
            or spell the type out as `Pin<Box<dyn Future<Output = ..>>>` or `BoxFuture<'_, ..>`",
    note = "or return a type of your own that implements `breaker_runtime::Reject`",
    note = "in an `impl` block that has the attribute, leave a method out with \
            `#[circuit_breaker(skip)]`"
)]
pub trait Reject: Outcome {
    /// The answer to a call that was not admitted.
    ///
    /// Its caller is the guarded function, so that an error which notes where it was made, by
    /// `#[track_caller]`, notes that: the line of the attribute, or of the `call`. A future that
    /// asks for admission when it is polled has no caller, and notes a place in this crate.
    #[track_caller]
    fn reject(open: CircuitOpen) -> Self;
}

impl<T, E> Outcome for Result<T, E> {
    #[inline]
    fn verdict(&self) -> Verdict {
        if self.is_ok() { Verdict::Success } else { Verdict::Failure }
    }
}

#[diagnostic::do_not_recommend]
impl<T, E: From<CircuitOpen>> Reject for Result<T, E> {
    #[inline]
    fn reject(open: CircuitOpen) -> Self {
        Err(E::from(open))
    }
}
