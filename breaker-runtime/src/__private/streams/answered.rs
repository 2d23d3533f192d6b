//! Streams that a function returns in a `Result`: its `Err` is the failure, and its `Ok` decides
//! nothing yet.

use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};

use pin_project_lite::pin_project;

use crate::__private::{Admitted, Circuit};
use crate::call::judge::{Judge, Judgement};
use crate::call::outcome::Outcome;
use crate::call::rejection::CircuitOpen;
use crate::call::within::Look;
use crate::circuit::admitted::running::{Running, Waiting};
use crate::circuit::stream::Watched;

/// What a rejected call can return.
#[diagnostic::on_unimplemented(
    message = "a rejected call can't be answered with this return type: `{Self}`",
    label = "can't be made from a `CircuitOpen`",
    note = "its error is to be made from a rejection: \
            `impl From<breaker_runtime::CircuitOpen> for E {{ .. }}`, for an `E` of your own; \
            `thiserror` writes it for a variant `Open(#[from] breaker_runtime::CircuitOpen)`",
    note = "or add a fallback: `#[circuit_breaker(fallback = ..)]`"
)]
pub trait RejectedStream: Outcome {
    /// Its error.
    type Error;

    /// The error of a call that was not admitted.
    #[track_caller]
    fn rejected(open: CircuitOpen) -> Self::Error;
}

#[diagnostic::do_not_recommend]
impl<S, E: From<CircuitOpen>> RejectedStream for Result<S, E> {
    type Error = E;

    fn rejected(open: CircuitOpen) -> E {
        E::from(open)
    }
}

/// Results with such an error.
pub trait FromError<E> {
    /// The result.
    fn from_error(error: E) -> Self;
}

impl<T, E> FromError<E> for Result<T, E> {
    fn from_error(error: E) -> Self {
        Err(error)
    }
}

/// Admission for a function without a fallback.
///
/// # Errors
///
/// The rejection, as the function's return value.
#[inline]
#[track_caller]
pub fn admit_or_reject<R, L, T>(circuit: impl Circuit, _look: L) -> Result<Admitted<L::Account>, T>
where
    R: RejectedStream,
    L: Look<R>,
    T: FromError<R::Error>,
{
    match circuit.admit(L::account()) {
        Ok(admitted) => Ok(admitted),
        Err(rejected) => Err(T::from_error(R::rejected(rejected.open()))),
    }
}

impl<J> Admitted<J> {
    /// Runs a body that returns a stream.
    ///
    /// # Errors
    ///
    /// What the body returned.
    #[inline]
    pub fn run_stream<S, E, I>(
        self,
        body: impl FnOnce() -> Result<S, E>,
        items: I,
    ) -> Result<Watched<'static, S, I>, E>
    where
        J: Judge<Result<S, E>>,
    {
        let running = Running::begin(self.admission);
        let returned = body();
        conclude(running, &self.judge, returned, items)
    }

    /// Runs an asynchronous body that returns a stream.
    #[inline]
    pub fn run_stream_async<S, E, F, I>(self, body: F, items: I) -> Opening<F, J, I>
    where
        F: Future<Output = Result<S, E>>,
        J: Judge<Result<S, E>>,
    {
        let waiting = Waiting::with(self.admission);
        Opening { waiting, judge: self.judge, items: Some(items), body }
    }
}

fn conclude<S, E, J: Judge<Result<S, E>>, I>(
    running: Running<'static>,
    judge: &J,
    returned: Result<S, E>,
    items: I,
) -> Result<Watched<'static, S, I>, E> {
    if returned.is_ok() {
        let admission = running.into_admission();
        return returned.map(|stream| Watched::of(admission, stream, items));
    }
    match judge.judge(&returned) {
        Judgement::Failure(kind) => running.fail(kind, |text| J::describe(&returned, text)),
        Judgement::Wish(wish) => running.fail_told(wish, |text| J::describe(&returned, text)),
        judgement => running.end(judgement),
    }
    returned.map(|stream| Watched::of(None, stream, items))
}

pin_project! {
    /// A call that may return a stream. Dropped before that, it was abandoned.
    #[derive(Debug)]
    #[must_use = "futures do nothing unless polled"]
    pub struct Opening<F, J, I> {
        waiting: Waiting<'static>,
        judge: J,
        items: Option<I>,
        #[pin]
        body: F,
    }

    impl<F, J, I> PinnedDrop for Opening<F, J, I> {
        fn drop(this: Pin<&mut Self>) {
            if let Some(admission) = this.project().waiting.take() {
                admission.abandon();
            }
        }
    }
}

impl<S, E, F, J, I> Future for Opening<F, J, I>
where
    F: Future<Output = Result<S, E>>,
    J: Judge<Result<S, E>>,
{
    type Output = Result<Watched<'static, S, I>, E>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let running = this.waiting.resume();
        match (this.body.poll(context), this.items.take()) {
            (Poll::Ready(returned), Some(items)) => {
                Poll::Ready(conclude(running, this.judge, returned, items))
            }
            (_, items) => {
                *this.items = items;
                this.waiting.pause(running);
                Poll::Pending
            }
        }
    }
}
