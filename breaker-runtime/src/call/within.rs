//! Rejections from within: whether an error was made from the rejection of another call (rule S20).
//!
//! An error type need not be an [`Error`], and generated code can't know whether it is.
//! `Behind::<R>::VALUE.look_for_rejection()` asks the compiler by autoderef specialisation: method
//! look-up goes from type to type by `Deref` and passes over the methods whose bounds don't hold.
//! All methods are inherent, so that no trait has to be in scope.

#![expect(clippy::unused_self, reason = "method look-up goes by it")]

use core::error::Error;
use core::fmt::{Debug, Display};
use core::marker::PhantomData;
use core::ops::Deref;

use crate::base::identity::CircuitId;
use crate::base::text::Text;
use crate::call::judge::{ByOutcome, Judge, OfResult};
use crate::call::outcome::Outcome;
use crate::call::rejection::CircuitOpen;

/// A way to look for a rejection behind an `R`.
pub trait Look<R> {
    /// What judges an `R` by its own account, after that look.
    type Account: Judge<R>;

    /// Makes the account. An `R` without one is an error where it is asked for, and nowhere else.
    fn account() -> Self::Account
    where
        R: Outcome;

    /// Whether there may be a rejection: known without looking at sources.
    fn has_something_behind(returned: &R) -> bool;

    /// The circuit whose rejection is behind `returned`, if one is; the rejection is
    /// [kept](crate::call::found::keep).
    fn rejected_by(returned: &R) -> Option<CircuitId>;

    /// Writes the error's text, if there is an error and its type has a text.
    #[inline]
    fn describe(_returned: &R, _text: &mut Text) {}
}

