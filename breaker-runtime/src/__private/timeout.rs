//! Calls with a `timeout` (feature `tokio`).

use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll, ready};
use core::time::Duration;

use pin_project_lite::pin_project;
use tokio::time::error::Elapsed;
use tokio::time::{Timeout, timeout};

use super::{Admitted, Unjudged};
use crate::attempt::Attempt;
use crate::judge::{Arms, Judge, Judgement};
use crate::within::Look;
use crate::{Cause, FailureKind, TimeOut, TimedOut, Verdict};

impl<J> Admitted<J> {
    /// Runs an asynchronous body, for so long at the most.
    #[inline]
    pub fn run_async_within<R, F>(self, limit: Duration, body: F) -> Within<F, J>
    where
        R: TimeOut,
        F: Future<Output = R>,
        J: Judge<R>,
    {
        Within { time_out: R::time_out, inner: self.run_async_within_or(limit, body) }
    }

    /// The same for a function whose fallback is also for failures.
    #[inline]
    pub fn run_async_within_or<R, F>(self, limit: Duration, body: F) -> WithinOr<F, J>
    where
        F: Future<Output = R>,
        J: Judge<R>,
    {
        let timed_out = TimedOut::new(self.admission.name(), limit);
        let attempt =
            Attempt::admitted(self.admission, UnlessLate(self.judge), timeout(limit, body));
        WithinOr { timed_out, attempt }
    }
}

impl<L> Unjudged<L> {
    /// Runs an asynchronous body, for so long at the most.
    #[inline]
    pub fn run_async_within<R, F, J>(
        self,
        limit: Duration,
        body: F,
        judge: J,
    ) -> Within<F, Arms<J, L>>
    where
        R: TimeOut,
        F: Future<Output = R>,
        J: Fn(&R) -> Verdict,
        L: Look<R>,
    {
        self.judged_by(judge).run_async_within(limit, body)
    }

    /// The same for a function whose fallback is also for failures.
    #[inline]
    pub fn run_async_within_or<F, J>(
        self,
        limit: Duration,
        body: F,
        judge: J,
    ) -> WithinOr<F, Arms<J, L>>
    where
        F: Future,
        J: Fn(&F::Output) -> Verdict,
        L: Look<F::Output>,
    {
        self.judged_by(judge).run_async_within_or(limit, body)
    }
}

/// A call that was late has failed, whatever the arms say.
#[derive(Debug)]
struct UnlessLate<J>(J);

impl<R, J: Judge<R>> Judge<Result<R, Elapsed>> for UnlessLate<J> {
    #[inline]
    fn judge(&self, returned: &Result<R, Elapsed>) -> Judgement {
        match returned {
            Ok(returned) => self.0.judge(returned),
            Err(Elapsed { .. }) => Judgement::Failure(FailureKind::Timeout),
        }
    }
}

pin_project! {
    /// An attempt that ends in time, or in the error of a time-out.
    #[derive(Debug)]
    #[must_use = "futures do nothing unless polled"]
    pub struct Within<F: Future, J> {
        // The bound is checked where this is made: here it would be a second error.
        time_out: fn(TimedOut) -> F::Output,
        #[pin]
        inner: WithinOr<F, J>,
    }
}

impl<F: Future, J: Judge<F::Output>> Future for Within<F, J> {
    type Output = F::Output;

    #[inline]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let this = self.project();
        Poll::Ready(match ready!(this.inner.poll(context)) {
            Ok(returned) | Err(Cause::Failed(returned)) => returned,
            Err(Cause::TimedOut(timed_out)) => (this.time_out)(timed_out),
            // An admitted call is not rejected.
            Err(Cause::Open(open)) => (this.time_out)(TimedOut::new(open.name(), Duration::ZERO)),
        })
    }
}

pin_project! {
    /// An attempt that ends in time, or goes to the fallback.
    #[derive(Debug)]
    #[must_use = "futures do nothing unless polled"]
    pub struct WithinOr<F, J> {
        timed_out: TimedOut,
        #[pin]
        attempt: Attempt<'static, Timeout<F>, UnlessLate<J>>,
    }
}

impl<F: Future, J: Judge<F::Output>> Future for WithinOr<F, J> {
    type Output = Result<F::Output, Cause<F::Output>>;

    #[inline]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let (returned, judgement) = ready!(this.attempt.poll_judged(context));
        Poll::Ready(match returned {
            Err(Elapsed { .. }) => Err(Cause::TimedOut(*this.timed_out)),
            Ok(returned) if judgement.is_for_the_fallback() => Err(Cause::Failed(returned)),
            Ok(returned) => Ok(returned),
        })
    }
}
