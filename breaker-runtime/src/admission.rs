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
            Self::Noticed(permit) => {
                let (breaker, issued, admitted) = permit.into_parts();
                run_noticed(breaker, issued, admitted, judge, body)
            }
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
    mem::forget(permit);
    match verdict {
        Verdict::Success if issued.count_success() => returned,
        Verdict::Success => end_and_return(breaker, issued, Permit::success, returned),
        Verdict::Failure => end_and_return(breaker, issued, Permit::failure, returned),
        Verdict::Ignored => end_and_return(breaker, issued, Permit::ignore, returned),
    }
}

/// What lives across a call that may unwind costs the closed path registers, and so does a verdict that is passed on: this carries the
/// return value along, there is one for each verdict, and they take the permit in parts, which fit registers.
#[cold]
#[inline(never)]
fn end_and_return<'b, R>(
    breaker: &'b CircuitBreaker,
    issued: Word,
    end: impl FnOnce(Permit<'b>),
    returned: R,
) -> R {
    end(Permit::new(breaker, issued, Time::NEVER));
    returned
}

/// The same for a call that has more to remember.
#[cold]
#[inline(never)]
fn run_noticed<R>(
    breaker: &CircuitBreaker,
    issued: Word,
    admitted: Time,
    judge: &impl Judge<R>,
    body: impl FnOnce() -> R,
) -> R {
    let permit = FailureOnPanic::new(Permit::new(breaker, issued, admitted));
    let returned = body();
    let verdict = judge.verdict(&returned);
    permit.survive().obey(verdict);
    returned
}