/// Declares types that stand for a return type.
macro_rules! of_a_return_type {
    ($($(#[$attribute:meta])* $name:ident,)*) => {$(
        $(#[$attribute])*
        pub struct $name<R>(PhantomData<fn(&R)>);

        impl<R> $name<R> {
            /// The only one.
            pub const VALUE: Self = Self(PhantomData);
        }

        impl<R> core::fmt::Debug for $name<R> {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(stringify!($name))
            }
        }
    )*};
}
pub(crate) use of_a_return_type;

of_a_return_type! {
    /// Where the look-up starts: finds `Result`s with an error that is an [`Error`].
    Behind,
    /// Where it goes on: finds those whose error derefs to one, as `Box<dyn Error>` and
    /// `anyhow::Error` do.
    BehindPointer,
    /// And on: those whose error derefs to such a pointer, as `Arc<anyhow::Error>` does.
    BehindPointers,
    /// And on: those whose error has a text, though it is no [`Error`].
    Shown,
    /// And on: those whose error is shown to programmers.
    ShownInDebug,
    /// Where it ends.
    BehindNothing,
    /// Looks at the error.
    AtError,
    /// Looks at what the error derefs to.
    AtTarget,
    /// Looks at what that derefs to.
    AtTargetOfTarget,
    /// Does not look, and knows the error's text.
    AtDisplay,
    /// Does not look, and knows what programmers see of the error.
    AtDebug,
    /// Does not look: nothing is known of the type.
    Nowhere,
}

impl<T, E: Error> Behind<Result<T, E>> {
    /// How to look behind it.
    #[must_use]
    pub fn look_for_rejection(&self) -> AtError<Result<T, E>> {
        AtError::VALUE
    }
}

impl<T, E: Deref<Target: Error>> BehindPointer<Result<T, E>> {
    /// How to look behind it.
    #[must_use]
    pub fn look_for_rejection(&self) -> AtTarget<Result<T, E>> {
        AtTarget::VALUE
    }
}

impl<T, E: Deref<Target: Deref<Target: Error>>> BehindPointers<Result<T, E>> {
    /// How to look behind it.
    #[must_use]
    pub fn look_for_rejection(&self) -> AtTargetOfTarget<Result<T, E>> {
        AtTargetOfTarget::VALUE
    }
}

impl<T, E: Display> Shown<Result<T, E>> {
    /// How not to look behind it.
    #[must_use]
    pub fn look_for_rejection(&self) -> AtDisplay<Result<T, E>> {
        AtDisplay::VALUE
    }
}

impl<T, E: Debug> ShownInDebug<Result<T, E>> {
    /// How not to look behind it.
    #[must_use]
    pub fn look_for_rejection(&self) -> AtDebug<Result<T, E>> {
        AtDebug::VALUE
    }
}

impl<R> BehindNothing<R> {
    /// How not to look behind it.
    #[must_use]
    pub fn look_for_rejection(&self) -> Nowhere<R> {
        Nowhere::VALUE
    }
}

impl<R> Deref for Behind<R> {
    type Target = BehindPointer<R>;

    fn deref(&self) -> &BehindPointer<R> {
        &BehindPointer(PhantomData)
    }
}

impl<R> Deref for BehindPointer<R> {
    type Target = BehindPointers<R>;

    fn deref(&self) -> &BehindPointers<R> {
        &BehindPointers(PhantomData)
    }
}

impl<R> Deref for BehindPointers<R> {
    type Target = Shown<R>;

    fn deref(&self) -> &Shown<R> {
        &Shown(PhantomData)
    }
}

impl<R> Deref for Shown<R> {
    type Target = ShownInDebug<R>;

    fn deref(&self) -> &ShownInDebug<R> {
        &ShownInDebug(PhantomData)
    }
}

impl<R> Deref for ShownInDebug<R> {
    type Target = BehindNothing<R>;

    fn deref(&self) -> &BehindNothing<R> {
        &BehindNothing(PhantomData)
    }
}

/// Implements [`Look`] for results whose error is, or derefs to, an [`Error`]: `$source` is that
/// one's source, `$shown` writes its text.
macro_rules! look_at {
    ($name:ident, $bound:path, $error:ident => $source:expr, $text:ident => $shown:expr) => {
        impl<T, E: $bound> Look<Result<T, E>> for $name<Result<T, E>> {
            type Account = OfResult<Self>;

            #[inline]
            fn account() -> OfResult<Self> {
                OfResult::NEW
            }

            #[inline]
            fn has_something_behind(returned: &Result<T, E>) -> bool {
                returned.is_err()
            }

            #[inline]
            fn rejected_by(returned: &Result<T, E>) -> Option<CircuitId> {
                match returned {
                    Err($error) if CircuitOpen::is_seen() => CircuitOpen::whose_is_behind($source),
                    _ => None,
                }
            }

            fn describe(returned: &Result<T, E>, $text: &mut Text) {
                if let Err($error) = returned {
                    $shown;
                }
            }
        }
    };
}

look_at!(AtError, Error, error => error.source(), text => text.error(error, error.source()));
look_at!(
    AtTarget,
    Deref<Target: Error>,
    error => error.deref().source(),
    text => text.error(&&**error, error.deref().source())
);
look_at!(
    AtTargetOfTarget,
    Deref<Target: Deref<Target: Error>>,
    error => error.deref().deref().source(),
    text => text.error(&&***error, error.deref().deref().source())
);

/// Implements [`Look`] for results whose error has a text, and no sources to look at.
macro_rules! show {
    ($name:ident, $bound:path, $show:ident) => {
        impl<T, E: $bound> Look<Result<T, E>> for $name<Result<T, E>> {
            type Account = OfResult<Self>;

            #[inline]
            fn account() -> OfResult<Self> {
                OfResult::NEW
            }

            #[inline]
            fn has_something_behind(_: &Result<T, E>) -> bool {
                false
            }

            #[inline]
            fn rejected_by(_: &Result<T, E>) -> Option<CircuitId> {
                None
            }

            fn describe(returned: &Result<T, E>, text: &mut Text) {
                if let Err(error) = returned {
                    text.$show(error);
                }
            }
        }
    };
}

show!(AtDisplay, Display, display);
show!(AtDebug, Debug, debug);

impl<R> Look<R> for Nowhere<R> {
    type Account = ByOutcome<R>;

    #[inline]
    fn account() -> ByOutcome<R>
    where
        R: Outcome,
    {
        ByOutcome::new()
    }

    #[inline]
    fn has_something_behind(_: &R) -> bool {
        false
    }

    #[inline]
    fn rejected_by(_: &R) -> Option<CircuitId> {
        None
    }
}
