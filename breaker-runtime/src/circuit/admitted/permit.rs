//! The right to make one call.

use core::fmt;
use core::mem;
use core::time::Duration;

use crate::base::time::Time;
use crate::call::outcome::{Outcome, Verdict};
use crate::circuit::Circuit;
use crate::circuit::admitted::Admission;
#[cfg(feature = "stream")]
use crate::circuit::stream::Watched;
use crate::circuit::word::Word;
use crate::events::failure::{Failure, FailureKind};
use crate::machine::Report;

/// The right to make one call, and the duty to say how it ended.
///
/// Say how the call ended by [`success`](Self::success), [`failure`](Self::failure),
/// [`ignore`](Self::ignore) or [`record`](Self::record).
/// [`CircuitBreaker::try_acquire`](crate::CircuitBreaker::try_acquire) makes permits; [the
/// guide](crate::_guide::by_hand) has more on them.
///
/// ```
/// use breaker_runtime::{CircuitBreaker, CircuitOpen, Policy};
///
/// static PRINTER: CircuitBreaker = CircuitBreaker::new("printer", Policy::new());
///
/// fn print(text: &str) -> Result<bool, CircuitOpen> {
///     let permit = PRINTER.try_acquire()?;
///     let is_printed = std::fs::write("/dev/null", text).is_ok();
///     if is_printed { permit.success() } else { permit.failure() }
///     Ok(is_printed)
/// }
/// # print("hello")?;
/// # Ok::<(), CircuitOpen>(())
/// ```
///
/// A permit dropped without a result counts as abandoned, or as a failure if a panic drops it that
/// began after the permit was taken. A permit that is both taken and dropped while its thread
/// unwinds counts as abandoned: like [`Mutex`], a permit can't tell that panic from a later one.
///
/// A permit belongs to the generation in which it was made: once the circuit has changed its state,
/// the result of the call changes nothing (rule [S7](crate::_guide::rules#s7-generations)). A
/// leaked permit costs a closed circuit nothing, and a half-open one the place of a trial call for
/// as long as a trial call may take (rule [S6](crate::_guide::rules#s6-half-open)).
///
/// A call made while a permit is held is a call of its own: in a half-open circuit the permit has
/// the place that the inner call would need. Let [`call`](crate::CircuitBreaker::call) run what
/// makes further calls of the same circuit (rule
/// [S14](crate::_guide::rules#s14-calls-within-a-trial-call)).
///
/// [`Mutex`]: std::sync::Mutex
#[must_use = "a permit that is dropped at once counts as an abandoned call"]
pub struct Permit<'b> {
    breaker: &'b Circuit,
    issued: Word,
    taken: Taken,
}

impl<'b> Permit<'b> {
    #[inline]
    pub(crate) fn new(admission: Admission<'b>) -> Self {
        let (breaker, issued, admitted) = admission.into_parts();
        Self { breaker, issued, taken: Taken::now(admitted) }
    }

    /// Records a success: the call worked.
    #[inline]
    pub fn success(self) {
        self.into_admission().succeed();
    }

    /// Records a failure: the call failed.
    #[inline]
    pub fn failure(self) {
        self.into_admission().fail(Failure::of(FailureKind::Error));
    }

    /// Records a failure and its reason, which the circuit keeps if
    /// [`last_error`](crate::Policy::last_error) is on. Otherwise nobody formats `why`.
    ///
    /// ```
    /// use breaker_runtime::{CircuitBreaker, CircuitOpen, Policy};
    ///
    /// static DISK: CircuitBreaker = CircuitBreaker::new("disk", Policy::new().last_error(true));
    /// let permit = DISK.try_acquire()?;
    /// if let Err(error) = std::fs::read("no such file") {
    ///     permit.failure_because(&error);
    /// }
    /// let last = DISK.snapshot().last_failure.unwrap();
    /// assert!(last.error.unwrap().starts_with("No such file"));
    /// # Ok::<(), CircuitOpen>(())
    /// ```
    pub fn failure_because(self, why: impl fmt::Display) {
        self.into_admission().fail_as(FailureKind::Error, |text| text.display(&why));
    }

