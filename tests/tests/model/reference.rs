//! The circuit as the rules describe it, naive on purpose: it keeps every call, and looks at all of
//! them each time.

use core::time::Duration;

use breaker_runtime::{Calls, FailureKind, FailureKinds, Policy, State};

use crate::chance::Dice;
use crate::history::{self, Instant, Recorded};

mod marks;
mod nested;
mod ordinary;
mod outside;
mod sight;
mod steering;
mod transitions;
mod wishes;

use marks::Marks;
use nested::{Part, Trial as TrialCall};
use outside::Run;
pub(crate) use sight::Visible;

const MILLION: u64 = 1_000_000;

/// How a call ends, as the circuit sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Success,
    Failure,
    /// A failure whose callee asks callers to wait, so long or as long as any opening.
    Told(Option<Duration>),
    Ignored,
    Abandoned,
}

/// How it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    Success,
    Failed(FailureKind),
    /// With an error, and a wish.
    Told(Option<Duration>),
    Ignored,
    Abandoned,
}

impl From<End> for Ended {
    fn from(end: End) -> Self {
        match end {
            End::Success => Self::Success,
            End::Failure | End::Told(Some(Duration::ZERO)) => Self::Failed(FailureKind::Error),
            End::Told(wish) => Self::Told(wish),
            End::Ignored => Self::Ignored,
            End::Abandoned => Self::Abandoned,
        }
    }
}

impl Ended {
    /// How the call failed, if it did.
    const fn failed(self) -> Option<FailureKind> {
        match self {
            Self::Failed(kind) => Some(kind),
            Self::Told(_) => Some(FailureKind::Error),
            Self::Success | Self::Ignored | Self::Abandoned => None,
        }
    }
}

/// What opened the circuit: the failures by kind, unless it was a suspicion, and how the last one
/// failed.
pub(crate) type Cause = (Option<FailureKinds>, FailureKind);

/// A call that runs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ticket {
    /// The generation that it was admitted in.
    generation: u64,
    /// Which call it was.
    call: u64,
    /// When it was admitted, if that matters.
    pub(crate) watched_since: Option<Instant>,
    standing: Standing,
    part: Part,
}

/// What the circuit will do with the call's result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    Admitted,
    /// Admitted by a circuit that is switched off: counted, and nothing else.
    Unobserved,
    /// Rejected, if it were no dry run: counted, and nothing else (rule S12).
    WouldBeRejected,
}

/// A failure that came after a transition.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Late {
    pub(crate) generation: u64,
    end: Ended,
    pub(crate) is_trial: bool,
}

/// A trial call that has not reported.
#[derive(Clone, Copy, Debug)]
struct Trial {
    call: u64,
    admitted: Instant,
}

/// What trial calls have come to in this round.
#[derive(Clone, Debug, Default)]
struct Results {
    succeeded: usize,
    /// How each failed, in order.
    failed: Vec<FailureKind>,
}

impl Results {
    fn number(&self) -> usize {
        self.succeeded + self.failed.len()
    }
}

#[derive(Clone, Debug)]
enum Phase {
    Closed,
    Open { until: Instant },
    HalfOpen { results: Results, waiting: Vec<Trial>, held: Instant },
    RampUp { since: Instant },
    Forced(Force),
}

impl Phase {
    fn half_open() -> Self {
        Self::HalfOpen { results: Results::default(), waiting: Vec::new(), held: 0 }
    }
}

/// A forced state, since when and until when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Force {
    pub(crate) state: State,
    pub(crate) since: Instant,
    pub(crate) until: Option<Instant>,
    /// On all keys, and not on this one alone.
    pub(crate) is_of_all: bool,
}

#[derive(Debug)]
pub(crate) struct Model {
    policy: Policy,
    dice: Dice,
    pub(crate) now: Instant,
    phase: Phase,
    entered: Instant,
    /// When trial calls last began or ended.
    tried: Instant,
    opened_at: Instant,
    outage_since: Option<Instant>,
    /// What is forced on all keys, if it is the circuit of one.
    of_all: Option<Force>,
    generation: u64,
    /// The first one of its key: permits of older ones are other keys'.
    begun: u64,
    /// The latest that was told: none while it is switched off.
    told_generation: u64,
    /// Calls that were let run.
    admitted: u64,
    history: Vec<Recorded>,
    /// Why it is open, if that was its latest transition and nobody's wish.
    pub(crate) cause: Option<Cause>,
    /// Since when calls that end belong together, as far as the window knows.
    together_since: Instant,
    pub(crate) calls: Calls,
    opened: u64,
    /// Openings since it recovered last (rule S8).
    in_a_row: u32,
    /// For how long it was open last.
    last_open: u64,
    run: Run,
    /// Calls whose bodies run, each within the one before.
    around: Vec<Ticket>,
    /// Trial calls that have their result, or whose calls within have brought it.
    results: Vec<TrialCall>,
    pub(crate) marks: Marks,
}

