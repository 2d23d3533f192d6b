//! Fallbacks that come round to a function whose call they answer (rule S21): each thread
//! remembers whose calls its running fallbacks answer. Only calls that go to a fallback which may
//! call something come here, whether they were rejected, failed, or were too late.
//!
//! Whoever is come round to is asked as anybody is. If its call is rejected the rejection is its
//! answer; if it is made, what it returns is, even if that would go to the fallback otherwise: the
//! fallback is at work on it already, further out.
//!
//! A thread can't tell what a blocking fallback calls from what a runtime runs that it blocks on:
//! both lie above it on the stack, and both may be endless. What a fallback spawns has a stack of
//! its own, and is a call of its own here as it is elsewhere (rule S14).

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

/// The answer to a rejection is sought at this site.
///
/// # Errors
///
/// The rejection, as the function's return value, if a call by the same key is answered here
/// already.
///
/// # Panics
///
/// If that is none.
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

/// The answer to a call that was rejected, failed or timed out is sought at this site.
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

/// The same where failures are none of the fallback's.
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
    /// The fallback runs for as long as this is kept.
    #[inline]
    #[must_use]
    pub fn enter(self) -> Entered {
        Marks::enter(self.0);
        Entered(())
    }

    /// The fallback runs whenever its future is polled.
    ///
    /// The return type says no more than that it is a future: whether the fallback is one is asked
    /// here, and a second time it would be a second error.
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

/// A fallback runs.
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
