//! The state machine: what a circuit does with a call, and what the call's end does to the circuit.
//!
//! Plain sequential code, always run under its breaker's lock. The lock-free part, the state word, is derived from it after each step.

use crate::policy::Policy;
use crate::tally::{self, Slot};
use crate::time::Time;
use crate::trials::Trials;
use crate::window::{FailureWindow, Held, Moment, Successes};
use crate::word::{Mode, Word};

/// How a call ended, as its permit reports it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Report {
    Success,
    Failure,
    Ignored,
    Abandoned,
}

#[derive(Debug)]
enum Phase {
    Closed,
    Open { until: Time },
    HalfOpen(Trials),
    ForcedOpen,
    ForcedClosed,
}

/// What the machine looks at when it takes a step.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Context<'a> {
    pub(crate) policy: &'a Policy,
    pub(crate) now: Time,
    pub(crate) slot: Slot,
}

#[derive(Debug)]
pub(crate) struct Machine {
    phase: Phase,
    /// Every transition starts another one (rule S7).
    generation: u64,
    window: FailureWindow,
    /// Successes of this generation that the threads' tallies couldn't take.
    untallied: u64,
    /// Successes that the window counted when the circuit stopped to be closed.
    final_successes: u64,
    /// How often the circuit opened.
    opened: u64,
    /// No step is taken at an earlier time than the one before: clocks are read outside the lock.
    latest: Time,
}

impl Machine {
    pub(crate) const fn new(policy: &Policy) -> Self {
        Self {
            phase: Phase::Closed,
            generation: 0,
            window: FailureWindow::new(policy.rule()),
            untallied: 0,
            final_successes: 0,
            opened: 0,
            latest: Time::ZERO,
        }
    }

    pub(crate) const fn generation(&self) -> u64 {
        self.generation
    }

    pub(crate) const fn opened(&self) -> u64 {
        self.opened
    }

    /// The state word that says what this machine would.
    pub(crate) fn word(&self, slot: Slot) -> Word {
        let mode = match self.phase {
            Phase::Open { .. } => Mode::Open,
            Phase::HalfOpen(_) => Mode::HalfOpen,
            Phase::ForcedOpen => Mode::ForcedOpen,
            Phase::ForcedClosed => Mode::ForcedClosed,
            Phase::Closed => match self.window.needs() {
                Successes::Unused => Mode::Closed,
                Successes::Counted => Mode::ClosedCounting,
                Successes::Timed => Mode::ClosedTiming,
            },
        };
        Word::new(mode, self.generation, slot)
    }

    /// Until when every call is rejected without being looked at.
    pub(crate) fn rejects_until(&self) -> Time {
        match &self.phase {
            Phase::Open { until } => *until,
            Phase::HalfOpen(trials) => trials.free_at(),
            Phase::ForcedOpen => Time::NEVER,
            Phase::Closed | Phase::ForcedClosed => Time::ZERO,
        }
    }

    /// Until when a success may be counted without telling the window the time.
    pub(crate) fn stale_at(&self) -> Time {
        self.window.stale_at()
    }

    /// Admits a call, as a trial if the circuit is half-open: the word for its permit; or doesn't.
    pub(crate) fn admit(&mut self, context: Context<'_>) -> Option<Word> {
        let now = self.step(context.now);
        if matches!(self.phase, Phase::Open { until } if now >= until) {
            self.half_open(context);
        }
        match &mut self.phase {
            Phase::Closed | Phase::ForcedClosed => Some(self.word(context.slot)),
            Phase::HalfOpen(trials) => {
                trials.admit(now).map(|trial| Word::for_trial(self.generation, trial))
            }
            Phase::Open { .. } | Phase::ForcedOpen => None,
        }
    }

    /// Takes note of how a call of this generation ended. A permit's word says which one it was.
    pub(crate) fn settle(&mut self, context: Context<'_>, issued: Word, report: Report) {
        let now = self.step(context.now);
        match (&mut self.phase, report) {
            (Phase::Closed, Report::Failure) => self.fail(context, now),
            (Phase::Closed, Report::Success) => self.untallied += 1,
            (Phase::HalfOpen(_), Report::Failure) => self.open(context, now),
            (Phase::HalfOpen(trials), Report::Success) => {
                let was_last = trials.succeed(issued.trial());
                if was_last {
                    self.close(context);
                }
            }
            (Phase::HalfOpen(trials), Report::Ignored | Report::Abandoned) => {
                trials.give_back(issued.trial());
            }
            _ => {}
        }
    }

    /// Tells the window the time, before a success is counted.
    pub(crate) fn advance(&mut self, context: Context<'_>) {
        let now = self.step(context.now);
        let moment = self.moment(context, now);
        self.window.advance(moment);
    }

    /// What the window holds.
    pub(crate) fn held(&self, context: Context<'_>) -> Held {
        self.window.held(self.moment(context, context.now.max(self.latest)))
    }

    pub(crate) fn force_open(&mut self, context: Context<'_>) {
        self.enter(context, Phase::ForcedOpen);
    }

    pub(crate) fn force_closed(&mut self, context: Context<'_>) {
        self.enter(context, Phase::ForcedClosed);
    }

    /// Closes the circuit with an empty window.
    pub(crate) fn close(&mut self, context: Context<'_>) {
        let now = self.step(context.now);
        self.enter(context, Phase::Closed);
        self.window.clear(now);
    }

    /// Starts over on a clock that shows `now`.
    #[cfg(feature = "test-util")]
    pub(crate) fn change_clock(&mut self, context: Context<'_>) {
        self.latest = context.now;
        self.close(context);
    }

    fn fail(&mut self, context: Context<'_>, now: Time) {
        let moment = self.moment(context, now);
        if self.window.fail(context.policy.rule(), moment) {
            self.open(context, now);
        }
    }

    fn open(&mut self, context: Context<'_>, now: Time) {
        let until = now.after(context.policy.open_time());
        self.enter(context, Phase::Open { until });
        self.opened += 1;
    }

    fn half_open(&mut self, context: Context<'_>) {
        let policy = context.policy;
        let trials = Trials::new(policy.trial_calls(), policy.open_time());
        self.enter(context, Phase::HalfOpen(trials));
    }

    fn enter(&mut self, context: Context<'_>, phase: Phase) {
        self.final_successes = self.successes(context);
        self.phase = phase;
        self.generation += 1;
        self.untallied = 0;
    }

    fn step(&mut self, now: Time) -> Time {
        self.latest = self.latest.max(now);
        self.latest
    }

    fn moment(&self, context: Context<'_>, now: Time) -> Moment {
        Moment { now, successes: self.successes(context) }
    }

    /// Successes that the window counts.
    fn successes(&self, context: Context<'_>) -> u64 {
        match (&self.phase, self.window.needs()) {
            (_, Successes::Unused) => 0,
            (Phase::Closed, _) => {
                let generation = self.word(context.slot).generation();
                tally::counted_in(context.slot, generation) + self.untallied
            }
            _ => self.final_successes,
        }
    }
}
