//! The permit of a body that runs.

use core::mem;

use crate::base::text::Text;
use crate::base::time::Time;
use crate::call::judge::Judgement;
use crate::circuit::Circuit;
use crate::circuit::admitted::Admission;
use crate::circuit::nesting;
#[cfg(feature = "stream")]
use crate::circuit::settlement::served::Success;
use crate::circuit::word::Word;
use crate::events::failure::FailureKind;
use crate::events::wish::Wish;
use crate::machine::Report;

/// The permit of a body that runs: calls within it are known as such, and nothing but its panic can
/// drop this, however many other panics unwind at the time.
///
/// The word alone tells a call of a closed circuit from all others, so that the closed path has one
/// thing to look at. Whatever passes at a glance has a circuit.
#[must_use = "dropped, it is a panic of the body"]
pub(crate) struct Running<'b> {
    breaker: Option<&'b Circuit>,
    issued: Word,
    admitted: Time,
}

impl<'b> Running<'b> {
    /// The body runs from now on.
    #[inline]
    pub(crate) fn begin(admission: Admission<'b>) -> Self {
        let (breaker, issued, admitted) = admission.into_parts();
        Self::resumed(Some(breaker), issued, admitted)
    }

    #[inline]
    fn resumed(breaker: Option<&'b Circuit>, issued: Word, admitted: Time) -> Self {
        if !issued.passes() {
            notice(breaker, issued);
        }
        Self { breaker, issued, admitted }
    }

    /// The body has ended, with this judgement.
    #[inline]
    pub(crate) fn end(self, judgement: Judgement) {
        let (breaker, issued, admitted) = (self.breaker, self.issued, self.admitted);
        mem::forget(self);
        if judgement == Judgement::Success && issued.count_success() {
            return;
        }
        match breaker {
            Some(breaker) if judgement == Judgement::Success && issued.passes() => {
                breaker.succeed(issued, admitted);
            }
            Some(breaker) => end_noticed(breaker, issued, admitted, judgement),
            None => {}
        }
    }

    /// The body has failed; `describe` says with what, if that is remembered.
    #[cold]
    #[inline(never)]
    pub(crate) fn fail(self, kind: FailureKind, describe: impl FnOnce(&mut Text)) {
        self.fail_inline(kind, describe);
    }

    #[inline]
    fn fail_inline(self, kind: FailureKind, describe: impl FnOnce(&mut Text)) {
        // What describes it may call the circuit, and is no call within this one any more.
        self.unmark();
        let (breaker, issued, admitted) = (self.breaker, self.issued, self.admitted);
        mem::forget(self);
        if let Some(breaker) = breaker {
            Admission::noticed(breaker, issued, admitted).fail_as(kind, describe);
        }
    }

    /// The body has failed, and this is what its callee asks for.
    #[cold]
    #[inline(never)]
    pub(crate) fn fail_told(self, wish: Wish, describe: impl FnOnce(&mut Text)) {
        self.unmark();
        let (breaker, issued, admitted) = (self.breaker, self.issued, self.admitted);
        mem::forget(self);
        if let Some(breaker) = breaker {
            Admission::noticed(breaker, issued, admitted).fail_told(wish, describe);
        }
    }

    /// The same with what the body has returned.
    #[cold]
    #[inline(never)]
    pub(crate) fn fail_told_and_return<R>(
        self,
        wish: Wish,
        describe: fn(&R, &mut Text),
        returned: R,
    ) -> R {
        self.fail_told(wish, |text| describe(&returned, text));
        returned
    }

    /// The body has failed with what it has returned. By value: by reference it would have to be in
    /// memory, whether the call fails or not.
    #[cold]
    #[inline(never)]
    pub(crate) fn fail_and_return<R>(
        self,
        kind: FailureKind,
        describe: fn(&R, &mut Text),
        returned: R,
    ) -> R {
        self.fail_inline(kind, |text| describe(&returned, text));
        returned
    }

