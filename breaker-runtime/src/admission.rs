//! An admitted call, and running it.

use core::mem;

use crate::judge::Judge;
use crate::permit::{FailureOnPanic, Permit};
use crate::time::Time;
use crate::word::Word;
use crate::{CircuitBreaker, Verdict};

/// The right to make one call, as the two kinds that are run differently: whoever passes at a glance has nothing to remember during
/// the call but the state word. Kept apart from the start, so that the closed path carries nothing for the other one.
#[derive(Debug)]
pub(crate) enum Admission<'b> {
    AtAGlance(&'b CircuitBreaker, Word),
    Noticed(Permit<'b>),
}

impl<'b> Admission<'b> {
    #[inline]
    pub(crate) fn into_permit(self) -> Permit<'b> {
        match self {
            Self::AtAGlance(breaker, issued) => Permit::new(breaker, issued, Time::NEVER),
            Self::Noticed(permit) => permit,
        }
    }

    /// Runs the call.
    #[inline]
    pub(crate) fn run<R>(self, judge: &impl Judge<R>, body: impl FnOnce() -> R) -> R {
        match self {
            Self::AtAGlance(breaker, issued) => run_at_a_glance(breaker, issued, judge, body),
            Self::Noticed(permit) => run_noticed(permit, judge, body),
        }
    }
}

#[inline]
fn run_at_a_glance<R>(
    breaker: &CircuitBreaker,
    issued: Word,
    judge: &impl Judge<R>,
    body: impl FnOnce() -> R,
) -> R {
    let permit = FailureOnPanic::new(Permit::new(breaker, issued, Time::NEVER));
    let returned = body();
    let verdict = judge.verdict(&returned);
    let permit = permit.survive();
    match verdict {
        Verdict::Success if permit.success_is_a_count() => {
            mem::forget(permit);
            returned
        }
        Verdict::Success => end_and_return(permit, Permit::success, returned),
        Verdict::Failure => end_and_return(permit, Permit::failure, returned),
        Verdict::Ignored => end_and_return(permit, Permit::ignore, returned),
    }
}

/// What lives across a call that may unwind costs the closed path registers, and so does a verdict that is passed on: this carries the
/// return value along, and there is one for each verdict.
#[cold]
#[inline(never)]
fn end_and_return<'b, R>(permit: Permit<'b>, end: impl FnOnce(Permit<'b>), returned: R) -> R {
    end(permit);
    returned
}

#[cold]
#[inline(never)]
fn run_noticed<R>(permit: Permit<'_>, judge: &impl Judge<R>, body: impl FnOnce() -> R) -> R {
    let permit = FailureOnPanic::new(permit);
    let returned = body();
    let verdict = judge.verdict(&returned);
    permit.survive().obey(verdict);
    returned
}
