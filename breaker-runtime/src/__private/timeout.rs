//! Calls with a `timeout` (feature `tokio`).

use core::convert::Infallible;
use core::fmt;
use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll, ready};

use pin_project_lite::pin_project;

use super::timer::{Elapsed, Limited, Timer};
use super::{Admitted, Unjudged};
use crate::base::text::Text;
use crate::call::cause::{TimeOut, TimedOut};
use crate::call::cycle::Unanswered;
use crate::call::judge::{Arms, Judge, Judgement};
use crate::call::outcome::Verdict;
use crate::call::within::Look;
use crate::circuit::admitted::attempt::Attempt;
use crate::events::failure::FailureKind;

impl<J> Admitted<J> {
    /// Runs an asynchronous body within the limit.
    #[inline]
    pub fn run_async_within<R, F>(self, timer: Timer, body: F) -> Within<F, J>
    where
        R: TimeOut,
        F: Future<Output = R>,
        J: Judge<R>,
    {
        Within { time_out: R::time_out, judged: self.within(timer, body) }
    }

    /// Runs an asynchronous body within the limit; its fallback is also for failures.
    #[inline]
    pub fn run_async_within_or<R, F>(self, timer: Timer, body: F) -> WithinOr<F, J>
    where
        F: Future<Output = R>,
        J: Judge<R>,
    {
        WithinOr { judged: self.within(timer, body) }
    }

    /// Runs an asynchronous body within the limit; its fallback is also for time-outs.
    #[inline]
    pub fn run_async_within_or_late<R, F>(self, timer: Timer, body: F) -> WithinOrLate<F, J>
    where
        F: Future<Output = R>,
        J: Judge<R>,
    {
        WithinOrLate { judged: self.within(timer, body) }
    }

    #[inline]
    fn within<F: Future>(self, timer: Timer, body: F) -> Judged<F, J> {
        let timed_out = TimedOut::new(self.admission.name(), timer.limit());
        let judge = UnlessLate(self.judge);
        let attempt = Attempt::admitted(self.admission, judge, timer.limiting(body));
        Judged { timed_out, attempt }
    }
}

impl<L> Unjudged<L> {
    /// Runs an asynchronous body within the limit.
    #[inline]
    pub fn run_async_within<R, F, J>(self, timer: Timer, body: F, judge: J) -> Within<F, Arms<J, L>>
    where
        R: TimeOut,
        F: Future<Output = R>,
        J: Fn(&R) -> Verdict,
        L: Look<R>,
    {
        self.judged_by(judge).run_async_within(timer, body)
    }

    /// Runs an asynchronous body within the limit; its fallback is also for failures.
    #[inline]
    pub fn run_async_within_or<F, J>(
        self,
        timer: Timer,
        body: F,
        judge: J,
    ) -> WithinOr<F, Arms<J, L>>
    where
        F: Future,
        J: Fn(&F::Output) -> Verdict,
        L: Look<F::Output>,
    {
        self.judged_by(judge).run_async_within_or(timer, body)
    }

    /// Runs an asynchronous body within the limit; its fallback is also for time-outs.
    #[inline]
    pub fn run_async_within_or_late<F, J>(
        self,
        timer: Timer,
        body: F,
        judge: J,
    ) -> WithinOrLate<F, Arms<J, L>>
    where
        F: Future,
        J: Fn(&F::Output) -> Verdict,
        L: Look<F::Output>,
    {
        self.judged_by(judge).run_async_within_or_late(timer, body)
    }
}

/// Judges a late call as failed, whatever the arms say.
struct UnlessLate<J>(J);

impl<R, J: Judge<R>> Judge<Result<R, Elapsed>> for UnlessLate<J> {
    #[inline]
    fn judge(&self, returned: &Result<R, Elapsed>) -> Judgement {
        match returned {
            Ok(returned) => self.0.judge(returned),
            Err(Elapsed) => Judgement::Failure(FailureKind::Timeout),
        }
    }

    #[inline]
    fn describe(returned: &Result<R, Elapsed>, text: &mut Text) {
        if let Ok(returned) = returned {
            J::describe(returned, text);
        }
    }
}

pin_project! {
    /// An attempt that ends in time, or is late.
    struct Judged<F, J> {
        timed_out: TimedOut,
        #[pin]
        attempt: Attempt<'static, Limited<F>, UnlessLate<J>>,
    }
}

impl<F: Future, J: Judge<F::Output>> Future for Judged<F, J> {
    type Output = Result<(F::Output, Judgement), TimedOut>;

    #[inline]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let (returned, judgement) = ready!(this.attempt.poll_judged(context));
        Poll::Ready(match returned {
            Ok(returned) => Ok((returned, judgement)),
            Err(Elapsed) => Err(*this.timed_out),
        })
    }
}

impl<F, J> fmt::Debug for Judged<F, J> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Judged").field("timed_out", &self.timed_out).finish_non_exhaustive()
    }
}

pin_project! {
    /// An attempt that ends in time, or in the error of a time-out.
    #[derive(Debug)]
    #[must_use = "futures do nothing unless polled"]
    pub struct Within<F: Future, J> {
        // The bound `TimeOut` is checked where the value is made: here it would be a second error.
        time_out: fn(TimedOut) -> F::Output,
        #[pin]
        judged: Judged<F, J>,
    }
}

impl<F: Future, J: Judge<F::Output>> Future for Within<F, J> {
    type Output = F::Output;

    #[inline]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let this = self.project();
        Poll::Ready(match ready!(this.judged.poll(context)) {
            Ok((returned, _)) => returned,
            Err(timed_out) => (this.time_out)(timed_out),
        })
    }
}

pin_project! {
    /// An attempt that ends in time, or goes to the fallback, as its failure does.
    #[derive(Debug)]
    #[must_use = "futures do nothing unless polled"]
    pub struct WithinOr<F, J> {
        #[pin]
        judged: Judged<F, J>,
    }
}

impl<F: Future, J: Judge<F::Output>> Future for WithinOr<F, J> {
    type Output = Result<F::Output, Unanswered<F::Output>>;

    #[inline]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        Poll::Ready(match ready!(this.judged.as_mut().poll(context)) {
            Ok((returned, judgement)) if judgement.is_for_the_fallback() => {
                Err(Unanswered::failed(returned))
            }
            Ok((returned, _)) => Ok(returned),
            Err(timed_out) => Err(Unanswered::late(timed_out)),
        })
    }
}

pin_project! {
    /// An attempt that ends in time, or goes to the fallback.
    #[derive(Debug)]
    #[must_use = "futures do nothing unless polled"]
    pub struct WithinOrLate<F, J> {
        #[pin]
        judged: Judged<F, J>,
    }
}

impl<F: Future, J: Judge<F::Output>> Future for WithinOrLate<F, J> {
    type Output = Result<F::Output, Unanswered<Infallible>>;

    #[inline]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let ended = ready!(self.project().judged.poll(context));
        Poll::Ready(ended.map(|(returned, _)| returned).map_err(Unanswered::late))
    }
}