    /// The body has succeeded as far as it has come, and may fail later.
    #[cfg(feature = "stream")]
    pub(crate) fn succeed_for_now(self) -> Option<(&'b Circuit, Success)> {
        self.unmark();
        let (breaker, issued, admitted) = (self.breaker, self.issued, self.admitted);
        mem::forget(self);
        let breaker = breaker?;
        Some((breaker, breaker.succeed_for_now(issued, admitted)?))
    }

    /// The body waits to be polled again: what its permit consists of.
    #[inline]
    pub(crate) fn wait(self) -> (Word, Time) {
        self.unmark();
        let parts = (self.issued, self.admitted);
        mem::forget(self);
        parts
    }

    /// The body has ended, and what it has returned decides.
    #[cfg(feature = "stream")]
    pub(crate) fn into_admission(self) -> Option<Admission<'b>> {
        let breaker = self.breaker?;
        let (issued, admitted) = self.wait();
        Some(Admission::noticed(breaker, issued, admitted))
    }

    #[inline]
    fn unmark(&self) {
        match self.breaker {
            Some(breaker) if !self.issued.passes() => nesting::leave(breaker, self.issued),
            _ => {}
        }
    }
}

/// Out of the way of successes.
#[cold]
#[inline(never)]
fn end_noticed(breaker: &Circuit, issued: Word, admitted: Time, judgement: Judgement) {
    if !issued.passes() {
        nesting::leave(breaker, issued);
    }
    Admission::noticed(breaker, issued, admitted).end(judgement);
}

impl Drop for Running<'_> {
    #[inline]
    fn drop(&mut self) {
        panicked(self.breaker, self.issued);
    }
}

/// The body has panicked. In parts: what is unwound by reference has to be in memory, on the closed
/// path too.
#[cold]
#[inline(never)]
fn panicked(breaker: Option<&Circuit>, issued: Word) {
    if let Some(breaker) = breaker {
        if !issued.passes() {
            nesting::leave(breaker, issued);
        }
        breaker.settle(issued, Time::NEVER, Report::Failure(FailureKind::Panic));
    }
}

/// The body of a circuit that is not simply closed runs from now on; it must not have ended.
#[cold]
#[inline(never)]
fn notice(breaker: Option<&Circuit>, issued: Word) {
    match breaker {
        Some(breaker) if issued != Word::FRESH => nesting::enter(breaker, issued),
        _ => polled_after_completion(),
    }
}

/// The permit of a body that waits to be polled; none while it runs, and when it has ended.
#[derive(Debug)]
pub(crate) struct Waiting<'b> {
    breaker: Option<&'b Circuit>,
    issued: Word,
    admitted: Time,
}

impl<'b> Waiting<'b> {
    pub(crate) const NONE: Self =
        Self { breaker: None, issued: Word::FRESH, admitted: Time::NEVER };

    #[inline]
    pub(crate) const fn with(admission: Admission<'b>) -> Self {
        let (breaker, issued, admitted) = admission.into_parts();
        Self { breaker: Some(breaker), issued, admitted }
    }

    /// The body runs from now on.
    ///
    /// # Panics
    ///
    /// If it has ended, as futures do.
    #[inline]
    pub(crate) fn resume(&mut self) -> Running<'b> {
        let issued = mem::replace(&mut self.issued, Word::FRESH);
        Running::resumed(self.breaker, issued, self.admitted)
    }

    /// The body waits again.
    #[inline]
    pub(crate) fn pause(&mut self, running: Running<'b>) {
        (self.issued, _) = running.wait();
    }

    /// The permit, if there is one.
    #[inline]
    pub(crate) fn take(&mut self) -> Option<Admission<'b>> {
        let issued = mem::replace(&mut self.issued, Word::FRESH);
        let breaker = self.breaker.filter(|_| issued != Word::FRESH)?;
        Some(Admission::noticed(breaker, issued, self.admitted))
    }
}

/// What futures do that are polled when they have ended.
#[cold]
#[inline(never)]
#[expect(clippy::panic, reason = "a mistake of whoever polls; to go on would be worse")]
fn polled_after_completion() -> ! {
    panic!("a guarded call was polled after it had completed")
}
