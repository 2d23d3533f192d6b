//! An asynchronous call with its permit.

use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll, ready};

use pin_project_lite::pin_project;

use crate::call::judge::{Judge, Judgement};
use crate::circuit::admitted::running::Waiting;
use crate::circuit::admitted::{Admission, is_in_memory};

pin_project! {
    /// A call under way: its permit learns how it ends. Dropped before that, it was abandoned.
    #[derive(Debug)]
    #[must_use = "futures do nothing unless polled"]
    pub struct Attempt<'b, F, J> {
        // What a panic elsewhere drops is a call that waits, and no failure of it.
        waiting: Waiting<'b>,
        judge: J,
        #[pin]
        body: F,
    }

    impl<F, J> PinnedDrop for Attempt<'_, F, J> {
        fn drop(this: Pin<&mut Self>) {
            if let Some(admission) = this.project().waiting.take() {
                admission.abandon();
            }
        }
    }
}

impl<'b, F, J> Attempt<'b, F, J> {
    #[inline]
    pub(crate) const fn admitted(admission: Admission<'b>, judge: J, body: F) -> Self {
        Self { waiting: Waiting::with(admission), judge, body }
    }

    /// An attempt that still needs a permit.
    #[inline]
    pub(crate) const fn unasked(judge: J, body: F) -> Self {
        Self { waiting: Waiting::NONE, judge, body }
    }
}

impl<F: Future, J: Judge<F::Output>> Attempt<'_, F, J> {
    /// What the call returned, and how that counted.
    #[inline]
    pub(crate) fn poll_judged(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<(F::Output, Judgement)> {
        let this = self.project();
        let running = this.waiting.resume();
        // By reference what is in memory anyway, and by value what comes in registers, which it
        // would have to leave, in successes too.
        if is_in_memory::<F::Output>() {
            let polled = this.body.poll(context);
            let judgement = match &polled {
                Poll::Ready(returned) => this.judge.judge(returned),
                Poll::Pending => {
                    this.waiting.pause(running);
                    return Poll::Pending;
                }
            };
            match (judgement, &polled) {
                (Judgement::Failure(kind), Poll::Ready(returned))
                    if is_in_memory::<F::Output>() =>
                {
                    running.fail(kind, |text| J::describe(returned, text));
                }
                // Never. Without this arm successes are copied once more (`ci/instructions`).
                (Judgement::Failure(kind), _) => {
                    return polled.map(|returned| {
                        (running.fail_and_return(kind, J::describe, returned), judgement)
                    });
                }
                (Judgement::Wish(wish), Poll::Ready(returned)) => {
                    running.fail_told(wish, |text| J::describe(returned, text));
                }
                _ => running.end(judgement),
            }
            return polled.map(|returned| (returned, judgement));
        }
        match this.body.poll(context) {
            Poll::Ready(returned) => {
                let judgement = this.judge.judge(&returned);
                let returned = match judgement {
                    Judgement::Failure(kind) => {
                        running.fail_and_return(kind, J::describe, returned)
                    }
                    Judgement::Wish(wish) => {
                        running.fail_told_and_return(wish, J::describe, returned)
                    }
                    _ => {
                        running.end(judgement);
                        returned
                    }
                };
                Poll::Ready((returned, judgement))
            }
            Poll::Pending => {
                this.waiting.pause(running);
                Poll::Pending
            }
        }
    }
}

impl<F: Future, J: Judge<F::Output>> Future for Attempt<'_, F, J> {
    type Output = F::Output;

    #[inline]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        self.poll_judged(context).map(|(returned, _)| returned)
    }
}

/// Where an attempt asks for admission.
pub(crate) trait Gate<'b> {
    /// What is known of a rejection.
    type Rejected;

    /// Admission, or the reason why not.
    ///
    /// # Errors
    ///
    /// The rejection.
    fn ask(self) -> Result<Admission<'b>, Self::Rejected>;
}

pin_project! {
    /// An attempt that asks for admission when it is first polled.
    #[derive(Debug)]
    #[must_use = "futures do nothing unless polled"]
    pub struct Gated<'b, G, F, J, A> {
        // What to do when the call is rejected; gone once that is known.
        gate: Option<(G, A)>,
        #[pin]
        attempt: Attempt<'b, F, J>,
    }
}

impl<'b, G: Gate<'b>, F, J, A> Gated<'b, G, F, J, A> {
    #[inline]
    pub(crate) const fn new(gate: G, answer: A, attempt: Attempt<'b, F, J>) -> Self {
        Self { gate: Some((gate, answer)), attempt }
    }
}

impl<'b, G, F, J, A> Future for Gated<'b, G, F, J, A>
where
    G: Gate<'b>,
    F: Future,
    J: Judge<F::Output>,
    A: FnOnce(G::Rejected) -> F::Output,
{
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let mut this = self.project();
        if let Some((gate, answer)) = this.gate.take() {
            match gate.ask() {
                Ok(admission) => {
                    *this.attempt.as_mut().project().waiting = Waiting::with(admission);
                }
                Err(rejected) => return Poll::Ready(answer(rejected)),
            }
        }
        let returned = ready!(this.attempt.poll(context));
        Poll::Ready(returned)
    }
}
