//! How a function returns when a fallback has come round to it and its call returned nothing: with
//! the rejection or the time-out, or with a panic where its type can't be made from these.
//!
//! The compiler chooses by autoderef specialisation, as in `within`.

use core::marker::PhantomData;
use core::ops::Deref;

use super::Site;
use crate::call::cause::{TimeOut, TimedOut};
use crate::call::outcome::Reject;
use crate::call::rejection::CircuitOpen;
use crate::call::within::of_a_return_type;

/// How a function returns when a fallback has come round to it for the reason `Why`.
pub trait WayOut<R, Why> {
    /// The return value, or a panic that names the circle.
    fn of(why: Why, circle: &[&'static Site]) -> R;
}

of_a_return_type! {
    /// Where the compiler looks for the way out of a rejection first: finds types that can be made
    /// from one. See `within`.
    Rejectable,
    /// Where it looks for the way out of a time-out first.
    Delayable,
    /// Where it ends.
    Inescapable,
    /// By the rejection that is answered.
    ByRejection,
    /// By the time-out that is answered.
    ByTimeOut,
    /// By a panic.
    ByPanic,
}

impl<R: Reject> Rejectable<R> {
    /// The way out.
    #[must_use]
    pub fn way_out(&self) -> ByRejection<R> {
        ByRejection::VALUE
    }
}

impl<R: TimeOut> Delayable<R> {
    /// The way out.
    #[must_use]
    pub fn way_out(&self) -> ByTimeOut<R> {
        ByTimeOut::VALUE
    }
}

impl<R> Inescapable<R> {
    /// The way out.
    #[must_use]
    pub fn way_out(&self) -> ByPanic<R> {
        ByPanic::VALUE
    }
}

impl<R> Deref for Rejectable<R> {
    type Target = Inescapable<R>;

    fn deref(&self) -> &Inescapable<R> {
        &Inescapable(PhantomData)
    }
}

impl<R> Deref for Delayable<R> {
    type Target = Inescapable<R>;

    fn deref(&self) -> &Inescapable<R> {
        &Inescapable(PhantomData)
    }
}

impl<R: Reject> WayOut<R, CircuitOpen> for ByRejection<R> {
    #[cold]
    fn of(open: CircuitOpen, _: &[&'static Site]) -> R {
        R::reject(open)
    }
}

impl<R: TimeOut> WayOut<R, TimedOut> for ByTimeOut<R> {
    #[cold]
    fn of(timed_out: TimedOut, _: &[&'static Site]) -> R {
        R::time_out(timed_out)
    }
}

impl<R> WayOut<R, CircuitOpen> for ByPanic<R> {
    fn of(_: CircuitOpen, circle: &[&'static Site]) -> R {
        panic_for(circle, "CircuitOpen")
    }
}

impl<R> WayOut<R, TimedOut> for ByPanic<R> {
    fn of(_: TimedOut, circle: &[&'static Site]) -> R {
        panic_for(circle, "TimedOut")
    }
}

#[cold]
#[expect(
    clippy::panic,
    reason = "the mistake is in the program, and to go on would overflow the stack"
)]
fn panic_for(circle: &[&'static Site], why: &str) -> ! {
    let sites = circle.iter().chain(circle.first());
    let names: Vec<_> = sites.map(|site| format!("`{}`", site.circuit().identity().0)).collect();
    panic!(
        "fallbacks go round in a circle, {}, and none of these functions has an answer: \
         let one of them answer by itself, or return what can be made from a `{why}`",
        names.join(" -> "),
    );
}
