//! What generated code calls. Not for hand-written code: it changes without notice.

use core::future::Future;

pub use breaker_macros::circuit_breaker;
pub use core::clone::Clone;
pub use core::convert::Infallible;
pub use core::mem::drop;
pub use core::option::Option::{self, None, Some};
pub use core::result::Result::{self, Err, Ok};
pub use core::time::Duration;
pub use core::{compile_error, concat, file, line, module_path, option_env};
pub use std::boxed::Box;

pub use crate::base::identity::AnnotatedName;
pub use crate::breaker::CircuitBreaker;
pub use crate::call::cause::Cause;
pub use crate::call::cycle::{
    Answering, Delayable, Inescapable, Rejectable, Rejected, Site, Unanswered, Written, answering,
    answering_any, answering_late,
};
pub use crate::call::outcome::{Outcome, Reject, Verdict};
pub use crate::call::rejection::CircuitOpen;
pub use crate::call::within::{Behind, Nowhere};
pub use crate::keyed::KeyedCircuitBreaker;
pub use crate::policy::{Policy, Window};
pub use crate::registry::link::linked;
pub use crate::registry::timeouts::Timeout;

use crate::call::judge::Judge;
use crate::call::within::Look;
use crate::circuit::Answer;
use crate::circuit::admitted::attempt::{Attempt, Gated};
use crate::circuit::admitted::{Admission, AdmissionGuard};

pub mod arg;
mod asked;
mod circuit;
mod editor;
mod finished;
mod judged;
mod judging;
pub mod named;
#[cfg(not(feature = "tokio"))]
mod no_timeout;
pub mod probe;
#[cfg(feature = "stream")]
pub mod streams;
#[cfg(feature = "tokio")]
mod timeout;
#[cfg(feature = "tokio")]
mod timer;
mod told;
mod unjudged;

use asked::Listed;
// `Key` is here because the compiler proposes it as a bound of type parameters.
pub use asked::{Circuit, Key, Keyed, Known, keyed};
// Named so that the compiler proposes no other type where there is no runtime.
pub use editor::Arguments as AttributeArguments;
pub use finished::{Finished, Judgeable, Kind, OfFutures, OfValues, Unfinished, judgeable};
pub use judged::{ByArms, ByOwnAccount, OrFallback, Unmatched, guarded_by, guarded_or_reject_by};
pub use judging::{Judging, judge};
#[cfg(not(feature = "tokio"))]
pub use no_timeout::Timer;
#[cfg(feature = "tokio")]
pub use timeout::{Within, WithinOr, WithinOrLate};
#[cfg(feature = "tokio")]
pub use timer::Timer;
pub use told::{Time, told};
pub use unjudged::{Unjudged, admit_unjudged, admit_unjudged_or_reject};

/// A call that may be made, and how its return value counts.
#[derive(Debug)]
pub struct Admitted<J> {
    admission: Admission<'static>,
    judge: J,
}

/// Admission for a function with a fallback.
///
/// # Errors
///
/// The rejection, for the fallback.
#[inline]
pub fn admit<R: Outcome, L: Look<R>>(
    circuit: impl Circuit,
    _look: L,
) -> Result<Admitted<L::Account>, Rejected> {
    circuit.admit(L::account())
}

/// Admission for a function without a fallback.
///
/// # Errors
///
/// The rejection, as the function's return value.
#[inline]
#[track_caller]
pub fn admit_or_reject<R: Reject, L: Look<R>>(
    circuit: impl Circuit,
    _look: L,
) -> Result<Admitted<L::Account>, R> {
    circuit.admit_or_reject(L::account())
}

/// Lists the circuit if need be, and asks the one that this thread has.
#[inline(never)]
fn answer_listed(breaker: &'static CircuitBreaker) -> Answer {
    crate::registry::link::list_at_first_use(breaker);
    breaker.circuit().answer()
}

impl<J> Admitted<J> {
    /// Gives the admission up if the call is never run.
    pub fn hold(&self) -> AdmissionGuard<'static> {
        AdmissionGuard::from(&self.admission)
    }

    /// Runs the body.
    #[inline]
    pub fn run<R>(self, body: impl FnOnce() -> R) -> R
    where
        J: Judge<R>,
    {
        self.admission.run(self.judge, body)
    }

    /// Runs an asynchronous body.
    #[inline]
    pub fn run_async<R, F>(self, body: F) -> Attempt<'static, F, J>
    where
        F: Future<Output = R>,
        J: Judge<R>,
    {
        Attempt::admitted(self.admission, self.judge, body)
    }
}

/// Runs a body in a closure, so that its `return` does not leave the function around it.
#[inline]
pub fn call<R>(body: impl FnOnce() -> R) -> R {
    body()
}

/// Guards a future made elsewhere, which asks for admission at the first poll, in a function with a
/// fallback.
#[inline]
pub fn guarded<R, F, L, A, C>(
    circuit: C,
    body: F,
    _look: L,
    answer: A,
) -> impl Future<Output = R> + use<R, F, L, A, C>
where
    R: Outcome,
    F: Future<Output = R>,
    L: Look<R>,
    A: FnOnce(Rejected) -> R,
    C: Circuit,
{
    Gated::new(Listed(circuit), answer, Attempt::unasked(L::account(), body))
}

/// Guards a future made elsewhere, in a function without a fallback.
#[inline]
pub fn guarded_or_reject<R: Reject, F: Future<Output = R>, L: Look<R>, C: Circuit>(
    circuit: C,
    body: F,
    _look: L,
) -> impl Future<Output = R> + use<R, F, L, C> {
    let answer = |rejected: Rejected| R::reject(rejected.open());
    Gated::new(Listed(circuit), answer, Attempt::unasked(L::account(), body))
}
