//! An admitted call, and running it.

use core::mem;

use crate::CircuitBreaker;
use crate::judge::{Judge, Judgement};
use crate::permit::Permit;
use crate::running::Running;
use crate::time::Time;
use crate::word::Word;

/// The right to make one call. Whoever passes at a glance has nothing to remember during the call but the state word, and is run by code
/// of its own, so that the closed path carries nothing for the others.
#[derive(Debug)]
pub(crate) struct Admission<'b> {
    breaker: &'b CircuitBreaker,
    issued: Word,
    admitted: Time,
}

impl<'b> Admission<'b> {
    #[inline]
    pub(crate) const fn at_a_glance(breaker: &'b CircuitBreaker, issued: Word) -> Self {
        Self { breaker, issued, admitted: Time::NEVER }
    }

    #[inline]
    pub(crate) const fn noticed(breaker: &'b CircuitBreaker, issued: Word, admitted: Time) -> Self {
        Self { breaker, issued, admitted }
    }

    #[inline]
    pub(crate) const fn into_permit(self) -> Permit<'b> {
        Permit::new(self.breaker, self.issued, self.admitted)
    }

    /// Runs the call. The judge comes by value: by reference it would have to be in memory, and everything that it is part of.
    #[inline]
    pub(crate) fn run<R>(self, judge: impl Judge<R>, body: impl FnOnce() -> R) -> R {
        let Self { breaker, issued, admitted } = self;
        if issued.passes() {
            run_at_a_glance(breaker, issued, judge, body)
        } else {
            run_noticed(breaker, issued, admitted, judge, body)
        }
    }
}

#[expect(clippy::needless_pass_by_value, reason = "see `Admission::run`")]
#[inline]
fn run_at_a_glance<R>(
    breaker: &CircuitBreaker,
    issued: Word,
    judge: impl Judge<R>,
    body: impl FnOnce() -> R,
) -> R {
    let running = Running::begin(Permit::new(breaker, issued, Time::NEVER));
    let returned = body();
    let judgement = judge.judge(&returned);
    mem::forget(running);
    match judgement {
        Judgement::Success if issued.count_success() => returned,
        Judgement::Success => end_and_return(breaker, issued, CircuitBreaker::succeed, returned),
        // What ends a call without an `async` body is an error.
        Judgement::Failure(_) => end_and_return(breaker, issued, CircuitBreaker::fail, returned),
        Judgement::Ignored | Judgement::RejectedWithin(_) => {
            end_and_return(breaker, issued, CircuitBreaker::ignore, returned)
        }
    }
}

/// What lives across a call that may unwind costs the closed path registers, and so does a verdict that is passed on: this carries the
/// return value along, there is one for each verdict, and they take the permit in parts, which fit registers.
#[cold]
#[inline(never)]
fn end_and_return<R>(
    breaker: &CircuitBreaker,
    issued: Word,
    end: impl FnOnce(&CircuitBreaker, Word, Time),
    returned: R,
) -> R {
    end(breaker, issued, Time::NEVER);
    returned
}

/// The same for a call that has more to remember.
#[cold]
#[expect(clippy::needless_pass_by_value, reason = "see `Admission::run`")]
#[inline(never)]
fn run_noticed<R>(
    breaker: &CircuitBreaker,
    issued: Word,
    admitted: Time,
    judge: impl Judge<R>,
    body: impl FnOnce() -> R,
) -> R {
    let running = Running::begin(Permit::new(breaker, issued, admitted));
    let returned = body();
    let judgement = judge.judge(&returned);
    running.end(judgement);
    returned
}
