//! Calls that are judged by arms. Generated code passes the arms after the body: where the return
//! type is `impl Trait`, the compiler learns only from the body what the arms look at.

use core::future::Future;

use super::{Admitted, Circuit, OrFallback};
use crate::call::cycle::{Rejected, Unanswered};
use crate::call::judge::Arms;
use crate::call::outcome::{Reject, Verdict};
use crate::call::within::Look;
use crate::circuit::admitted::AdmissionGuard;
use crate::circuit::admitted::attempt::Attempt;

/// A call that may be made, of a function with arms.
#[derive(Debug)]
pub struct Unjudged<L>(pub(super) Admitted<L>);

/// Admission for a function with arms and a fallback.
///
/// # Errors
///
/// The rejection, for the fallback.
#[inline]
pub fn admit_unjudged<L>(circuit: impl Circuit, look: L) -> Result<Unjudged<L>, Rejected> {
    circuit.admit(look).map(Unjudged)
}

/// Admission for a function with arms and no fallback.
///
/// # Errors
///
/// The rejection, as the function's return value.
#[inline]
#[track_caller]
pub fn admit_unjudged_or_reject<R: Reject, L>(
    circuit: impl Circuit,
    look: L,
) -> Result<Unjudged<L>, R> {
    circuit.admit_or_reject(look).map(Unjudged)
}

impl<L> Unjudged<L> {
    /// Gives the admission up if the call is never run.
    pub fn hold(&self) -> AdmissionGuard<'static> {
        self.0.hold()
    }

    #[inline]
    pub(super) fn judged_by<J>(self, arms: J) -> Admitted<Arms<J, L>> {
        let Admitted { admission, judge: look } = self.0;
        Admitted { admission, judge: Arms::new(arms, look) }
    }

    /// Runs the body.
    #[inline]
    pub fn run<R>(self, body: impl FnOnce() -> R, judge: impl Fn(&R) -> Verdict) -> R
    where
        L: Look<R>,
    {
        self.judged_by(judge).run(body)
    }

    /// Runs the body of a function whose fallback is also for failures.
    ///
    /// # Errors
    ///
    /// What the failed call returned. The failure is counted before.
    #[inline]
    pub fn run_or<R>(
        self,
        body: impl FnOnce() -> R,
        judge: impl Fn(&R) -> Verdict,
    ) -> Result<R, Unanswered<R>>
    where
        L: Look<R>,
    {
        self.judged_by(judge).run_or(body)
    }

    /// Runs an asynchronous body.
    #[inline]
    pub fn run_async<F, J>(self, body: F, judge: J) -> Attempt<'static, F, Arms<J, L>>
    where
        F: Future,
        J: Fn(&F::Output) -> Verdict,
        L: Look<F::Output>,
    {
        self.judged_by(judge).run_async(body)
    }

    /// Runs an asynchronous body; its fallback is also for failures.
    #[inline]
    pub fn run_async_or<F, J>(self, body: F, judge: J) -> OrFallback<F, Arms<J, L>>
    where
        F: Future,
        J: Fn(&F::Output) -> Verdict,
        L: Look<F::Output>,
    {
        self.judged_by(judge).run_async_or(body)
    }
}
