//! Calls that are judged by arms, and fallbacks for calls that failed.

use core::cell::Cell;
use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll, ready};

use pin_project_lite::pin_project;

use super::{Admitted, Circuit};
use crate::attempt::{Attempt, Gated};
use crate::judge::Judge;
use crate::{Cause, CircuitOpen, Outcome, Reject, Verdict};

/// Admission at the first poll, for a function that returns a future of unknown making, with arms and a fallback.
#[inline]
pub fn guarded_by<R, F, J, A, C>(
    circuit: C,
    body: F,
    judge: J,
    answer: A,
) -> impl Future<Output = R> + use<R, F, J, A, C>
where
    F: Future<Output = R>,
    J: Fn(&R) -> Verdict,
    A: FnOnce(CircuitOpen) -> R,
    C: Circuit,
{
    Gated::new(circuit, answer, Attempt::unasked(judge, body))
}

/// The same for one with arms and no fallback.
#[inline]
pub fn guarded_or_reject_by<R, F, J, C>(
    circuit: C,
    body: F,
    judge: J,
) -> impl Future<Output = R> + use<R, F, J, C>
where
    R: Reject,
    F: Future<Output = R>,
    J: Fn(&R) -> Verdict,
    C: Circuit,
{
    Gated::new(circuit, R::reject, Attempt::unasked(judge, body))
}

/// A return value that no arm matched. It counts by its own account if it is an [`Outcome`]; method look-up finds that way first.
#[derive(Debug)]
pub struct Unmatched<'r, R>(pub &'r R);

/// Types that know what they mean.
pub trait ByOwnAccount {
    /// What it says itself.
    fn verdict(&self) -> Verdict;

    /// The same, where arms say what a success is.
    fn verdict_or_failure(&self) -> Verdict;
}

impl<R: Outcome> ByOwnAccount for Unmatched<'_, R> {
    #[inline]
    fn verdict(&self) -> Verdict {
        self.0.verdict()
    }

    #[inline]
    fn verdict_or_failure(&self) -> Verdict {
        self.0.verdict()
    }
}

/// Types that don't: what the arms are silent about is the opposite of what they name.
pub trait ByArms {
    /// Arms name failures.
    fn verdict(&self) -> Verdict;

    /// Arms name successes.
    fn verdict_or_failure(&self) -> Verdict;
}

impl<R> ByArms for &Unmatched<'_, R> {
    #[inline]
    fn verdict(&self) -> Verdict {
        Verdict::Success
    }

    #[inline]
    fn verdict_or_failure(&self) -> Verdict {
        Verdict::Failure
    }
}

impl<J> Admitted<J> {
    /// Runs the body of a function whose fallback is also for failures.
    ///
    /// # Errors
    ///
    /// What the failed call returned. The failure is counted before.
    #[inline]
    pub fn run_or<R>(self, body: impl FnOnce() -> R) -> Result<R, Cause<R>>
    where
        J: Judge<R>,
    {
        let (judge, seen) = (self.judge, Cell::new(Verdict::Success));
        let judge = |returned: &R| {
            seen.set(judge.verdict(returned));
            seen.get()
        };
        let returned = self.admission.run(judge, body);
        if seen.get() == Verdict::Failure { Err(Cause::Failed(returned)) } else { Ok(returned) }
    }

    /// The same for an asynchronous body.
    #[inline]
    pub fn run_async_or<R, F>(self, body: F) -> OrFallback<F, J>
    where
        F: Future<Output = R>,
        J: Judge<R>,
    {
        OrFallback { attempt: Attempt::admitted(self.admission.into_permit(), self.judge, body) }
    }
}

pin_project! {
    /// An attempt whose failure goes to the fallback.
    #[derive(Debug)]
    #[must_use = "futures do nothing unless polled"]
    pub struct OrFallback<F, J> {
        #[pin]
        attempt: Attempt<'static, F, J>,
    }
}

impl<F: Future, J: Judge<F::Output>> Future for OrFallback<F, J> {
    type Output = Result<F::Output, Cause<F::Output>>;

    #[inline]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let (returned, verdict) = ready!(self.project().attempt.poll_judged(context));
        Poll::Ready(match verdict {
            Verdict::Failure => Err(Cause::Failed(returned)),
            Verdict::Success | Verdict::Ignored => Ok(returned),
        })
    }
}
