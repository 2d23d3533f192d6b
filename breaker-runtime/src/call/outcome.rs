//! What a return value means to a circuit, and how a rejection becomes one.

use crate::call::rejection::CircuitOpen;

/// What a call counts as for its circuit: the answer of [`Outcome::verdict`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Verdict {
    /// The call worked.
    Success,
    /// The call failed: enough failures open the circuit.
    Failure,
    /// The call says nothing about the callee: it counts neither as a success nor as a failure.
    Ignored,
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
