//! Fallbacks that come round to a function whose call they answer (rule S21): each thread remembers
//! whose calls its running fallbacks answer. Only calls that go to a fallback which may call
//! something pay for it, be they rejected, failed, or too late.
//!
//! The function at the end of the circle is called as any other. If its circuit rejects the call,
//! the rejection is its answer. If the call is made, what it returns is the answer, even where that
//! would go to the fallback otherwise: the fallback is at work already, further out.
//!
//! A thread can't tell a call of a blocking fallback from a call of a runtime that the fallback
//! blocks on: both lie above it on the stack, and both may be endless. What a fallback spawns has a
//! stack of its own, and is a call of its own, as elsewhere (rule S14).

mod marks;
mod site;
mod unanswered;
mod way_out;

use core::convert::Infallible;
use core::pin::Pin;
use core::task::{Context, Poll};

use pin_project_lite::pin_project;

use self::marks::{Answered, Marks};
pub use self::site::{Site, Written};
pub(crate) use self::site::{all_met, news};
pub use self::unanswered::{Rejected, Unanswered};
use self::way_out::WayOut;
pub use self::way_out::{Delayable, Inescapable, Rejectable};
use crate::call::cause::{Cause, TimedOut};
use crate::call::rejection::CircuitOpen;

/// A call that a fallback answers.
#[derive(Clone, Copy, Debug)]
pub struct Answering(Answered);

/// Begins to answer a rejected call at this site.
///
/// # Errors
///
/// The rejection, as the function's return value, if a call by the same key is answered here
/// already.
///
/// # Panics
///
/// If the return type can't be made from a rejection.
#[inline]
pub fn answering<R, W: WayOut<R, CircuitOpen>>(
    rejected: Rejected,
    site: &'static Site,
    _way_out: W,
) -> Result<Answering, R> {
    let answered = Answered::new(site, rejected.key);
    if Marks::has(answered) {
        return Err(W::of(rejected.open, &Marks::circle(answered)));
    }
    Ok(Answering(answered))
}

/// Begins to answer a call that was rejected, failed or timed out, at this site.
///
/// # Errors
///
/// What the call returned, or the rejection or the time-out as the function's return value, if a
/// call by the same key is answered here already.
///
/// # Panics
///
/// If it can't be made from that.
#[inline]
pub fn answering_any<R, W, L>(
    unanswered: Unanswered<R>,
    key: u64,
    site: &'static Site,
    rejected: W,
    late: L,
) -> Result<(Answering, Cause<R>), R>
where
    W: WayOut<R, CircuitOpen>,
    L: WayOut<R, TimedOut>,
{
    any(unanswered, key, site, (rejected, late), |returned| returned)
}

/// Begins to answer a call that was rejected or timed out, at this site.
///
/// # Errors
///
/// As those of [`answering_any`].
///
/// # Panics
///
/// If the return value can't be made from that.
#[inline]
pub fn answering_late<R, W, L>(
    unanswered: Unanswered<Infallible>,
    key: u64,
    site: &'static Site,
    rejected: W,
    late: L,
) -> Result<(Answering, Cause), R>
where
    W: WayOut<R, CircuitOpen>,
    L: WayOut<R, TimedOut>,
{
    any(unanswered, key, site, (rejected, late), |never| match never {})
}

#[inline]
fn any<R, C, W, L>(
    unanswered: Unanswered<C>,
    key: u64,
    site: &'static Site,
    _ways_out: (W, L),
    returned: impl FnOnce(C) -> R,
) -> Result<(Answering, Cause<C>), R>
where
    W: WayOut<R, CircuitOpen>,
    L: WayOut<R, TimedOut>,
{
    let answered = Answered::new(site, key);
    if !Marks::has(answered) {
        return Ok((Answering(answered), unanswered.cause));
    }
    Err(match unanswered.cause {
        Cause::Failed(value) => returned(value),
        Cause::Open(open) => W::of(open, &Marks::circle(answered)),
        Cause::TimedOut(timed_out) => L::of(timed_out, &Marks::circle(answered)),
    })
}

impl Answering {
    /// Marks that the fallback runs, for as long as the guard is kept.
    #[inline]
    #[must_use]
    pub fn enter(self) -> Entered {
        Marks::enter(self.0);
        Entered(())
    }

    /// Marks that the fallback runs, whenever its future is polled.
    ///
    /// The return type names nothing but a future: `F` is checked here to be one, and a second
    /// bound would be a second error.
    #[inline]
    pub fn during<F: Awaitable>(self, fallback: F) -> impl Future<Output = F::Output> + use<F> {
        During { answering: self, fallback: fallback.into_future() }
    }
}

/// What an `async fn` can have as its fallback.
#[diagnostic::on_unimplemented(
    message = "`fallback` is awaited in an `async fn`, and this is not `async`",
    label = "returns `{Self}`, which is not a future",
    note = "call it in a closure, which sees the arguments: write it as in \
            `fallback = |_| cached(id)`",
    note = "or make it an `async fn`"
)]
pub trait Awaitable: IntoFuture {}

#[diagnostic::do_not_recommend]
impl<F: IntoFuture> Awaitable for F {}

/// The mark that a fallback runs.
#[derive(Debug)]
pub struct Entered(());

impl Drop for Entered {
    #[inline]
    fn drop(&mut self) {
        Marks::leave();
    }
}

pin_project! {
    /// A fallback that waits.
    #[derive(Debug)]
    #[must_use = "futures do nothing unless polled"]
    struct During<F> {
        answering: Answering,
        #[pin]
        fallback: F,
    }
}

impl<F: Future> Future for During<F> {
    type Output = F::Output;

    #[inline]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let this = self.project();
        let _entered = this.answering.enter();
        this.fallback.poll(context)
    }
}