    /// Records a failure, and opens the circuit for the time that the callee asks for; `None` opens
    /// it for as long as any opening.
    ///
    /// [`Verdict::OpenFor`](crate::Verdict::OpenFor) says for how long at most, and what becomes of
    /// a permit whose circuit has opened meanwhile.
    ///
    /// ```
    /// use breaker_runtime::{CircuitBreaker, CircuitOpen, Policy};
    /// use std::time::Duration;
    ///
    /// static API: CircuitBreaker = CircuitBreaker::new("api", Policy::new());
    /// let permit = API.try_acquire()?;
    /// permit.open_for(Duration::from_secs(7)); // 503 with `Retry-After: 7`
    /// assert!(API.try_acquire().unwrap_err().retry_after() <= Some(Duration::from_secs(7)));
    /// # Ok::<(), CircuitOpen>(())
    /// ```
    pub fn open_for(self, time: impl Into<Option<Duration>>) {
        let verdict = Verdict::open_for(time);
        self.into_admission().end(verdict.into());
    }

    /// Records a call that says nothing about the callee: neither a success nor a failure.
    #[inline]
    pub fn ignore(self) {
        self.into_admission().ignore();
    }

    /// Records the [verdict](crate::Outcome::verdict) of `outcome`.
    ///
    /// ```
    /// use breaker_runtime::{CircuitBreaker, CircuitOpen, Policy};
    ///
    /// static DISK: CircuitBreaker = CircuitBreaker::new("disk", Policy::new());
    /// let permit = DISK.try_acquire()?;
    /// let text = std::fs::read("no such file");
    /// permit.record(&text);
    /// assert_eq!(DISK.snapshot().calls.failure, 1);
    /// # Ok::<(), CircuitOpen>(())
    /// ```
    #[inline]
    pub fn record(self, outcome: &(impl Outcome + ?Sized)) {
        // Asked while this is still a permit: a panic in there is the call's.
        let verdict = outcome.verdict();
        self.into_admission().end(verdict.into());
    }

    /// Hands the permit to a stream, which says by its items how the call ends (feature `stream`).
    ///
    /// The first good item, or the end, is the success; a bad item or a panic before that is the
    /// failure; a stream dropped before that was abandoned. Items that are ignored decide nothing.
    /// A failure after the success takes that back (rule
    /// [S16](crate::_guide::rules#s16-streams)).
    ///
    /// A body of HTTP that has nothing in it may never be polled, and counts as abandoned then: of
    /// an answer with a body, record the head, and
    /// [watch](crate::CircuitBreaker::watch) the body.
    ///
    /// ```
    /// use breaker_runtime::{CircuitBreaker, CircuitOpen, Policy};
    /// use futures_util::stream::{self, StreamExt};
    ///
    /// static MODEL: CircuitBreaker = CircuitBreaker::new("model", Policy::new());
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), CircuitOpen> {
    /// let permit = MODEL.try_acquire()?;
    /// let tokens = stream::iter([Ok("The"), Ok("answer"), Err("connection reset")]);
    /// assert_eq!(permit.watch(tokens).count().await, 3);
    /// assert_eq!(MODEL.snapshot().calls.failure, 1);
    /// # Ok(())
    /// # }
    /// ```
    #[cfg(feature = "stream")]
    pub const fn watch<S>(self, stream: S) -> Watched<'b, S> {
        Watched::admitted(self.into_admission(), stream)
    }

    #[inline]
    const fn into_admission(self) -> Admission<'b> {
        let admission = Admission::noticed(self.breaker, self.issued, self.taken.admitted());
        mem::forget(self);
        admission
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        let is_failure = std::thread::panicking() && !self.taken.while_unwinding();
        let report =
            if is_failure { Report::Failure(FailureKind::Panic) } else { Report::Abandoned };
        self.breaker.settle(self.issued, self.taken.admitted(), report);
    }
}

impl fmt::Debug for Permit<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Permit")
            .field("name", &self.breaker.name())
            .field("state", &self.issued.state())
            .finish_non_exhaustive()
    }
}

/// When a permit's call was admitted, if it matters, and whether its thread was unwinding; in one
/// word, so that a permit stays what fits registers.
#[derive(Clone, Copy)]
struct Taken(u64);

impl Taken {
    const UNWINDING: u64 = 1 << 63;
    /// It doesn't matter; nor does it after 292 years.
    const UNWATCHED: u64 = Self::UNWINDING - 1;

    #[inline]
    fn now(admitted: Time) -> Self {
        let nanos = admitted.as_nanos().min(Self::UNWATCHED);
        Self(if std::thread::panicking() { nanos | Self::UNWINDING } else { nanos })
    }

    #[inline]
    const fn admitted(self) -> Time {
        match self.0 & !Self::UNWINDING {
            Self::UNWATCHED => Time::NEVER,
            nanos => Time::from_nanos(nanos),
        }
    }

    const fn while_unwinding(self) -> bool {
        self.0 & Self::UNWINDING != 0
    }
}
