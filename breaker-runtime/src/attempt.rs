//! An asynchronous call with its permit.

use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll, ready};

use pin_project_lite::pin_project;

use crate::judge::Judge;
use crate::permit::Permit;
use crate::{CircuitBreaker, CircuitOpen};

pin_project! {
    /// A call under way: its permit learns how it ends.
    ///
    /// Dropped before that, it was abandoned; unless a panic of the body itself is what drops it. A panic elsewhere that happens to
    /// drop a waiting call is no failure of that call, so being *polled* is noted, and `thread::panicking()` not asked.
    #[derive(Debug)]
    #[must_use = "futures do nothing unless polled"]
    pub struct Attempt<'b, F, J> {
        permit: Option<Permit<'b>>,
        polled: bool,
        judge: J,
        #[pin]
        body: F,
    }

    impl<F, J> PinnedDrop for Attempt<'_, F, J> {
        fn drop(this: Pin<&mut Self>) {
            let this = this.project();
            match this.permit.take() {
                Some(permit) if *this.polled => permit.failure(),
                Some(permit) => permit.abandon(),
                None => {}
            }
        }
    }
}

impl<'b, F, J> Attempt<'b, F, J> {
    #[inline]
    pub(crate) const fn admitted(permit: Permit<'b>, judge: J, body: F) -> Self {
        Self { permit: Some(permit), polled: false, judge, body }
    }

    /// An attempt that still needs a permit.
    #[inline]
    pub(crate) const fn unasked(judge: J, body: F) -> Self {
        Self { permit: None, polled: false, judge, body }
    }
}

impl<F: Future, J: Judge<F::Output>> Future for Attempt<'_, F, J> {
    type Output = F::Output;

    #[inline]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let this = self.project();
        *this.polled = true;
        let polled = this.body.poll(context);
        if let Poll::Ready(returned) = &polled {
            let verdict = this.judge.verdict(returned);
            if let Some(permit) = this.permit.take() {
                permit.obey(verdict);
            }
        }
        *this.polled = false;
        polled
    }
}

pin_project! {
    /// An attempt that asks for admission when it is first polled.
    #[derive(Debug)]
    #[must_use = "futures do nothing unless polled"]
    pub struct Gated<'b, F, J, A> {
        // What to do when the call is rejected; gone once that is known.
        gate: Option<(&'b CircuitBreaker, A)>,
        #[pin]
        attempt: Attempt<'b, F, J>,
    }
}

impl<'b, F, J, A> Gated<'b, F, J, A> {
    #[inline]
    pub(crate) const fn new(
        breaker: &'b CircuitBreaker,
        answer: A,
        attempt: Attempt<'b, F, J>,
    ) -> Self {
        Self { gate: Some((breaker, answer)), attempt }
    }
}

impl<F, J, A> Future for Gated<'_, F, J, A>
where
    F: Future,
    J: Judge<F::Output>,
    A: FnOnce(CircuitOpen) -> F::Output,
{
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let mut this = self.project();
        if let Some((breaker, answer)) = this.gate.take() {
            match breaker.try_acquire() {
                Ok(permit) => *this.attempt.as_mut().project().permit = Some(permit),
                Err(open) => return Poll::Ready(answer(open)),
            }
        }
        let returned = ready!(this.attempt.poll(context));
        Poll::Ready(returned)
    }
}