impl Model {
    pub(crate) fn new(policy: Policy, seed: u64, now: Instant) -> Self {
        Self {
            policy,
            dice: Dice::seeded(seed),
            now,
            phase: Phase::Closed,
            entered: now,
            tried: now,
            opened_at: now,
            outage_since: None,
            of_all: None,
            generation: 0,
            begun: 0,
            told_generation: 0,
            admitted: 0,
            history: Vec::new(),
            cause: None,
            together_since: now,
            calls: Calls::default(),
            opened: 0,
            in_a_row: 0,
            last_open: 0,
            run: Run::default(),
            around: Vec::new(),
            results: Vec::new(),
            marks: Marks::default(),
        }
    }

    /// Lets the next call run; or counts a rejection, which a call of a dry run survives.
    pub(crate) fn acquire(&mut self) -> Option<Ticket> {
        if !self.policy.settings().enabled {
            return Some(self.ticket(Standing::Unobserved));
        }
        self.mark_deadlines();
        self.catch_up();
        if let Some(trial) = self.trial_around() {
            self.marks.within_trial += 1;
            return Some(self.ticket_of(Standing::Admitted, Some(trial)));
        }
        if self.admits() {
            return Some(self.ticket(Standing::Admitted));
        }
        if self.policy.settings().dry_run {
            self.calls.would_be_rejected += 1;
        } else {
            self.calls.rejected += 1;
        }
        self.marks.rejected_in_ramp_up += u64::from(self.state() == State::RampUp);
        self.marks.would_be_rejected += u64::from(self.policy.settings().dry_run);
        self.policy.settings().dry_run.then(|| self.ticket(Standing::WouldBeRejected))
    }

    fn mark_deadlines(&mut self) {
        let points = self.deadlines();
        let edge = match self.phase {
            Phase::Open { .. } => &mut self.marks.open_time,
            Phase::HalfOpen { .. } => &mut self.marks.patience,
            Phase::Forced(_) => &mut self.marks.force,
            _ => &mut self.marks.ramp_up,
        };
        for deadline in points {
            edge.see(self.now, deadline);
        }
    }

    fn admits(&mut self) -> bool {
        match self.phase {
            Phase::Closed => true,
            Phase::Open { .. } => false,
            Phase::Forced(force) => force.state == State::ForcedClosed,
            Phase::HalfOpen { .. } => self.take_place(),
            Phase::RampUp { .. } if self.is_within_recovery() => {
                self.marks.within_ramp_up += 1;
                true
            }
            Phase::RampUp { since } => self.dice.throw(MILLION) < self.share(since),
        }
    }

    fn ticket(&mut self, standing: Standing) -> Ticket {
        self.ticket_of(standing, None)
    }

    fn ticket_of(&mut self, standing: Standing, trial: Option<u64>) -> Ticket {
        let part = self.part(standing, trial);
        self.admitted += 1;
        let is_watched = self.policy.settings().slow_call.is_some();
        Ticket {
            generation: self.generation,
            call: self.admitted,
            watched_since: is_watched.then_some(self.now),
            standing,
            part,
        }
    }

    /// Gives the next call the place of a trial call, if there is one: that of one which was silent
    /// for too long, if need be.
    fn take_place(&mut self) -> bool {
        let has_place = self.has_place(self.now);
        let next = Trial { call: self.admitted + 1, admitted: self.now };
        let places = self.policy.settings().half_open_calls_of as usize;
        if let Phase::HalfOpen { results, waiting, .. } = &mut self.phase
            && has_place
        {
            // They are in the order of their admission.
            let lost = (results.number() + waiting.len() + 1).saturating_sub(places);
            waiting.drain(..lost);
            self.marks.took_a_place += u64::from(lost > 0 && !waiting.is_empty());
            waiting.push(next);
            self.tried = self.now;
        }
        has_place
    }

