//! The response of a guarded service, or its rejection.

use core::fmt;
use core::future::Future;
use core::ops::Deref;
use core::pin::Pin;
use core::task::{Context, Poll};

use pin_project_lite::pin_project;

use super::Error;
use super::held::Held;
use crate::breaker::CircuitBreaker;
use crate::call::judge::Judge;

pin_project! {
    /// The response future of a [`CircuitBreakerService`](super::CircuitBreakerService).
    ///
    /// A future that is dropped before the response is there counts as abandoned.
    #[must_use = "futures do nothing unless polled"]
    pub struct ResponseFuture<F, B, J>
    where
        B: Deref<Target = CircuitBreaker>,
    {
        held: Held<B>,
        judge: J,
        // Nothing, if the call was rejected.
        #[pin]
        response: Option<F>,
    }
}

impl<F, B: Deref<Target = CircuitBreaker>, J> ResponseFuture<F, B, J> {
    #[inline]
    pub(super) const fn new(held: Held<B>, judge: J, response: Option<F>) -> Self {
        Self { held, judge, response }
    }
}

impl<F, B, J, Res, E> Future for ResponseFuture<F, B, J>
where
    F: Future<Output = Result<Res, E>>,
    B: Deref<Target = CircuitBreaker>,
    J: Judge<F::Output>,
{
    type Output = Result<Res, Error<E>>;

    #[inline]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let Some(response) = this.response.as_pin_mut() else {
            return Poll::Ready(Err(Error::Open(this.held.rejection())));
        };
        let judged = |returned| {
            let judgement = this.judge.judge(&returned);
            (returned, judgement)
        };
        this.held.during(|| response.poll(context).map(judged)).map_err(Error::Service)
    }
}

impl<F, B: Deref<Target = CircuitBreaker>, J> fmt::Debug for ResponseFuture<F, B, J> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseFuture")
            .field("is_rejected", &self.response.is_none())
            .finish_non_exhaustive()
    }
}
