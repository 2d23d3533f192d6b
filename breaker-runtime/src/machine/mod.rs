//! The state machine: what a circuit does with a call, and what the call's end does to the circuit.
//!
//! Plain sequential code, always run under its breaker's lock. The lock-free part, the state word,
//! is derived from it after each step, above.

use core::time::Duration;

use crate::base::dice::Dice;
use crate::base::time::{Span, Time};
use crate::events::failure::FailureKind;
use crate::events::state::State;
use crate::machine::backoff::Backoff;
use crate::machine::force::Force;
use crate::machine::late::Recovery;
use crate::machine::ramp_up::RampUp;
use crate::machine::transitions::News;
use crate::machine::trials::past_rounds::PastRounds;
use crate::machine::trials::places::Trials;
use crate::machine::window::{FailureWindow, InWindow, Moment, RecentKinds, Successes};
use crate::policy::Policy;
use crate::tallies::{self, Generation, Slot, Tag};

pub(crate) mod admission;
mod backoff;
pub(crate) mod force;
mod forgetting;
pub(crate) mod late;
mod outcomes;
mod outside;
mod present;
mod ramp_up;
pub(crate) mod restored;
mod steering;
#[cfg(test)]
mod tests;
pub(crate) mod transitions;
pub(crate) mod trials;
pub(crate) mod window;
mod wishes;

/// How a call ended, as its permit reports it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Report {
    Success,
    Failure(FailureKind),
    Ignored,
    /// In a rejection by this circuit itself: ignored, and a trial call that can't succeed like
    /// this makes room (rule S14).
    RejectedWithin,
    Abandoned,
}

impl Report {
    /// How the call failed, if it did.
    pub(crate) const fn failure(self) -> Option<FailureKind> {
        match self {
            Self::Failure(kind) => Some(kind),
            _ => None,
        }
    }
}

#[derive(Debug)]
enum Phase {
    Closed,
    Open(Span),
    HalfOpen(Box<Trials>),
    RampUp(RampUp),
    Forced(Box<Force>),
}

impl Phase {
    fn state(&self) -> State {
        match self {
            Self::Closed => State::Closed,
            Self::Open(_) => State::Open,
            Self::HalfOpen(_) => State::HalfOpen,
            Self::RampUp(_) => State::RampUp,
            Self::Forced(force) => force.state(),
        }
    }
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
    /// Successes of this generation that threads couldn't count on their pages.
    untallied: u64,
    /// Successes that the window counts from before this generation.
    earlier_successes: u64,
    /// How often the circuit opened.
    opened: u64,
    backoff: Backoff,
    dice: Dice,
    /// No step is taken at an earlier time than the one before: clocks are read outside the lock.
    latest: Time,
    /// When the present phase began.
    entered: Time,
    /// Made when it is first needed.
    rare: Option<Box<Rare>>,
}

/// What few circuits have: eight bytes of the others.
#[derive(Debug, Default)]
struct Rare {
    news: News,
    /// The kinds of the failures in the window.
    kinds: RecentKinds,
    /// Since when it has not been closed.
    outage_since: Option<Time>,
    /// Until when it is open, as far as anybody was told.
    told_open_until: Time,
    /// For how long it was open last as a whole, if that began before a restart.
    open_before: Duration,
    past_rounds: PastRounds,
    recovery: Option<Recovery>,
    /// Whether a run of the probe has not ended, of whichever round it was.
    probe_runs: bool,
    /// What is forced on all keys, if it is the circuit of one.
    of_all_keys: Option<Box<Force>>,
}

impl Machine {
    pub(crate) const fn new(policy: &Policy) -> Self {
        Self {
            phase: Phase::Closed,
            generation: 0,
            window: FailureWindow::new(policy.rule()),
            untallied: 0,
            earlier_successes: 0,
            opened: 0,
            backoff: Backoff::new(),
            dice: Dice::unseeded(),
            latest: Time::ZERO,
            entered: Time::ZERO,
            rare: None,
        }
    }

    /// Nobody has looked at it before `now`.
    pub(crate) fn begin(&mut self, now: Time) {
        self.entered = now;
    }

    pub(crate) const fn generation(&self) -> u64 {
        self.generation
    }

    pub(crate) const fn opened(&self) -> u64 {
        self.opened
    }

    /// Since when it has not been closed.
    pub(crate) fn outage_since(&self) -> Option<Time> {
        self.rare.as_ref()?.outage_since
    }

    /// For how long it had not been closed at its latest step.
    pub(crate) fn outage_for(&self) -> Option<Duration> {
        Some(self.latest.since(self.outage_since()?))
    }

    /// The state that it is in, as far as anybody was told. A circuit that is switched off is as
    /// one that is forced closed, and nowhere called anything else.
    pub(crate) fn state(&self, policy: &Policy) -> State {
        if policy.enabled { self.phase.state() } else { State::ForcedClosed }
    }

    /// Whether that is closed.
    pub(crate) fn is_closed(&self, policy: &Policy) -> bool {
        policy.enabled && matches!(self.phase, Phase::Closed)
    }

    /// The state that it is in whether or not its policy lets it do anything.
    pub(crate) fn phase_state(&self) -> State {
        self.phase.state()
    }

    /// What the window needs of successes.
    pub(crate) const fn needs(&self) -> Successes {
        self.window.needs()
    }

    /// What stands for the present generation where successes are counted.
    fn tag(&self, slot: Slot) -> Tag {
        Tag::former(Generation::of(self.generation), slot)
    }

    /// Since when and until when every call is rejected without being looked at.
    pub(crate) fn rejects(&self, policy: &Policy) -> Span {
        match &self.phase {
            _ if !policy.enabled => Span::default(),
            Phase::Open(open) => *open,
            Phase::HalfOpen(trials) => trials.full(),
            Phase::Forced(force) if force.state() == State::ForcedOpen => {
                Span { since: force.since(), until: force.until() }
            }
            Phase::Closed | Phase::RampUp(_) | Phase::Forced(_) => Span::default(),
        }
    }

    /// Until when a success may be counted without telling the window the time; forced closed,
    /// until when a call may pass without asking.
    pub(crate) fn stale_at(&self, policy: &Policy) -> Time {
        match &self.phase {
            Phase::Forced(_) => self.passes_until(policy),
            _ => self.window.stale_at(),
        }
    }

    /// Tells the window the time, before a success is counted.
    pub(crate) fn advance(&mut self, context: Context<'_>) {
        let now = self.step(context.now);
        let moment = self.moment(context, now);
        self.window.advance(moment);
    }

    /// What the window holds.
    pub(crate) fn held(&self, context: Context<'_>) -> InWindow {
        self.window.held(self.moment(context, context.now.max(self.latest)))
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
        match self.window.needs() {
            Successes::Unused => 0,
            Successes::Counted | Successes::Timed => self.counted_successes(context),
        }
    }

    /// Successes since the window was cleared, whether or not it counts them.
    fn counted_successes(&self, context: Context<'_>) -> u64 {
        let tallied = match self.phase {
            // Only permits of a closed circuit are counted on pages.
            Phase::Closed => tallies::counted_for(context.slot, self.tag(context.slot)),
            _ => 0,
        };
        // Wrapping: earlier ones may be fewer than none, see `count_successes_from_now`.
        self.earlier_successes.wrapping_add(self.untallied).wrapping_add(tallied)
    }
}
