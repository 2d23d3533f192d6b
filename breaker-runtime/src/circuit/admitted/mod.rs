//! An admitted call, and running it.

pub(crate) mod attempt;
pub(crate) mod permit;
pub(crate) mod running;

use core::mem;

use crate::base::text::Text;
use crate::base::time::Time;
use crate::call::judge::{Judge, Judgement};
use crate::circuit::Circuit;
use crate::circuit::admitted::permit::Permit;
use crate::circuit::admitted::running::Running;
use crate::circuit::word::Word;
use crate::events::failure::{Detail, Failure, FailureKind};
use crate::events::wish::Wish;
use crate::machine::Report;

/// The right to make one call, for those who see to it themselves how it ends. Whoever passes at a
/// glance has nothing to remember during the call but the state word, and is run by code
/// of its own, so that the closed path carries nothing for the others.
///
/// Dropped, the call was given up before its body began: an argument that is kept for the fallback
/// may panic while it is cloned.
#[derive(Debug)]
#[must_use = "lost, it holds the place of a trial call"]
pub(crate) struct Admission<'b> {
    breaker: &'b Circuit,
    issued: Word,
    admitted: Time,
}

impl<'b> Admission<'b> {
    #[inline]
    pub(crate) const fn at_a_glance(breaker: &'b Circuit, issued: Word) -> Self {
        Self { breaker, issued, admitted: Time::NEVER }
    }

    #[inline]
    pub(crate) const fn noticed(breaker: &'b Circuit, issued: Word, admitted: Time) -> Self {
        Self { breaker, issued, admitted }
    }

    /// For somebody who may do anything with it.
    #[inline]
    pub(crate) fn into_permit(self) -> Permit<'b> {
        Permit::new(self)
    }

    #[inline]
    pub(crate) const fn into_parts(self) -> (&'b Circuit, Word, Time) {
        (self.breaker, self.issued, self.admitted)
    }

    #[cfg(feature = "tokio")]
    pub(crate) fn name(&self) -> &'static str {
        self.breaker.name()
    }

    /// The call has ended, and this is what the circuit learns from it.
    #[inline]
    pub(crate) fn end(self, judgement: Judgement) {
        match judgement {
            Judgement::Success => self.succeed(),
            Judgement::Failure(kind) => self.fail(Failure::of(kind)),
            Judgement::Wish(wish) => self.fail_told(wish, |_| {}),
            Judgement::Ignored | Judgement::RejectedWithin(_) | Judgement::Pending => {
                let (breaker, issued, admitted) = self.into_parts();
                breaker.end_unjudged(issued, admitted, judgement);
            }
        }
    }

    #[inline]
    pub(crate) fn succeed(self) {
        let (breaker, issued, admitted) = self.into_parts();
        if !issued.count_success() {
            breaker.succeed(issued, admitted);
        }
    }

    #[inline]
    pub(crate) fn fail(self, failure: Failure<'_>) {
        let (breaker, issued, admitted) = self.into_parts();
        breaker.fail(issued, admitted, failure);
    }

    /// The call has failed in this way, which the circuit may want to have described.
    #[inline]
    pub(crate) fn fail_as(self, kind: FailureKind, describe: impl FnOnce(&mut Text)) {
        if self.breaker.remembers_errors() {
            self.fail_described(kind, None, describe);
        } else {
            self.fail(Failure::of(kind));
        }
    }

    /// The call has failed with an error, and this is what its callee asks for.
    pub(crate) fn fail_told(self, wish: Wish, describe: impl FnOnce(&mut Text)) {
        self.fail_described(FailureKind::Error, Some(wish), describe);
    }

    #[cold]
    #[inline(never)]
    fn fail_described(
        self,
        kind: FailureKind,
        wish: Option<Wish>,
        describe: impl FnOnce(&mut Text),
    ) {
        let detail = Detail { error: self.breaker.text(describe), wish };
        self.fail(Failure { kind, detail: Some(&detail) });
    }

    pub(crate) fn ignore(self) {
        self.settle(Report::Ignored);
    }

    pub(crate) fn abandon(self) {
        self.settle(Report::Abandoned);
    }

    #[inline]
    fn settle(self, report: Report) {
        let (breaker, issued, admitted) = self.into_parts();
        breaker.settle(issued, admitted, report);
    }

    /// Runs the call. The judge comes by value: by reference it would have to be in memory, and
    /// everything that it is part of.
    #[inline]
    pub(crate) fn run<R>(self, judge: impl Judge<R>, body: impl FnOnce() -> R) -> R {
        let (breaker, issued, admitted) = self.into_parts();
        if issued.passes() {
            run_at_a_glance(breaker, issued, judge, body)
        } else {
            run_noticed(breaker, issued, admitted, judge, body)
        }
    }
}

/// An admission between asking and running, where something of the user's runs that may panic.
///
/// Beside the admission, and not its own `Drop`: futures have no flag for what is never lost.
#[derive(Debug)]
#[must_use = "dropped, it gives the admission up"]
pub struct AdmissionGuard<'b> {
    breaker: &'b Circuit,
    issued: Word,
    admitted: Time,
}

impl<'b> AdmissionGuard<'b> {
    pub(crate) const fn from(admission: &Admission<'b>) -> Self {
        let Admission { breaker, issued, admitted } = *admission;
        Self { breaker, issued, admitted }
    }

    /// The call is run now.
    pub const fn release(self) {
        mem::forget(self);
    }
}

