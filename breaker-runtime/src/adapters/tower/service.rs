//! A service behind a circuit.

use core::fmt;
use core::mem;
use core::ops::Deref;
use core::task::{Context, Poll, ready};

use tower_service::Service;

use super::held::Held;
use super::{ByResult, Error, ResponseFuture};
use crate::breaker::CircuitBreaker;
use crate::call::judge::{Judge, Judgement};
use crate::circuit::admitted::running::Running;
use crate::circuit::{Answer, Circuit, Standing};
use crate::events::failure::FailureKind;

/// A service behind a circuit.
///
/// [`CircuitBreakerLayer`](super::CircuitBreakerLayer) makes it; the [module](super) says when it
/// is ready and what counts.
pub struct CircuitBreakerService<S, B = &'static CircuitBreaker, J = ByResult> {
    inner: S,
    circuit: B,
    judge: J,
    /// The rejection of the next call, where `poll_ready` did not ask the inner service.
    refused: Option<Standing>,
}

impl<S, B, J> CircuitBreakerService<S, B, J> {
    pub(super) const fn new(inner: S, circuit: B, judge: J) -> Self {
        Self { inner, circuit, judge, refused: None }
    }

    /// Returns the guarded service, by reference.
    #[must_use]
    pub const fn get_ref(&self) -> &S {
        &self.inner
    }

    /// Returns the guarded service, by mutable reference.
    #[must_use]
    pub const fn get_mut(&mut self) -> &mut S {
        &mut self.inner
    }

    /// Returns the guarded service without its circuit.
    #[must_use]
    pub fn into_inner(self) -> S {
        self.inner
    }
}

impl<S, B, J, Request> Service<Request> for CircuitBreakerService<S, B, J>
where
    S: Service<Request>,
    B: Deref<Target = CircuitBreaker> + Clone,
    J: Judge<Result<S::Response, S::Error>> + Clone,
{
    type Response = S::Response;
    type Error = Error<S::Error>;
    type Future = ResponseFuture<S::Future, B, J>;

    #[inline]
    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.refused = self.circuit.circuit().standing_rejection();
        if self.refused.is_some() {
            return Poll::Ready(Ok(()));
        }
        let asked = Asked(&self.circuit);
        let ready = self.inner.poll_ready(context);
        mem::forget(asked);
        Poll::Ready(match ready!(ready) {
            Ok(()) => Ok(()),
            Err(error) => {
                let failed: Result<S::Response, S::Error> = Err(error);
                if let Some(admission) = self.circuit.circuit().admission_afterwards() {
                    let running = Running::begin(admission);
                    running.end(self.judge.judge(&failed));
                }
                failed.map(drop).map_err(Error::Service)
            }
        })
    }

    #[inline]
    fn call(&mut self, request: Request) -> Self::Future {
        let (circuit, judge) = (self.circuit.clone(), self.judge.clone());
        let answer = match self.refused {
            None => self.circuit.circuit().acquire(Circuit::answer),
            Some(refused) => Err(self.circuit.circuit().refuse(refused)),
        };
        match answer {
            Ok(admission) => {
                // A service may do its work in `call`, before its future is polled.
                let running = Running::begin(admission);
                let response = self.inner.call(request);
                let answer = Answer::permitted(running);
                ResponseFuture::new(Held::new(circuit, answer), judge, Some(response))
            }
            Err(rejected) => ResponseFuture::new(Held::new(circuit, rejected), judge, None),
        }
    }
}

/// A service that is asked whether it is ready. The drop counts a panic of `poll_ready` as a
/// failure: otherwise the value is forgotten.
struct Asked<'a>(&'a CircuitBreaker);

impl Drop for Asked<'_> {
    #[cold]
    fn drop(&mut self) {
        if let Some(admission) = self.0.circuit().admission_afterwards() {
            admission.end(Judgement::Failure(FailureKind::Panic));
        }
    }
}

/// Nobody has asked the clone yet whether it is ready.
impl<S: Clone, B: Clone, J: Clone> Clone for CircuitBreakerService<S, B, J> {
    fn clone(&self) -> Self {
        Self::new(self.inner.clone(), self.circuit.clone(), self.judge.clone())
    }
}

impl<S: fmt::Debug, B: fmt::Debug, J> fmt::Debug for CircuitBreakerService<S, B, J> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CircuitBreakerService")
            .field("inner", &self.inner)
            .field("circuit", &self.circuit)
            .finish_non_exhaustive()
    }
}
