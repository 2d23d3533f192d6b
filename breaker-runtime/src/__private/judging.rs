//! What stands behind `judge =`.

use crate::call::outcome::Verdict;

/// Judges an `R`. Every `Fn(&R) -> Verdict` does.
#[diagnostic::on_unimplemented(
    message = "no judge of this function: `{Self}`",
    label = "not a `fn(&{R}) -> Verdict`",
    note = "`judge` takes a function that gets a reference to what the guarded function returns, \
            and returns a `breaker_runtime::Verdict`; it may be generic"
)]
pub trait Judging<R>: Sized {
    /// The judge: itself.
    type Judge: Fn(&R) -> Verdict;

    /// Makes it.
    fn into_judge(self) -> Self::Judge;
}

#[diagnostic::do_not_recommend]
impl<R, F: Fn(&R) -> Verdict> Judging<R> for F {
    type Judge = F;

    #[inline]
    fn into_judge(self) -> F {
        self
    }
}

/// The function as a judge: one that is wrong is an error here, where it stands, and nowhere else.
#[inline]
pub fn judge<R, J: Judging<R>>(judge: J) -> J::Judge {
    judge.into_judge()
}
