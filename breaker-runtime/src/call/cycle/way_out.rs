//! How a function ends whose fallback has come round to it: by the rejection, or by a panic where
//! its type can't be made from one.
//!
//! Which of them it is the compiler is asked as in `within`.

use core::marker::PhantomData;
use core::ops::Deref;

use super::Site;
use crate::call::outcome::Reject;
use crate::call::rejection::CircuitOpen;
use crate::call::within::of_a_return_type;

/// How a function whose fallback has come round to it ends.
pub trait WayOut<R> {
    /// The end, by this rejection, of what is in the circle.
    fn of(open: CircuitOpen, circle: &[&'static Site]) -> R;
}

of_a_return_type! {
    /// Where the compiler looks for the way out first: finds types that can be made from a
    /// rejection. See `within`.
    Rejectable,
    /// Where it ends.
    Unrejectable,
    /// By the rejection that is answered.
    ByRejection,
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

impl<R> Unrejectable<R> {
    /// The way out.
    #[must_use]
    pub fn way_out(&self) -> ByPanic<R> {
        ByPanic::VALUE
    }
}

impl<R> Deref for Rejectable<R> {
    type Target = Unrejectable<R>;

    fn deref(&self) -> &Unrejectable<R> {
        &Unrejectable(PhantomData)
    }
}

impl<R: Reject> WayOut<R> for ByRejection<R> {
    #[cold]
    fn of(open: CircuitOpen, _: &[&'static Site]) -> R {
        R::reject(open)
    }
}

impl<R> WayOut<R> for ByPanic<R> {
    #[cold]
    #[expect(
        clippy::panic,
        reason = "the mistake is in the program, and to go on would overflow the stack"
    )]
    fn of(_: CircuitOpen, circle: &[&'static Site]) -> R {
        let sites = circle.iter().chain(circle.first());
        let names: Vec<_> =
            sites.map(|site| format!("`{}`", site.name.get().unwrap_or(&"?"))).collect();
        panic!(
            "fallbacks go round in a circle, {}, while all of these circuits reject calls: \
             let one of them answer by itself, or return what can be made from a `CircuitOpen`",
            names.join(" -> "),
        );
    }
}
