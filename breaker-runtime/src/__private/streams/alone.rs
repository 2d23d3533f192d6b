//! Streams that are all a function returns.

use core::fmt;
use core::pin::Pin;
use core::task::{Context, Poll, ready};

use futures_core::Stream;
use pin_project_lite::pin_project;

use crate::__private::Circuit;
use crate::__private::asked::Listed;
use crate::call::cycle::Rejected;
use crate::call::judge::Judge;
use crate::call::outcome::Reject;
use crate::circuit::admitted::attempt::Gate;
use crate::circuit::admitted::running::Running;
use crate::circuit::stream::Watched;

/// What a rejected stream can yield.
#[diagnostic::on_unimplemented(
    message = "a rejected stream can't yield this item: `{Self}`",
    label = "can't be made from a `CircuitOpen`",
    note = "yield a `Result` whose error can be made from a rejection: \
            `impl From<breaker_runtime::CircuitOpen> for E {{ .. }}`, for an `E` of your own; \
            `thiserror` writes it for a variant `Open(#[from] breaker_runtime::CircuitOpen)`",
    note = "or return the stream in a `Result`, whose `Err` is the rejection",
    note = "or add a fallback, which is another stream: `#[circuit_breaker(fallback = ..)]`"
)]
pub trait RejectedItem {
    /// The item of a stream that was not admitted.
    fn rejected(rejected: Rejected) -> Self;
}

#[diagnostic::do_not_recommend]
impl<R: Reject> RejectedItem for R {
    fn rejected(rejected: Rejected) -> Self {
        R::reject(rejected.open())
    }
}

/// Guards a stream that asks for admission when it is first polled. Rejected, it yields that and
/// ends.
#[inline]
pub const fn guarded_or_reject<S, J, C>(
    circuit: C,
    stream: S,
    items: J,
) -> impl Stream<Item = S::Item> + use<S, J, C>
where
    S: Stream<Item: RejectedItem>,
    J: Judge<S::Item>,
    C: Circuit,
{
    OrReject {
        circuit: Some(circuit),
        is_rejected: false,
        watched: Watched::unasked(stream, items),
    }
}

pin_project! {
    struct OrReject<C, S, J> {
        // Until it is asked.
        circuit: Option<C>,
        is_rejected: bool,
        #[pin]
        watched: Watched<'static, S, J>,
    }
}

impl<C, S, J> Stream for OrReject<C, S, J>
where
    C: Circuit,
    S: Stream<Item: RejectedItem>,
    J: Judge<S::Item>,
{
    type Item = S::Item;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<S::Item>> {
        let mut this = self.project();
        if let Some(circuit) = this.circuit.take() {
            match Listed(circuit).ask() {
                Ok(admission) => this.watched.as_mut().admit(admission),
                Err(rejected) => {
                    *this.is_rejected = true;
                    return Poll::Ready(Some(S::Item::rejected(rejected)));
                }
            }
        }
        if *this.is_rejected { Poll::Ready(None) } else { this.watched.poll_next(context) }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let (least, most) = self.watched.size_hint();
        match self.circuit {
            _ if self.is_rejected => (0, Some(0)),
            // It may be rejected.
            Some(_) => (least.min(1), most.map(|most| most.max(1))),
            None => (least, most),
        }
    }
}

/// The stream of a function, or that of its fallback.
#[derive(Debug)]
pub enum Either<S, F> {
    /// The call was admitted.
    Made(S),
    /// It was not.
    Instead(F),
}

/// Guards a function with a fallback: which of both runs is known at the first poll.
#[inline]
pub const fn guarded<S, F, M, J, C>(
    circuit: C,
    make: M,
    items: J,
) -> impl Stream<Item = S::Item> + use<S, F, M, J, C>
where
    S: Stream,
    F: Stream<Item = S::Item>,
    M: FnOnce(Option<Rejected>) -> Either<S, F>,
    J: Judge<S::Item>,
    C: Circuit,
{
    OrFallback { asked: Some((circuit, make, items)), stage: Stage::Unasked }
}

pin_project! {
    #[project = Staged]
    enum Stage<S, F, J> {
        Unasked,
        Made { #[pin] watched: Watched<'static, S, J> },
        Instead { #[pin] fallback: F },
    }
}

pin_project! {
    struct OrFallback<C, M, S, F, J> {
        asked: Option<(C, M, J)>,
        #[pin]
        stage: Stage<S, F, J>,
    }
}

/// Asks, and makes the stream that is to be polled.
fn begin<C, M, S, F, J>(circuit: C, make: M, items: J) -> Stage<S, F, J>
where
    C: Circuit,
    M: FnOnce(Option<Rejected>) -> Either<S, F>,
{
    let (stream, admission) = match Listed(circuit).ask() {
        Ok(admission) => {
            // The body may do its work before its stream is polled.
            let running = Running::begin(admission);
            (make(None), running.into_admission())
        }
        Err(rejected) => (make(Some(rejected)), None),
    };
    match stream {
        Either::Made(stream) => Stage::Made { watched: Watched::of(admission, stream, items) },
        Either::Instead(fallback) => Stage::Instead { fallback },
    }
}

impl<C, M, S, F, J> Stream for OrFallback<C, M, S, F, J>
where
    C: Circuit,
    M: FnOnce(Option<Rejected>) -> Either<S, F>,
    S: Stream,
    F: Stream<Item = S::Item>,
    J: Judge<S::Item>,
{
    type Item = S::Item;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<S::Item>> {
        let mut this = self.project();
        if let Some((circuit, make, items)) = this.asked.take() {
            this.stage.set(begin(circuit, make, items));
        }
        let item = match this.stage.project() {
            Staged::Unasked => None,
            Staged::Made { watched } => ready!(watched.poll_next(context)),
            Staged::Instead { fallback } => ready!(fallback.poll_next(context)),
        };
        Poll::Ready(item)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        match &self.stage {
            Stage::Unasked => (0, None),
            Stage::Made { watched } => watched.size_hint(),
            Stage::Instead { fallback } => fallback.size_hint(),
        }
    }
}

impl<C, S, J> fmt::Debug for OrReject<C, S, J> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OrReject").finish_non_exhaustive()
    }
}

impl<C, M, S, F, J> fmt::Debug for OrFallback<C, M, S, F, J> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OrFallback").finish_non_exhaustive()
    }
}
