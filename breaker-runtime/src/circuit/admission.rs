//! Asking for admission: a permit at a glance, a rejection without the lock, or the answer of the
//! machine. What the machine lets through, and when an open circuit does, is decided in
//! [`machine::admission`](crate::machine::admission).

use super::Circuit;
use crate::base::identity::CircuitId;
use crate::base::time::{Span, Time};
use crate::call::outcome::Reject;
use crate::call::rejection::CircuitOpen;
use crate::circuit::admitted::Admission;
use crate::circuit::mode::Mode;
use crate::circuit::nesting;
use crate::circuit::word::Word;
use crate::machine::Report;
use crate::machine::admission::Admitted;
use crate::tallies::Lane;
#[cfg(feature = "tracing")]
use crate::telemetry;

impl Circuit {
    /// A permit, or the answer of a circuit that rejects the call; where the circuit is not closed,
    /// by the word of `elsewhere`.
    #[inline]
    pub(crate) fn acquire<'b>(
        &'b self,
        elsewhere: impl FnOnce(&'b Self) -> Answer,
    ) -> Result<Admission<'b>, Answer> {
        let word = self.word();
        if word.passes() {
            return Ok(Admission::at_a_glance(self, word));
        }
        self.admission(elsewhere(self))
    }

    /// The permit, if the answer is one.
    #[inline]
    pub(super) fn admission(&self, answer: Answer) -> Result<Admission<'_>, Answer> {
        if answer.word.is_admission() {
            Ok(Admission::noticed(self, answer.word, Time::from_nanos(answer.detail)))
        } else {
            Err(answer)
        }
    }

    /// The rejection, if the answer is not a permit.
    ///
    /// Put together here, of parts that fit registers: made elsewhere, in the caller's memory, it
    /// would keep the permit there too.
    #[inline]
    pub(crate) fn rejection(&self, answer: Answer) -> CircuitOpen {
        let (name, state) = (self.name_for_rejection(), answer.word.state());
        CircuitOpen::new(name, state, CircuitId::of(self), answer.detail)
    }

    #[cold]
    #[inline(never)]
    fn name_for_rejection(&self) -> &'static str {
        self.name()
    }

    /// The rejection as a return value. Out of the way, since errors are often boxed.
    #[cold]
    #[inline(never)]
    #[track_caller]
    pub(crate) fn rejected<R: Reject>(&self, answer: Answer) -> R {
        R::reject(self.rejection(answer))
    }

    /// The answer of a circuit that does not pass calls at a glance, with a rejection counted.
    #[inline(never)]
    pub(crate) fn answer(&self) -> Answer {
        self.give(self.consider())
    }

    /// The answer is given: counts the rejection, if it is one.
    #[inline]
    pub(super) fn give(&self, Considered(answer): Considered) -> Answer {
        let is_dry_run = answer.word.mode() == Mode::DryRun;
        if !is_dry_run && answer.word.is_admission() {
            return answer;
        }
        if is_dry_run {
            self.count_would_be_rejected();
        } else {
            self.count(Lane::Rejected);
        }
        #[cfg(feature = "tracing")]
        if telemetry::tracing::is_told_of_rejections() {
            self.emit_rejection(answer);
        }
        answer
    }

    /// The answer is given to nobody: a trial call's place is free again, and nothing is counted.
    pub(super) fn withdraw(&self, Considered(answer): Considered) {
        if let Some(call) = answer.word.trial_call() {
            self.step(self.clock().now(), |machine, context| {
                machine.record_trial(context, call, Report::Abandoned, None)
            });
        }
    }

    /// The call runs all the same, and counts by its outcome as well.
    #[cold]
    #[inline(never)]
    fn count_would_be_rejected(&self) {
        self.lock().extras().rare.would_be_rejected += 1;
    }

    /// The answer, which may be given: fast where the circuit rejects calls, and where it only
    /// looks at the time.
    #[inline]
    pub(super) fn consider(&self) -> Considered {
        match self.look() {
            Ok(standing) => self.reject(standing),
            Err(word) => self.ask(word),
        }
    }

    /// Out of the way of rejections.
    #[cold]
    #[inline(never)]
    fn ask(&self, word: Word) -> Considered {
        if word.is_admission() {
            return self.pass(word);
        }
        // The time belongs to this word, if that is still the same after it was seen.
        if word.mode() == Mode::ForcedClosedFor && self.is_in_time() && self.word() == word {
            return self.pass(word.as_permit());
        }
        self.ask_machine()
    }

    /// What rejects every call at the moment, as far as that can be seen without the lock;
    /// otherwise the word of a circuit that may admit one.
    #[expect(clippy::inline_always, reason = "it is most of a rejection, and others look too")]
    #[inline(always)]
    pub(super) fn look(&self) -> Result<Standing, Word> {
        let mut word = self.word();
        while let Mode::Open | Mode::HalfOpen | Mode::ForcedOpen = word.mode() {
            // All places are taken, but a call within a trial call needs none: the machine knows.
            if word.mode() == Mode::HalfOpen && nesting::is_within(self) {
                break;
            }
            let span = self.rejects();
            // Its time is over: the machine makes one of those who see that the trial call.
            let Some(now) = self.clock().before(span.until) else { break };
            // The times belong to this word, or to a later one that must be looked at afresh,
            let seen = self.word();
            if seen != word {
                word = seen;
                continue;
            }
            // or to one that is just coming: only a circuit that is forced open may have no end.
            if word.mode() != Mode::ForcedOpen && span.until == Time::NEVER {
                break;
            }
            return Ok(Standing { word, span, now });
        }
        Err(word)
    }

    fn ask_machine(&self) -> Considered {
        // What this thread alone knows is collected before the lock is taken.
        let around = nesting::calls_around(self).into_iter();
        let around: Vec<_> = around.filter_map(Word::recovery_call).collect();
        // Read outside the lock, so perhaps earlier than the latest step: the machine's time never
        // goes back.
        let now = self.clock().now();
        let (admitted, word, span) = self.step(now, |machine, context| {
            let admitted = machine.admit(context, &around, self.probe().is_some());
            // Made under the lock: a permit is of the generation that admitted it.
            let permit = admitted.map(|how| (how, Word::for_admitted(machine, context, how)));
            (permit, Word::of(machine, context), machine.rejects(context.policy))
        });
        match admitted {
            Some((Admitted::Probe(_), issued)) => self.begin_probe(issued),
            Some((_, issued)) => return self.pass(issued),
            None => {}
        }
        self.reject(Standing { word, span, now })
    }

    /// Notes the time of the admission if it matters how long the call takes.
    pub(super) fn pass(&self, word: Word) -> Considered {
        let watches = self.tuning().slow_after().is_some();
        let admitted = if watches { self.clock().now() } else { Time::NEVER };
        Considered(Answer { word, detail: admitted.as_nanos() })
    }

    #[inline]
    pub(super) fn reject(&self, standing: Standing) -> Considered {
        // Whatever rejects: the call runs, by a permit that tells nothing to the machine.
        if self.tuning().is_dry_run() {
            return self.pass(Word::FOR_DRY_RUN);
        }
        standing.into_rejection()
    }
}

/// The rejection of every call, and when that was seen.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Standing {
    pub(crate) word: Word,
    pub(crate) span: Span,
    pub(crate) now: Time,
}

impl Standing {
    #[inline]
    pub(super) fn into_rejection(self) -> Considered {
        let Self { word, span, now } = self;
        // A coarse clock lags, perhaps to before the circuit opened.
        let rest = CircuitOpen::pack(span.until, now.max(span.since));
        Considered(Answer { word, detail: rest })
    }
}

/// An answer that nobody has got yet: it is either [given](Circuit::give), and counted then, or
/// [withdrawn](Circuit::withdraw).
#[must_use = "uncounted, and it may hold the place of a trial call"]
pub(super) struct Considered(Answer);

/// What a call is told when it asks for admission: the word for its permit and when it was
/// admitted, or the word of the circuit that rejects it and for how long.
///
/// Two registers. A `Result` of a permit and an error goes through memory, which is twice what a
/// closed circuit may cost.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Answer {
    pub(crate) word: Word,
    pub(crate) detail: u64,
}
