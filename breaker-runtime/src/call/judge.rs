//! How a return value becomes a verdict.

use core::fmt;
use core::marker::PhantomData;

use crate::base::identity::CircuitId;
use crate::base::text::Text;
use crate::call::outcome::{Outcome, Verdict};
use crate::call::within;
use crate::events::failure::FailureKind;
use crate::events::wish::Wish;

/// What a circuit learns from a return value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judgement {
    /// It worked.
    Success,
    /// It failed.
    Failure(FailureKind),
    /// It failed with an error, and the callee asks callers to wait (rule S19).
    Wish(Wish),
    /// It says nothing about the callee.
    Ignored,
    /// The call ended in the rejection of another call, by this circuit. The circuit ignores it,
    /// because the callee behind the inner circuit was not asked (rule S20).
    RejectedWithin(CircuitId),
    /// Undecided: a closer look is needed. Only [`judge_at_a_glance`](Judge::judge_at_a_glance)
    /// says so.
    Pending,
}

impl Judgement {
    /// Whether a fallback for failed calls answers this one.
    #[inline]
    pub(crate) const fn is_for_the_fallback(self) -> bool {
        matches!(self, Self::Failure(_) | Self::Wish(_) | Self::RejectedWithin(_))
    }
}

impl From<Verdict> for Judgement {
    #[inline]
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Success => Self::Success,
            Verdict::Failure => Self::Failure(FailureKind::Error),
            Verdict::OpenFor(time) => {
                Wish::of(time).map_or(Self::Failure(FailureKind::Error), Self::Wish)
            }
            Verdict::Open => Self::Wish(Wish::AsAnyOpening),
            Verdict::Ignored => Self::Ignored,
        }
    }
}

/// Says how a call that returned an `R` counts.
///
/// Every `Fn(&R) -> Verdict` is a judge.
pub trait Judge<R> {
    /// Judges `returned`.
    fn judge(&self, returned: &R) -> Judgement;

    /// Judges without a look at an error's sources, so that a success costs nothing:
    /// `Judgement::Pending` where these decide.
    #[inline]
    fn judge_at_a_glance(&self, returned: &R) -> Judgement {
        self.judge(returned)
    }

    /// Writes the failure's text, as far as its type has one. It takes no `self`, because the
    /// closed path would have to carry the judge along for it.
    #[inline]
    fn describe(_returned: &R, _text: &mut Text) {}
}

/// How closely a judge looks.
#[derive(Clone, Copy, Debug)]
enum Look {
    /// Not at an error's sources: where they decide, the judgement is pending.
    AtAGlance,
    Behind,
}

impl<R, F: Fn(&R) -> Verdict> Judge<R> for F {
    #[inline]
    fn judge(&self, returned: &R) -> Judgement {
        self(returned).into()
    }
}

/// Judges by the return value's own [`Outcome`].
///
/// Only `new` has the bound `R: Outcome`, and the implementation of [`Judge`] has none: the
/// compiler checks a bound wherever it meets it, and would report a return type without an account
/// more than once.
#[derive(Debug)]
pub struct ByOutcome<R>(fn(&R) -> Judgement);

impl<R: Outcome> ByOutcome<R> {
    #[inline]
    pub(crate) const fn new() -> Self {
        Self(|returned| returned.verdict().into())
    }

    /// Looks for a rejection from within first.
    #[cfg(feature = "axum")]
    pub(crate) const fn unless_rejected_within<L: within::Look<R>>() -> Self {
        Self(|returned| unless_rejected_within::<R, L>(returned, Look::Behind, R::verdict))
    }
}

impl<R> Judge<R> for ByOutcome<R> {
    #[inline]
    fn judge(&self, returned: &R) -> Judgement {
        self.0(returned)
    }
}

/// Judges a `Result`, after a look for a rejection from within. Of no size, so that futures don't
/// grow by it.
pub struct OfResult<L>(PhantomData<fn() -> L>);

impl<L> OfResult<L> {
    pub(crate) const NEW: Self = Self(PhantomData);
}

impl<R: Outcome, L: within::Look<R>> Judge<R> for OfResult<L> {
    #[inline]
    fn judge(&self, returned: &R) -> Judgement {
        unless_rejected_within::<R, L>(returned, Look::Behind, R::verdict)
    }

    #[inline]
    fn judge_at_a_glance(&self, returned: &R) -> Judgement {
        unless_rejected_within::<R, L>(returned, Look::AtAGlance, R::verdict)
    }

    #[inline]
    fn describe(returned: &R, text: &mut Text) {
        L::describe(returned, text);
    }
}

impl<L> fmt::Debug for OfResult<L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OfResult")
    }
}

/// Judges by the arms of a guarded function, after a look for a rejection from within.
pub struct Arms<J, L> {
    arms: J,
    _look: L,
}

impl<J, L> Arms<J, L> {
    #[inline]
    pub(crate) const fn new(arms: J, look: L) -> Self {
        Self { arms, _look: look }
    }
}

impl<R, J: Fn(&R) -> Verdict, L: within::Look<R>> Judge<R> for Arms<J, L> {
    #[inline]
    fn judge(&self, returned: &R) -> Judgement {
        unless_rejected_within::<R, L>(returned, Look::Behind, &self.arms)
    }

    #[inline]
    fn judge_at_a_glance(&self, returned: &R) -> Judgement {
        unless_rejected_within::<R, L>(returned, Look::AtAGlance, &self.arms)
    }

    #[inline]
    fn describe(returned: &R, text: &mut Text) {
        L::describe(returned, text);
    }
}

impl<J, L> fmt::Debug for Arms<J, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Arms").finish_non_exhaustive()
    }
}

#[inline]
fn unless_rejected_within<R, L: within::Look<R>>(
    returned: &R,
    look: Look,
    verdict: impl FnOnce(&R) -> Verdict,
) -> Judgement {
    match look {
        Look::AtAGlance if L::has_something_behind(returned) => Judgement::Pending,
        Look::AtAGlance => verdict(returned).into(),
        Look::Behind => match L::rejected_by(returned) {
            Some(circuit) => Judgement::RejectedWithin(circuit),
            None => verdict(returned).into(),
        },
    }
}
