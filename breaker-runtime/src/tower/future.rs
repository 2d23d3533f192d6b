//! The response of a guarded service, or its rejection.

use core::fmt;
use core::future::Future;
use core::ops::Deref;
use core::pin::Pin;
use core::task::{Context, Poll};

use pin_project_lite::pin_project;

use super::Error;
use super::held::Held;
use crate::judge::Judge;
use crate::{CircuitBreaker, CircuitOpen};

pin_project! {
    /// The response of a [`CircuitBreakerService`](super::CircuitBreakerService). Dropped before it is there, the call was abandoned.
    #[must_use = "futures do nothing unless polled"]
    pub struct ResponseFuture<F, B, J>
    where
        B: Deref<Target = CircuitBreaker>,
    {
        #[pin]
        call: Call<F, B, J>,
    }
}

pin_project! {
    #[project = CallInPlace]
    enum Call<F, B, J>
    where
        B: Deref<Target = CircuitBreaker>,
    {
        Rejected { open: CircuitOpen },
        Admitted {
            permit: Held<B>,
            judge: J,
            #[pin]
            response: F,
        },
    }
}

impl<F, B: Deref<Target = CircuitBreaker>, J> ResponseFuture<F, B, J> {
    pub(super) const fn rejected(open: CircuitOpen) -> Self {
        Self { call: Call::Rejected { open } }
    }

    #[inline]
    pub(super) const fn admitted(permit: Held<B>, judge: J, response: F) -> Self {
        Self { call: Call::Admitted { permit, judge, response } }
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
        match self.project().call.project() {
            CallInPlace::Rejected { open } => Poll::Ready(Err(Error::Open(*open))),
            CallInPlace::Admitted { permit, judge, response } => {
                let judged = |returned| {
                    let verdict = judge.verdict(&returned);
                    (returned, verdict)
                };
                permit.during(|| response.poll(context).map(judged)).map_err(Error::Service)
            }
        }
    }
}

impl<F, B: Deref<Target = CircuitBreaker>, J> fmt::Debug for ResponseFuture<F, B, J> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let call = match &self.call {
            Call::Rejected { .. } => "rejected",
            Call::Admitted { .. } => "admitted",
        };
        f.debug_struct("ResponseFuture").field("call", &call).finish_non_exhaustive()
    }
}
