//! Asking for admission: a permit, or the reason why not.

use super::CircuitBreaker;
use crate::permit::Permit;
use crate::tally::Lane;
use crate::time::{Time, nanos};
use crate::word::{Mode, Word};
use crate::{CircuitOpen, Reject};

impl CircuitBreaker {
    /// Asks for a permit, to be told how the call ended.
    ///
    /// One atomic load while the circuit is closed. While it is open the answer is an error at once (rule S5); from the end of the open
    /// time on, a limited number of permits are for trial calls (S6). A permit that is dropped gives its place back.
    ///
    /// ```
    /// use breaker_runtime::{CircuitBreaker, CircuitOpen, Policy};
    ///
    /// static CACHE: CircuitBreaker = CircuitBreaker::new("cache", Policy::new().threshold(1));
    ///
    /// let permit = CACHE.try_acquire()?;
    /// match "41".parse::<u32>() {
    ///     Ok(_) => permit.success(),
    ///     Err(_) => permit.failure(),
    /// }
    /// # Ok::<(), CircuitOpen>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`CircuitOpen`] if the circuit is open, opened by force, or half-open with all its trial calls under way.
    #[inline]
    pub fn try_acquire(&self) -> Result<Permit<'_>, CircuitOpen> {
        self.acquire(Self::answer).map_err(|answer| self.rejection(answer))
    }

    /// A permit, or the answer of a circuit that rejects the call; where the circuit is not closed, by the word of `elsewhere`.
    #[inline]
    pub(crate) fn acquire<'b>(
        &'b self,
        elsewhere: impl FnOnce(&'b Self) -> Answer,
    ) -> Result<Permit<'b>, Answer> {
        let word = self.word();
        if word.is_closed() {
            return Ok(Permit::new(self, word));
        }
        let answer = elsewhere(self);
        if answer.word.is_admission() { Ok(Permit::new(self, answer.word)) } else { Err(answer) }
    }

    /// The rejection, if the answer is not a permit.
    ///
    /// Put together here, of parts that fit registers: made elsewhere, in the caller's memory, it would keep the permit there too.
    #[inline]
    pub(crate) fn rejection(&self, answer: Answer) -> CircuitOpen {
        CircuitOpen::new(self.name_for_rejection(), answer.word.state(), answer.retry_after)
    }

    #[cold]
    #[inline(never)]
    fn name_for_rejection(&self) -> &'static str {
        self.name()
    }

    /// The rejection as a return value. Out of the way, since errors are often boxed.
    #[cold]
    #[inline(never)]
    pub(crate) fn rejected<R: Reject>(&self, answer: Answer) -> R {
        R::reject(self.rejection(answer))
    }

    /// The answer of a circuit that is not closed: fast where it rejects, and where it is forced not to.
    #[inline(never)]
    pub(crate) fn answer(&self) -> Answer {
        let mut word = self.word();
        while let Mode::Open | Mode::HalfOpen | Mode::ForcedOpen = word.mode() {
            let until = self.rejects_until();
            let Some(now) = self.clock().before(until) else { break };
            // The time belongs to this word, or to a later one that must be looked at afresh.
            let seen = self.word();
            if seen == word {
                return self.reject(word, until, now);
            }
            word = seen;
        }
        if word.mode() == Mode::ForcedClosed { Answer::pass(word) } else { self.ask_machine() }
    }

    #[cold]
    fn ask_machine(&self) -> Answer {
        let now = self.clock().now();
        let mut machine = self.machine();
        let context = self.context(now);
        let admitted = machine.admit(context);
        self.publish(&machine, context.slot);
        match admitted {
            Some(word) => Answer::pass(word),
            None => self.reject(self.word(), machine.rejects_until(), now),
        }
    }

    fn reject(&self, word: Word, until: Time, now: Time) -> Answer {
        self.spill().count(word.slot().lane(Lane::Rejected));
        // A coarse clock lags: no rest of the open time is longer than all of it.
        let longest = nanos(self.policy().open_time());
        Answer { word, retry_after: CircuitOpen::pack(until, now, longest) }
    }
}

/// What a call is told when it asks for admission: the word for its permit, or that of the circuit that rejects it.
///
/// Two registers. A `Result` of a permit and an error goes through memory, which is twice what a closed circuit may cost.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Answer {
    pub(crate) word: Word,
    retry_after: u64,
}

impl Answer {
    #[inline]
    pub(crate) const fn pass(word: Word) -> Self {
        Self { word, retry_after: 0 }
    }
}
