//! What stands behind `judge =`.

use crate::call::outcome::Verdict;

/// Judges an `R`. Every `Fn(&R) -> Verdict` does.
#[diagnostic::on_unimplemented(
    message = "no judge of this function: `{Self}`",
    label = "not a `fn(&{R}) -> Verdict`",
    note = "`judge` takes a function that gets a reference to what the guarded function returns, \
            and returns a `breaker_runtime::Verdict`; it may be generic"
)]
pub trait Judging<R> {
    /// How a call counts that returned this.
    fn verdict(&self, returned: &R) -> Verdict;
}

#[diagnostic::do_not_recommend]
impl<R, F: Fn(&R) -> Verdict> Judging<R> for F {
    #[inline]
    fn verdict(&self, returned: &R) -> Verdict {
        self(returned)
    }
}

/// The function as a judge: one that is wrong is an error here, where it stands, and nowhere else.
#[inline]
pub fn judge<R, J: Judging<R>>(judge: J) -> impl Fn(&R) -> Verdict {
    move |returned| judge.verdict(returned)
}