    pub(crate) fn report(&mut self, ticket: Ticket, end: impl Into<Ended>) {
        let end = self.judged(ticket, end.into());
        if let Some(trial) = ticket.trial() {
            self.report_of_trial(ticket, trial, end);
            return;
        }
        self.count(end);
        let matters = ticket.standing == Standing::Admitted && self.policy.settings().enabled;
        if matters && ticket.generation == self.generation {
            self.settle(end);
        } else {
            self.marks.stale_results += u64::from(matters);
            self.hear_late(ticket, end);
        }
    }

    fn count(&mut self, end: Ended) {
        match end {
            Ended::Success => self.calls.success += 1,
            Ended::Failed(_) | Ended::Told(_) => self.calls.failure += 1,
            Ended::Ignored => self.calls.ignored += 1,
            Ended::Abandoned => self.calls.abandoned += 1,
        }
        if let Some(kind) = end.failed() {
            history::count(&mut self.calls.failure_kinds, kind);
        }
    }

    /// Takes note of the end of a call that was no trial call.
    fn settle(&mut self, end: Ended) {
        match self.phase {
            Phase::Closed => self.record(end),
            Phase::RampUp { .. } => {
                self.record(end);
                if end == Ended::Success {
                    // It may be over, whoever takes note of it first.
                    self.catch_up();
                }
            }
            Phase::HalfOpen { .. } | Phase::Open { .. } | Phase::Forced(_) => {}
        }
    }

    /// How the call failed, if it did and a transition has made that stale: its key may have lost
    /// the circuit (rule S15).
    pub(crate) fn failed_late(&mut self, ticket: Ticket, end: Ended) -> Option<Late> {
        if ticket.standing != Standing::Admitted || ticket.generation == self.generation {
            return None;
        }
        let end = self.judged(ticket, end);
        end.failed()?;
        let is_trial = ticket.trial().is_some();
        Some(Late { generation: ticket.generation, end, is_trial })
    }

    /// A failure that counts though an older generation admitted its call; trial calls are counted
    /// elsewhere.
    pub(crate) fn fail_late(&mut self, late: Late) {
        self.end_force_that_is_over();
        if !late.is_trial {
            self.count(late.end);
        }
        if let Phase::Open { .. } = self.phase {
            self.lengthen(late.end);
        } else if self.policy.settings().enabled {
            self.settle(late.end);
        }
    }

    /// How the call ended, if it matters how long that took.
    fn judged(&mut self, ticket: Ticket, end: Ended) -> Ended {
        if let Some(limit) = self.slow_behind(ticket) {
            self.marks.slowness.see(self.now, limit);
        }
        let took = ticket.watched_since.map(|since| self.now - since);
        let is_slow = took.zip(self.slow_after()).is_some_and(|(took, limit)| took > limit);
        if !is_slow || end == Ended::Ignored || end.failed().is_some() {
            return end;
        }
        self.marks.slow += u64::from(end == Ended::Success);
        self.marks.slow_and_abandoned += u64::from(end == Ended::Abandoned);
        Ended::Failed(FailureKind::SlowCall)
    }

    fn record(&mut self, end: Ended) {
        let failed = end.failed();
        if failed.is_some() {
            for left in self.departures() {
                self.marks.window.see(self.now, left);
            }
        }
        if failed.is_some() || end == Ended::Success {
            let rule = self.policy.settings().rule;
            self.together_since = history::together_since(rule, self.together_since, self.now);
            self.run.add(failed, self.now);
            self.history.push(Recorded { at: self.now, since: self.together_since, failed });
        }
        let rule = self.policy.settings().rule;
        if let Ended::Told(wish) = end {
            self.catch_up();
            self.grant(wish);
        } else if let Some(kind) = failed
            && history::opens(rule, &self.history, self.now)
        {
            if let Phase::RampUp { .. } = self.phase {
                self.marks.opened_in_ramp_up += 1;
                self.marks.opened_behind_ramp_up += u64::from(self.due().is_some());
            }
            self.catch_up();
            self.open();
            let held = history::in_window(rule, &self.history, self.now);
            self.cause = Some((Some(history::kinds(&held)), kind));
        } else if failed.is_some() {
            self.open_under_suspicion();
        }
    }

    fn end_trial(&mut self, call: u64, end: Ended) {
        let Phase::HalfOpen { results, waiting, .. } = &mut self.phase else { return };
        waiting.retain(|trial| trial.call != call);
        if let Ended::Told(wish) = end {
            self.grant(wish);
            return;
        }
        results.succeeded += usize::from(end == Ended::Success);
        results.failed.extend(end.failed());
        self.end_round_if_decided();
    }
}
