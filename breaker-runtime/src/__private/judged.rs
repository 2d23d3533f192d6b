//! Calls that are judged by arms, and fallbacks for calls that failed.

use core::cell::Cell;
use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll, ready};

use pin_project_lite::pin_project;

use super::asked::Listed;
use super::{Admitted, Circuit};
use crate::base::text::Text;
use crate::call::cycle::{Rejected, Unanswered};
use crate::call::judge::{Arms, Judge, Judgement};
use crate::call::outcome::{Outcome, Reject, Verdict};
use crate::call::within::Look;
use crate::circuit::admitted::attempt::{Attempt, Gated};

/// Guards a future made elsewhere, which asks for admission at the first poll, in a function with
/// arms and a fallback.
#[inline]
pub fn guarded_by<R, F, J, L, A, C>(
    circuit: C,
    body: F,
    arms: J,
    look: L,
    answer: A,
) -> impl Future<Output = R> + use<R, F, J, L, A, C>
where
    F: Future<Output = R>,
    J: Fn(&R) -> Verdict,
    L: Look<R>,
    A: FnOnce(Rejected) -> R,
    C: Circuit,
{
    Gated::new(Listed(circuit), answer, Attempt::unasked(Arms::new(arms, look), body))
}

/// Guards a future made elsewhere, in a function with arms and no fallback.
#[inline]
pub fn guarded_or_reject_by<R, F, J, L, C>(
    circuit: C,
    body: F,
    arms: J,
    look: L,
) -> impl Future<Output = R> + use<R, F, J, L, C>
where
    R: Reject,
    F: Future<Output = R>,
    J: Fn(&R) -> Verdict,
    L: Look<R>,
    C: Circuit,
{
    let answer = |rejected: Rejected| R::reject(rejected.open());
    Gated::new(Listed(circuit), answer, Attempt::unasked(Arms::new(arms, look), body))
}

/// A return value that no arm matched. It counts by its own account if it is an [`Outcome`]; method
/// look-up finds that way first.
#[derive(Debug)]
pub struct Unmatched<'r, R>(pub &'r R);

/// Types with an account of their own.
pub trait ByOwnAccount {
    /// The verdict of its own account.
    fn verdict_of_unmatched(&self) -> Verdict;

    /// The verdict of its own account, where arms name successes.
    fn verdict_of_unmatched_or_failure(&self) -> Verdict;
}

impl<R: Outcome> ByOwnAccount for Unmatched<'_, R> {
    #[inline]
    fn verdict_of_unmatched(&self) -> Verdict {
        self.0.verdict()
    }

    #[inline]
    fn verdict_of_unmatched_or_failure(&self) -> Verdict {
        self.0.verdict()
    }
}

/// Types without an account: what no arm matches is the opposite of what the arms name.
pub trait ByArms {
    /// Arms name failures.
    fn verdict_of_unmatched(&self) -> Verdict;

    /// Arms name successes.
    fn verdict_of_unmatched_or_failure(&self) -> Verdict;
}

impl<R> ByArms for &Unmatched<'_, R> {
    #[inline]
    fn verdict_of_unmatched(&self) -> Verdict {
        Verdict::Success
    }

    #[inline]
    fn verdict_of_unmatched_or_failure(&self) -> Verdict {
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
    pub fn run_or<R>(self, body: impl FnOnce() -> R) -> Result<R, Unanswered<R>>
    where
        J: Judge<R>,
    {
        let (judge, is_failed) = (self.judge, Cell::new(false));
        let returned = self.admission.run(Noting { judge, is_failed: &is_failed }, body);
        if is_failed.get() { Err(Unanswered::failed(returned)) } else { Ok(returned) }
    }

    /// Runs the asynchronous body of a function whose fallback is also for failures.
    #[inline]
    pub fn run_async_or<R, F>(self, body: F) -> OrFallback<F, J>
    where
        F: Future<Output = R>,
        J: Judge<R>,
    {
        OrFallback { attempt: Attempt::admitted(self.admission, self.judge, body) }
    }
}

/// A judge that notes whether the fallback is to answer.
struct Noting<'c, J> {
    judge: J,
    is_failed: &'c Cell<bool>,
}

impl<J> Noting<'_, J> {
    #[inline]
    fn noted(&self, judgement: Judgement) -> Judgement {
        self.is_failed.set(judgement.is_for_the_fallback());
        judgement
    }
}

impl<R, J: Judge<R>> Judge<R> for Noting<'_, J> {
    #[inline]
    fn judge(&self, returned: &R) -> Judgement {
        self.noted(self.judge.judge(returned))
    }

    #[inline]
    fn judge_at_a_glance(&self, returned: &R) -> Judgement {
        self.noted(self.judge.judge_at_a_glance(returned))
    }

    #[inline]
    fn describe(returned: &R, text: &mut Text) {
        J::describe(returned, text);
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
    type Output = Result<F::Output, Unanswered<F::Output>>;

    #[inline]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        let (returned, judgement) = ready!(this.attempt.as_mut().poll_judged(context));
        Poll::Ready(if judgement.is_for_the_fallback() {
            Err(Unanswered::failed(returned))
        } else {
            Ok(returned)
        })
    }
}