impl Drop for AdmissionGuard<'_> {
    fn drop(&mut self) {
        self.breaker.settle(self.issued, self.admitted, Report::Abandoned);
    }
}

#[inline]
fn run_at_a_glance<R>(
    breaker: &Circuit,
    issued: Word,
    judge: impl Judge<R>,
    body: impl FnOnce() -> R,
) -> R {
    let running = Running::begin(Admission::at_a_glance(breaker, issued));
    let returned = body();
    let is_large = is_in_memory::<R>();
    let judgement =
        if is_large { judge.judge(&returned) } else { judge.judge_at_a_glance(&returned) };
    mem::forget(running);
    if !is_large && matches!(judgement, Judgement::Pending | Judgement::RejectedWithin(_)) {
        return judge_and_return(breaker, issued, judge, returned);
    }
    match judgement {
        Judgement::Success if issued.count_success() => returned,
        Judgement::Success => end_and_return(breaker, issued, Circuit::succeed, returned),
        // What ends a call without an `async` body is an error.
        Judgement::Failure(_) => fail_and_return(breaker, issued, describe_by(&judge), returned),
        Judgement::Wish(wish) => {
            let describe = describe_by(&judge);
            fail_told_and_return(breaker, issued, wish, describe, returned)
        }
        Judgement::RejectedWithin(_) => {
            let end = |breaker: &Circuit, issued, at| breaker.end_unjudged(issued, at, judgement);
            end_and_return(breaker, issued, end, returned)
        }
        Judgement::Ignored | Judgement::Pending => {
            end_and_return(breaker, issued, Circuit::ignore, returned)
        }
    }
}

/// Whether such a value comes in memory; from registers a closer look would move it there.
#[inline]
const fn is_in_memory<R>() -> bool {
    size_of::<R>() > 2 * size_of::<usize>()
}

/// For a value in registers that has to be looked at more closely.
#[cold]
#[expect(clippy::needless_pass_by_value, reason = "see `Admission::run`")]
#[inline(never)]
fn judge_and_return<R>(breaker: &Circuit, issued: Word, judge: impl Judge<R>, returned: R) -> R {
    let running = Running::begin(Admission::at_a_glance(breaker, issued));
    let judgement = judge.judge(&returned);
    mem::forget(running);
    match judgement {
        Judgement::Success => breaker.succeed(issued, Time::NEVER),
        Judgement::Failure(_) => {
            return fail_inline(breaker, issued, describe_by(&judge), returned);
        }
        Judgement::Wish(wish) => {
            let describe = describe_by(&judge);
            return fail_told_and_return(breaker, issued, wish, describe, returned);
        }
        Judgement::Ignored | Judgement::RejectedWithin(_) | Judgement::Pending => {
            breaker.end_unjudged(issued, Time::NEVER, judgement);
        }
    }
    returned
}

/// How a judge describes failures, without the judge.
#[inline]
pub(super) const fn describe_by<R, J: Judge<R>>(_judge: &J) -> fn(&R, &mut Text) {
    J::describe
}

/// The same for a failure, which may have to be described.
#[cold]
#[inline(never)]
fn fail_and_return<R>(
    breaker: &Circuit,
    issued: Word,
    describe: fn(&R, &mut Text),
    returned: R,
) -> R {
    fail_inline(breaker, issued, describe, returned)
}

#[inline]
fn fail_inline<R>(breaker: &Circuit, issued: Word, describe: fn(&R, &mut Text), returned: R) -> R {
    if breaker.remembers_errors() {
        return describe_and_return(breaker, issued, describe, returned);
    }
    breaker.fail(issued, Time::NEVER, Failure::of(FailureKind::Error));
    returned
}

#[cold]
#[inline(never)]
fn describe_and_return<R>(
    breaker: &Circuit,
    issued: Word,
    describe: fn(&R, &mut Text),
    returned: R,
) -> R {
    let admission = Admission::at_a_glance(breaker, issued);
    admission.fail_as(FailureKind::Error, |text| describe(&returned, text));
    returned
}

/// The same for a failure whose callee asks for something.
#[cold]
#[inline(never)]
fn fail_told_and_return<R>(
    breaker: &Circuit,
    issued: Word,
    wish: Wish,
    describe: fn(&R, &mut Text),
    returned: R,
) -> R {
    let admission = Admission::at_a_glance(breaker, issued);
    admission.fail_told(wish, |text| describe(&returned, text));
    returned
}

/// What lives across a call that may unwind costs the closed path registers, and so does a verdict
/// that is passed on: this carries the return value along, there is one for each verdict, and they
/// take the permit in parts, which fit registers.
#[cold]
#[inline(never)]
fn end_and_return<R>(
    breaker: &Circuit,
    issued: Word,
    end: impl FnOnce(&Circuit, Word, Time),
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
    breaker: &Circuit,
    issued: Word,
    admitted: Time,
    judge: impl Judge<R>,
    body: impl FnOnce() -> R,
) -> R {
    let running = Running::begin(Admission::noticed(breaker, issued, admitted));
    let returned = body();
    let judgement = judge.judge(&returned);
    match judgement {
        Judgement::Failure(kind) => running.fail_and_return(kind, describe_by(&judge), returned),
        Judgement::Wish(wish) => running.fail_told_and_return(wish, describe_by(&judge), returned),
        _ => {
            running.end(judgement);
            returned
        }
    }
}
